package org.jrp.scenario;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.YamlMap;
import org.jrp.decision.Applied;
import org.jrp.decision.Citation;
import org.jrp.decision.Outcome;
import org.jrp.decision.Remedy;
import org.jrp.decision.Review;
import org.jrp.decision.Withheld;
import org.jrp.rule.Reason;
import org.jspecify.annotations.Nullable;

/** Reads the {@code then} of a scenario (预期读取) into expectations, one a key. */
final class ThenReader {

    private final YamlMap then;
    private final Catalogue catalogue;
    private final List<Expectation> expectations = new ArrayList<>();
    private final Set<String> named = new LinkedHashSet<>();

    ThenReader(YamlMap then, Catalogue catalogue) {
        this.then = then;
        this.catalogue = catalogue;
    }

    List<Expectation> read() {
        outcome();
        measures();
        effects();
        texts();
        withheld();
        rules();
        remedies();
        flags();
        dates();
        then.finish();
        if (expectations.isEmpty()) {
            then.error(
                    "nothing-expected",
                    "then",
                    null,
                    new Text("“then”没有写明任何预期。", "Nothing is expected under then."),
                    new Text("至少写明 outcome 或 measures。", "Give at least outcome or measures."));
        }
        return expectations;
    }

    private void outcome() {
        String word = then.textOrNull("outcome");
        if (word != null) {
            Outcome outcome = Words.coded(then, "outcome", word, Outcome.class, "结论", "outcome");
            if (outcome != null) {
                equal(
                        "outcome",
                        outcome.code(),
                        answered -> answered.decision().outcome().code());
            }
        }
        String refused = then.textOrNull("refused");
        if (refused != null) {
            add(
                    "refused",
                    answered -> refused.equals(answered.refusal())
                            ? Optional.empty()
                            : Optional.of(new Difference(
                                    "refused", refused, answered.refusal() == null ? "-" : answered.refusal())));
        }
        Boolean confirmation = then.boolOrNull("requiresConfirmation");
        if (confirmation != null) {
            equal(
                    "requiresConfirmation",
                    confirmation.toString(),
                    answered -> String.valueOf(answered.decision().requiresConfirmation()));
        }
    }

    private void measures() {
        boolean all = then.has("measures");
        List<String> measures = measureCodes("measures");
        List<String> includes = measureCodes("includes");
        List<String> excludes = measureCodes("excludes");
        named.addAll(measures);
        named.addAll(includes);
        if (all) {
            add("measures", answered -> {
                List<String> actual = measureCodesOf(answered);
                return Set.copyOf(actual).equals(Set.copyOf(measures)) && actual.size() == measures.size()
                        ? Optional.empty()
                        : Optional.of(new Difference("measures", names(measures), names(actual)));
            });
        }
        if (!includes.isEmpty()) {
            among("includes", includes, ThenReader::measureCodesOf, this::name);
        }
        if (!excludes.isEmpty()) {
            add("excludes", answered -> {
                List<String> present = excludes.stream()
                        .filter(code -> answered.measure(code) != null)
                        .toList();
                return present.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Difference("excludes", names(excludes), names(measureCodesOf(answered))));
            });
        }
    }

    private void effects() {
        Map<String, List<String>> effects = byMeasure("effect");
        named.addAll(effects.keySet());
        Map<String, Effect> wanted = new LinkedHashMap<>();
        effects.forEach((measure, words) -> words.forEach(word -> {
            Effect effect = Words.coded(then, "effect", word, Effect.class, "效力", "effect");
            if (effect != null) {
                wanted.put(measure, effect);
            }
        }));
        eachMeasure("effect", wanted, Coded::chinese, measure -> measure.effect());
        Map<String, List<String>> departments = byMeasure("departments");
        Map<String, List<String>> codes = new LinkedHashMap<>();
        departments.forEach((measure, words) -> codes.put(
                measure,
                words.stream()
                        .map(word ->
                                Words.code(then, "departments", word, catalogue.departmentWords(), "部门", "department"))
                        .filter(code -> code != null)
                        .map(code -> (String) code)
                        .sorted()
                        .toList()));
        eachMeasure("departments", codes, this::departmentNames, Applied::departments);
        Map<String, LocalDate> due = new LinkedHashMap<>();
        byMeasure("feedbackDue")
                .forEach((measure, days) -> days.forEach(day -> {
                    LocalDate date = date("feedbackDue", day);
                    if (date != null) {
                        due.put(measure, date);
                    }
                }));
        eachMeasure("feedbackDue", due, LocalDate::toString, Applied::feedbackDue);
    }

    private void texts() {
        List<String> cites = then.texts("cites");
        if (!cites.isEmpty()) {
            among("cites", cites, ThenReader::cited, Function.identity());
        }
        if (then.has("editions")) {
            exactly(
                    "editions",
                    then.texts("editions"),
                    answered -> answered.decision().editions());
        }
        if (then.has("reviews")) {
            exactly(
                    "reviews",
                    then.texts("reviews"),
                    answered -> answered.decision().reviews().stream()
                            .map(Review::code)
                            .toList());
        }
        List<String> assumed = then.texts("assumed");
        if (!assumed.isEmpty()) {
            among("assumed", assumed, answered -> answered.decision().assumed(), Function.identity());
        }
    }

    private void withheld() {
        if (!then.has("withheld")) {
            return;
        }
        Map<String, Set<Reason>> wanted = new LinkedHashMap<>();
        if (then.isList("withheld")) {
            measureCodes("withheld").forEach(code -> wanted.put(code, Set.of()));
        } else {
            byMeasure("withheld").forEach((measure, words) -> {
                Set<Reason> reasons = new LinkedHashSet<>();
                for (String word : words) {
                    Reason reason = Words.coded(then, "withheld", word, Reason.class, "不予适用的理由", "reason");
                    if (reason != null) {
                        reasons.add(reason);
                    }
                }
                wanted.put(measure, reasons);
            });
        }
        named.addAll(wanted.keySet());
        add("withheld", answered -> {
            Map<String, Set<Reason>> actual = new LinkedHashMap<>();
            for (Withheld one : answered.decision().withheld()) {
                actual.computeIfAbsent(one.code(), unused -> new LinkedHashSet<>())
                        .add(one.reason());
            }
            boolean holds = wanted.isEmpty()
                    ? actual.isEmpty()
                    : wanted.entrySet().stream().allMatch(entry -> {
                        Set<Reason> reasons = actual.get(entry.getKey());
                        return reasons != null && (entry.getValue().isEmpty() || reasons.equals(entry.getValue()));
                    });
            return holds ? Optional.empty() : Optional.of(new Difference("withheld", reasons(wanted), reasons(actual)));
        });
    }

    private void rules() {
        Map<String, @Nullable Effect> because = new LinkedHashMap<>();
        if (then.has("because") && then.isList("because")) {
            then.texts("because").forEach(rule -> because.put(rule, null));
        } else {
            texts("because")
                    .forEach((rule, words) -> words.forEach(word ->
                            because.put(rule, Words.coded(then, "because", word, Effect.class, "效力", "effect"))));
        }
        if (!because.isEmpty()) {
            expectations.add(RuleChecks.because(because, named, this::name));
        }
        List<String> not = then.texts("notBecause");
        if (!not.isEmpty()) {
            expectations.add(RuleChecks.notBecause(not));
        }
        if (then.has("nearMisses")) {
            expectations.add(RuleChecks.nearMisses(then.texts("nearMisses")));
        }
    }

    private void remedies() {
        if (!then.has("remedies")) {
            return;
        }
        Map<String, @Nullable LocalDate> wanted = new LinkedHashMap<>();
        if (then.isList("remedies")) {
            then.texts("remedies").forEach(action -> wanted.put(action, null));
        } else {
            texts("remedies").forEach((action, days) -> days.forEach(day -> wanted.put(action, date("remedies", day))));
        }
        expectations.add(new Check("remedies", true, List.of(), List.of(), answered -> {
            List<Remedy> actual = answered.decision().remedies();
            boolean holds = wanted.isEmpty()
                    ? actual.isEmpty()
                    : wanted.entrySet().stream()
                            .allMatch(entry -> actual.stream()
                                    .anyMatch(remedy -> remedy.action().equals(entry.getKey())
                                            && (entry.getValue() == null
                                                    || remedy.effectiveFrom().equals(entry.getValue()))));
            return holds
                    ? Optional.empty()
                    : Optional.of(new Difference(
                            "remedies",
                            wanted.entrySet().stream()
                                    .map(entry ->
                                            entry.getKey() + (entry.getValue() == null ? "" : " " + entry.getValue()))
                                    .collect(Collectors.joining("、")),
                            actual.stream()
                                    .map(remedy -> remedy.action() + " " + remedy.effectiveFrom())
                                    .collect(Collectors.joining("、"))));
        }));
    }

    private void flags() {
        flag("basisUnverified", Applied::basisUnverified);
        flag("conditional", Applied::conditional);
        flag("disputed", Applied::disputed);
    }

    private void flag(String key, Predicate<Applied> holds) {
        if (!then.has(key)) {
            return;
        }
        List<String> wanted = measureCodes(key);
        exactly(
                key,
                wanted.stream().map(this::name).toList(),
                answered -> answered.decision().measures().stream()
                        .filter(holds)
                        .map(Applied::name)
                        .toList());
    }

    private void dates() {
        LocalDate until = then.dateOrNull("validUntil");
        if (until != null) {
            equal(
                    "validUntil",
                    until.toString(),
                    answered -> String.valueOf(answered.decision().validUntil()));
        }
    }

    private List<String> measureCodes(String key) {
        return Words.codes(then, key, catalogue.measureWords(), "措施", "measure");
    }

    /** The mapping at that key; empty where it is absent. */
    private Map<String, List<String>> texts(String key) {
        YamlMap map = then.has(key) ? then.map(key) : null;
        Map<String, List<String>> texts = new LinkedHashMap<>();
        if (map != null) {
            map.keys().forEach(word -> texts.put(word, map.texts(word)));
        }
        return texts;
    }

    private Map<String, List<String>> byMeasure(String key) {
        Map<String, List<String>> byCode = new LinkedHashMap<>();
        texts(key).forEach((word, values) -> {
            String code = Words.code(then, key, word, catalogue.measureWords(), "措施", "measure");
            if (code != null) {
                byCode.put(code, values);
            }
        });
        return byCode;
    }

    private @Nullable LocalDate date(String key, String value) {
        try {
            return LocalDate.parse(value);
        } catch (java.time.format.DateTimeParseException e) {
            then.error(
                    "not-a-date",
                    key,
                    value,
                    new Text("“" + key + "”的值“" + value + "”不是日期。", "The " + key + " (" + value + ") is no date."),
                    new Text("请写成 2018-09-01 的形式,且须为真实日期。", "Write a real date as 2018-09-01."));
            return null;
        }
    }

    private void add(String key, Function<Answered, Optional<Difference>> function) {
        expectations.add(Check.of(key, function));
    }

    private void equal(String key, String expected, Function<Answered, String> actual) {
        add(key, answered -> {
            String value = actual.apply(answered);
            return value.equals(expected) ? Optional.empty() : Optional.of(new Difference(key, expected, value));
        });
    }

    private void among(
            String key, List<String> wanted, Function<Answered, List<String>> actual, Function<String, String> word) {
        add(key, answered -> {
            List<String> values = actual.apply(answered);
            return values.containsAll(wanted)
                    ? Optional.empty()
                    : Optional.of(new Difference(key, joined(wanted, word), joined(values, word)));
        });
    }

    private void exactly(String key, List<String> wanted, Function<Answered, List<String>> actual) {
        add(key, answered -> {
            List<String> values = actual.apply(answered);
            return Set.copyOf(values).equals(Set.copyOf(wanted))
                    ? Optional.empty()
                    : Optional.of(new Difference(
                            key, joined(wanted, Function.identity()), joined(values, Function.identity())));
        });
    }

    private <V> void eachMeasure(
            String key, Map<String, V> wanted, Function<V, String> word, Function<Applied, V> actual) {
        if (wanted.isEmpty()) {
            return;
        }
        add(key, answered -> {
            List<String> wrong = new ArrayList<>();
            wanted.forEach((code, value) -> {
                Applied measure = answered.measure(code);
                if (measure == null) {
                    wrong.add(name(code) + ": -");
                } else if (!value.equals(actual.apply(measure))) {
                    wrong.add(name(code) + ": " + word.apply(actual.apply(measure)));
                }
            });
            return wrong.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Difference(
                            key,
                            wanted.entrySet().stream()
                                    .map(entry -> name(entry.getKey()) + ": " + word.apply(entry.getValue()))
                                    .collect(Collectors.joining("、")),
                            String.join("、", wrong)));
        });
    }

    private static List<String> measureCodesOf(Answered answered) {
        return answered.decision().measures().stream().map(Applied::code).toList();
    }

    /** Numbers and titles of the documents behind the measures. */
    private static List<String> cited(Answered answered) {
        Set<String> cited = new LinkedHashSet<>();
        for (Applied measure : answered.decision().measures()) {
            for (Citation citation : measure.citations()) {
                if (citation.docNo() != null) {
                    cited.add(citation.docNo());
                }
                cited.add(citation.title());
            }
        }
        return List.copyOf(cited);
    }

    private String name(String code) {
        return catalogue.findMeasure(code).map(measure -> measure.name()).orElse(code);
    }

    private String names(List<String> codes) {
        return joined(codes, this::name);
    }

    private String departmentNames(List<String> codes) {
        return joined(
                codes,
                code -> catalogue
                        .findDepartment(code)
                        .map(department -> department.name())
                        .orElse(code));
    }

    private String reasons(Map<String, Set<Reason>> withheld) {
        return withheld.isEmpty()
                ? "-"
                : withheld.entrySet().stream()
                        .map(entry -> name(entry.getKey())
                                + (entry.getValue().isEmpty()
                                        ? ""
                                        : ": "
                                                + entry.getValue().stream()
                                                        .map(Reason::chinese)
                                                        .collect(Collectors.joining("/"))))
                        .collect(Collectors.joining("、"));
    }

    private static String joined(List<String> values, Function<String, String> word) {
        return values.isEmpty() ? "-" : values.stream().map(word).collect(Collectors.joining("、"));
    }
}
