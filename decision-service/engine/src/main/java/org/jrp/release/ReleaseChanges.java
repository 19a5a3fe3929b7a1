package org.jrp.release;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.Edition;
import org.jrp.catalogue.EditionChange;
import org.jrp.catalogue.EditionDiff;
import org.jrp.catalogue.EditionMeasure;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.LegalBasis;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Measure;
import org.jrp.catalogue.Provision;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.Via;
import org.jrp.rule.Action;
import org.jrp.rule.Atom;
import org.jrp.rule.Rule;
import org.jrp.rule.RuleSet;
import org.jspecify.annotations.Nullable;

/**
 * What a release changes (发布版本的政策变更): which measures, for whom, in which contexts, from which day. Editions are compared row by row,
 * rules by what they say and by the clause they put into effect; where a rule merely moved in its file nothing changed.
 *
 * @param before hash of the one release
 * @param after hash of the other
 * @param others changes of lists, of legal bases, and files that are none of these
 */
public record ReleaseChanges(
        String before,
        String after,
        List<EditionPart> editions,
        List<RulePart> rules,
        List<Other> others,
        Impact impact) {

    public ReleaseChanges {
        editions = List.copyOf(editions);
        rules = List.copyOf(rules);
        others = List.copyOf(others);
    }

    /** What became of an edition or a rule (变更类型). */
    public enum Change implements Coded {
        ADDED("added", "新增"),
        REMOVED("removed", "删除"),
        CHANGED("changed", "修改"),
        /** The rule stayed; the clause it puts into effect is another. */
        CLAUSE("clause", "条款变更");

        private final String code;
        private final String chinese;

        Change(String code, String chinese) {
            this.code = code;
            this.chinese = chinese;
        }

        @Override
        public String code() {
            return code;
        }

        @Override
        public String chinese() {
            return chinese;
        }
    }

    /**
     * An edition that came, went or changed.
     *
     * @param from first day it governs
     * @param to first day it no longer governs; null while open
     * @param added codes of the measures that came
     * @param removed codes of the measures that went
     * @param changed codes of the measures that changed
     * @param contexts codes of the contexts concerned; empty for all
     */
    public record EditionPart(
            Change change,
            String id,
            String title,
            LocalDate from,
            @Nullable LocalDate to,
            List<String> added,
            List<String> removed,
            List<String> changed,
            List<String> contexts,
            List<Text> sentences) {}

    /**
     * A rule that came, went or changed, or whose clause did.
     *
     * @param measure code of the measure; null for a principle
     * @param lists codes; empty for any
     * @param contexts codes, before and after together; empty for all
     * @param source document number or title, and clause
     * @param from first day of what it rests on
     * @param to first day on which that no longer counts; null while open
     * @param gone sentences of the rule, or fields of the clause, that stand there no longer
     * @param come those that stand there now
     */
    public record RulePart(
            Change change,
            String id,
            String name,
            @Nullable String provision,
            @Nullable String measure,
            List<String> lists,
            List<String> contexts,
            String source,
            LocalDate from,
            @Nullable LocalDate to,
            List<String> gone,
            List<String> come,
            Text text) {}

    /**
     * Something else that changed.
     *
     * @param kind {@code list}, {@code basis} or {@code file}
     */
    public record Other(
            String kind, String id, Change change, @Nullable LocalDate from, Text text) {}

    /**
     * Which days and contexts are concerned, as far as rules, editions and legal bases tell.
     *
     * @param from null where nothing is concerned
     * @param to first day that is not concerned any more; null while open
     * @param contexts codes; empty for all
     */
    public record Impact(@Nullable LocalDate from, @Nullable LocalDate to, List<String> contexts) {}

    /** Whether the two releases say the same. */
    public boolean isEmpty() {
        return editions.isEmpty() && rules.isEmpty() && others.isEmpty();
    }

    /**
     * What changed from the one to the other.
     *
     * @throws InvalidFilesException when one of them cannot be read
     */
    public static ReleaseChanges of(ReleaseFiles before, ReleaseFiles after) {
        return new Comparison(Side.of(before), Side.of(after)).changes();
    }

    /** A release as far as it is compared. */
    private record Side(ReleaseFiles files, Catalogue catalogue, RuleSet rules) {

        static Side of(ReleaseFiles files) {
            Catalogue catalogue = Catalogue.read(files.below("measure-catalogue"));
            return new Side(files, catalogue, RuleSet.read(files.below("rules"), catalogue));
        }
    }

    /** Compares two releases. */
    private static final class Comparison {

        private final Side before;
        private final Side after;

        Comparison(Side before, Side after) {
            this.before = before;
            this.after = after;
        }

        ReleaseChanges changes() {
            List<EditionPart> editions = editions();
            List<RulePart> rules = rules();
            List<Other> others = others();
            return new ReleaseChanges(
                    before.files().hash(),
                    after.files().hash(),
                    editions,
                    rules,
                    others,
                    impact(editions, rules, others));
        }

        private static Impact impact(List<EditionPart> editions, List<RulePart> rules, List<Other> others) {
            List<LocalDate> from = new ArrayList<>();
            List<@Nullable LocalDate> to = new ArrayList<>();
            Set<String> contexts = new TreeSet<>();
            boolean all = false;
            for (EditionPart one : editions) {
                from.add(one.from());
                to.add(one.to());
                all |= one.contexts().isEmpty();
                contexts.addAll(one.contexts());
            }
            for (RulePart one : rules) {
                from.add(one.from());
                to.add(one.to());
                all |= one.contexts().isEmpty();
                contexts.addAll(one.contexts());
            }
            for (Other one : others) {
                if (one.from() != null) {
                    from.add(one.from());
                    to.add(null);
                    all = true;
                }
            }
            LocalDate last = to.contains(null)
                    ? null
                    : to.stream()
                            .filter(Objects::nonNull)
                            .max(Comparator.naturalOrder())
                            .orElse(null);
            return new Impact(
                    from.stream().min(Comparator.naturalOrder()).orElse(null),
                    last,
                    all ? List.of() : List.copyOf(contexts));
        }

        private List<EditionPart> editions() {
            Map<String, Edition> first = editions(before.catalogue());
            Map<String, Edition> second = editions(after.catalogue());
            List<EditionPart> parts = new ArrayList<>();
            Set<String> ids = new LinkedHashSet<>(first.keySet());
            ids.addAll(second.keySet());
            for (String id : ids) {
                Edition old = first.get(id);
                Edition fresh = second.get(id);
                if (old == null && fresh != null) {
                    parts.add(whole(Change.ADDED, fresh));
                } else if (old != null && fresh == null) {
                    parts.add(whole(Change.REMOVED, old));
                } else if (old != null && fresh != null && !old.equals(fresh)) {
                    parts.add(changed(old, fresh));
                }
            }
            parts.sort(Comparator.comparing(EditionPart::from).thenComparing(EditionPart::id));
            return parts;
        }

        private static Map<String, Edition> editions(Catalogue catalogue) {
            Map<String, Edition> editions = new TreeMap<>();
            catalogue.editions().forEach(one -> editions.put(one.id(), one));
            return editions;
        }

        private EditionPart whole(Change change, Edition edition) {
            List<String> measures =
                    edition.measures().stream().map(EditionMeasure::code).toList();
            boolean came = change == Change.ADDED;
            String rows = edition.measures().isEmpty()
                    ? edition.items().size() + " 类"
                    : edition.measures().size() + " 项措施";
            return new EditionPart(
                    change,
                    edition.id(),
                    edition.title(),
                    edition.effectiveFrom(),
                    edition.effectiveTo(),
                    came ? measures : List.of(),
                    came ? List.of() : measures,
                    List.of(),
                    contexts(edition.measures()),
                    List.of(new Text(
                            (came ? "新增版次" : "删除版次") + ",共 " + rows + "。",
                            "Edition " + change.code() + ", with "
                                    + (edition.measures().isEmpty()
                                            ? edition.items().size() + " categories."
                                            : edition.measures().size() + " measures."))));
        }

        private EditionPart changed(Edition old, Edition fresh) {
            EditionDiff diff = EditionDiff.of(old, fresh);
            Set<String> added = new TreeSet<>();
            Set<String> removed = new TreeSet<>();
            Set<String> changed = new TreeSet<>();
            boolean head = false;
            for (EditionChange change : diff.changes(after.catalogue())) {
                if (change.part() != EditionChange.Part.MEASURE) {
                    head = true;
                    continue;
                }
                boolean inOld = old.has(change.code());
                boolean inFresh = fresh.has(change.code());
                (inOld && inFresh ? changed : inFresh ? added : removed).add(change.code());
            }
            List<EditionMeasure> rows = new ArrayList<>();
            for (Edition edition : List.of(old, fresh)) {
                edition.measures().stream()
                        .filter(row -> added.contains(row.code())
                                || removed.contains(row.code())
                                || changed.contains(row.code()))
                        .forEach(rows::add);
            }
            return new EditionPart(
                    Change.CHANGED,
                    fresh.id(),
                    fresh.title(),
                    earlier(old.effectiveFrom(), fresh.effectiveFrom()),
                    old.effectiveTo() == null || fresh.effectiveTo() == null
                            ? null
                            : later(old.effectiveTo(), fresh.effectiveTo()),
                    List.copyOf(added),
                    List.copyOf(removed),
                    List.copyOf(changed),
                    head ? List.of() : contexts(rows),
                    diff.sentences(after.catalogue()));
        }

        private static List<String> contexts(List<EditionMeasure> rows) {
            Set<String> contexts = new TreeSet<>();
            rows.forEach(row -> contexts.addAll(row.contexts()));
            return List.copyOf(contexts);
        }

        private List<RulePart> rules() {
            List<RulePart> parts = new ArrayList<>();
            Set<String> ids = new TreeSet<>();
            before.rules().rules().forEach(rule -> ids.add(rule.id()));
            after.rules().rules().forEach(rule -> ids.add(rule.id()));
            for (String id : ids) {
                Rule old = before.rules().find(id).orElse(null);
                Rule fresh = after.rules().find(id).orElse(null);
                if (old == null && fresh != null) {
                    parts.add(part(Change.ADDED, fresh, after, List.of(), said(fresh, after)));
                } else if (old != null && fresh == null) {
                    parts.add(part(Change.REMOVED, old, before, said(old, before), List.of()));
                } else if (old != null && fresh != null) {
                    compared(old, fresh, parts);
                }
            }
            parts.sort(Comparator.comparing(RulePart::from).thenComparing(RulePart::id));
            return parts;
        }

        private void compared(Rule old, Rule fresh, List<RulePart> parts) {
            List<String> first = said(old, before);
            List<String> second = said(fresh, after);
            boolean sameTie =
                    Objects.equals(old.provision(), fresh.provision()) && Objects.equals(old.basis(), fresh.basis());
            List<String> gone = new ArrayList<>(without(first, second));
            List<String> come = new ArrayList<>(without(second, first));
            if (!gone.isEmpty() || !come.isEmpty() || !sameTie) {
                if (!sameTie) {
                    gone.add(0, tie(old));
                    come.add(0, tie(fresh));
                }
                parts.add(merged(Change.CHANGED, old, fresh, gone, come));
                return;
            }
            if (fresh.provision() == null) {
                return;
            }
            List<String> clauseBefore = clause(before, fresh.provision());
            List<String> clauseAfter = clause(after, fresh.provision());
            if (!clauseBefore.equals(clauseAfter)) {
                parts.add(merged(
                        Change.CLAUSE,
                        old,
                        fresh,
                        without(clauseBefore, clauseAfter),
                        without(clauseAfter, clauseBefore)));
            }
        }

        private static String tie(Rule rule) {
            return rule.provision() == null ? "@basis " + rule.basis() : "@provision " + rule.provision();
        }

        /** The fields of a clause that answers and rules rest on, as texts. */
        private static List<String> clause(Side side, String id) {
            Provision one = side.catalogue().findProvision(id).orElse(null);
            if (one == null) {
                return List.of();
            }
            Instrument instrument =
                    side.catalogue().findInstrument(one.instrument()).orElse(null);
            return List.of(
                    "条款:" + (one.clause() == null ? "未核实" : one.clause()),
                    "措辞:" + one.text(),
                    "措施:" + one.measure(),
                    "效力:" + one.effect().chinese(),
                    "对象:" + one.targets(),
                    "名单:" + String.join("、", one.lists()),
                    "业务场景:" + String.join("、", one.contexts()),
                    "事项:" + String.join("、", one.matters()),
                    "关联:" + one.relations(),
                    "限定:" + String.join("、", one.qualifiers()),
                    "实施部门:" + String.join("、", one.departments()),
                    "依据:" + one.basis(),
                    "是否核实:" + (one.verified() ? "是" : "否"),
                    "文件效力:"
                            + (instrument == null
                                    ? ""
                                    : instrument.validFrom() + " 至 "
                                            + (instrument.validTo() == null ? "今" : instrument.validTo())
                                            + (instrument.docNo() == null ? "" : "," + instrument.docNo())));
        }

        /** The sentences of a rule, in the words of its file, without blanks and dashes. */
        private static List<String> said(Rule rule, Side side) {
            String[] lines = new String(side.files().bytes(rule.file()), StandardCharsets.UTF_8).split("\\R", -1);
            List<String> said = new ArrayList<>();
            for (int i = rule.openingLine() - 1; i < lines.length; i++) {
                String line = lines[i].strip();
                if (line.equals("结束")) {
                    break;
                }
                if (!line.isEmpty() && !line.startsWith("//") && !line.equals("那么") && !line.equals("当")) {
                    said.add(line.replaceFirst("^-\\s*", "").replaceAll("\\s+", " "));
                }
            }
            return said;
        }

        private static List<String> without(List<String> all, List<String> other) {
            return all.stream().filter(one -> !other.contains(one)).toList();
        }

        private RulePart merged(Change change, Rule old, Rule fresh, List<String> gone, List<String> come) {
            RulePart first = part(change, old, before, gone, come);
            RulePart second = part(change, fresh, after, gone, come);
            LocalDate from = earlier(first.from(), second.from());
            LocalDate to = first.to() == null || second.to() == null ? null : later(first.to(), second.to());
            return new RulePart(
                    change,
                    second.id(),
                    second.name(),
                    second.provision(),
                    second.measure(),
                    old.lists().isEmpty() || fresh.lists().isEmpty() ? List.of() : union(old.lists(), fresh.lists()),
                    old.contexts().isEmpty() || fresh.contexts().isEmpty()
                            ? List.of()
                            : union(old.contexts(), fresh.contexts()),
                    second.source(),
                    from,
                    to,
                    gone,
                    come,
                    second.text());
        }

        private static List<String> union(List<String> one, List<String> other) {
            Set<String> both = new TreeSet<>(one);
            both.addAll(other);
            return List.copyOf(both);
        }

        private RulePart part(Change change, Rule rule, Side side, List<String> gone, List<String> come) {
            Catalogue catalogue = side.catalogue();
            Provision provision = rule.provision() == null
                    ? null
                    : catalogue.findProvision(rule.provision()).orElse(null);
            Instrument instrument = provision == null
                    ? null
                    : catalogue.findInstrument(provision.instrument()).orElse(null);
            LegalBasis basis = rule.basis() == null
                    ? null
                    : catalogue.findBasis(rule.basis()).orElse(null);
            LocalDate from = Catalogue.FIRST_DAY;
            LocalDate to = null;
            String source = "";
            if (instrument != null && provision != null) {
                from = instrument.validFrom();
                to = instrument.validTo();
                source = (instrument.docNo() == null ? "《" + instrument.title() + "》" : instrument.docNo())
                        + (provision.clause() == null ? "(条款未核实)" : provision.clause());
            } else if (basis != null) {
                from = basis.validFrom() == null ? Catalogue.FIRST_DAY : basis.validFrom();
                to = basis.validTo();
                source = basis.citation();
            }
            String measure = rule.action() instanceof Action.Propose propose ? propose.measure() : null;
            return new RulePart(
                    change,
                    rule.id(),
                    rule.name(),
                    rule.provision(),
                    measure,
                    rule.lists(),
                    rule.contexts(),
                    source,
                    from,
                    to,
                    gone,
                    come,
                    text(change, rule, catalogue, from, to, source, gone, come));
        }

        private static Text text(
                Change change,
                Rule rule,
                Catalogue catalogue,
                LocalDate from,
                @Nullable LocalDate to,
                String source,
                List<String> gone,
                List<String> come) {
            String lists = rule.lists().isEmpty()
                    ? "列入任何名单的主体"
                    : rule.lists().stream()
                            .map(code ->
                                    catalogue.findList(code).map(ListType::name).orElse(code))
                            .map(name -> "“" + name + "”")
                            .collect(Collectors.joining("、"));
            String contexts = rule.contexts().isEmpty()
                    ? "各业务场景"
                    : rule.contexts().stream()
                            .map(code -> catalogue
                                    .findContext(code)
                                    .map(Context::name)
                                    .orElse(code))
                            .collect(Collectors.joining("、"));
            String via = rule.via() == Via.SELF ? "" : "(" + rule.via().chinese() + ")";
            String zh = change.chinese() + (change == Change.CLAUSE ? "(规则 " : "规则(") + rule.id() + "):对"
                    + (rule.principle() ? "拟用措施" : lists + via) + ",自 " + from + " 起"
                    + (to == null ? "" : "至 " + to + " 止") + ",在" + contexts + "中," + action(rule, catalogue)
                    + (source.isEmpty() ? "" : "(" + source + ")");
            String en = "Rule " + change.code() + " (" + rule.id() + "): "
                    + (rule.principle()
                            ? "proposed measures"
                            : rule.lists().isEmpty() ? "any list" : String.join(", ", rule.lists()))
                    + (rule.via() == Via.SELF ? "" : " via " + rule.via().code())
                    + ", from " + from + (to == null ? "" : " until " + to) + ", in "
                    + (rule.contexts().isEmpty() ? "all contexts" : String.join(", ", rule.contexts()))
                    + (rule.action() instanceof Action.Propose propose
                            ? ": " + propose.effect().code() + " " + propose.measure()
                            : "");
            boolean both = change == Change.CHANGED || change == Change.CLAUSE;
            if (both) {
                zh += "。原:" + (gone.isEmpty() ? "(无)" : String.join(";", gone)) + "。现:"
                        + (come.isEmpty() ? "(无)" : String.join(";", come));
                en += ". " + gone.size() + " sentence(s) gone, " + come.size() + " come";
            }
            return new Text(zh + "。", en + ".");
        }

        private static String action(Rule rule, Catalogue catalogue) {
            if (rule.action() instanceof Action.Propose propose) {
                return Action.Propose.word(propose.effect()) + "“"
                        + catalogue
                                .findMeasure(propose.measure())
                                .map(Measure::name)
                                .orElse(propose.measure())
                        + "”";
            }
            if (rule.action() instanceof Action.Withhold withhold) {
                return conditions(rule) + "不予适用(" + withhold.reason().chinese() + ")";
            }
            return conditions(rule) + "转为较弱效力或人工复核";
        }

        private static String conditions(Rule rule) {
            String words = rule.atoms().stream().map(Atom::sentence).collect(Collectors.joining(","));
            return words.isEmpty() ? "" : words + "的,";
        }

        private List<Other> others() {
            List<Other> others = new ArrayList<>();
            Set<String> told = new TreeSet<>(Set.of("measure-catalogue/digests.yaml"));
            lists(others);
            bases(others);
            told.add("measure-catalogue/lists.yaml");
            told.add("measure-catalogue/statutes.yaml");
            Set<String> paths = new TreeSet<>(before.files().paths());
            paths.addAll(after.files().paths());
            for (String path : paths) {
                byte[] first = bytes(before, path);
                byte[] second = bytes(after, path);
                boolean shownAbove = path.startsWith("rules/")
                        || path.startsWith("measure-catalogue/editions/")
                        || path.startsWith("measure-catalogue/instruments/")
                        || told.contains(path);
                if (!Arrays.equals(first, second) && !shownAbove) {
                    Change change = first == null ? Change.ADDED : second == null ? Change.REMOVED : Change.CHANGED;
                    others.add(new Other(
                            "file",
                            path,
                            change,
                            null,
                            new Text(
                                    change.chinese() + "文件 " + path + "。",
                                    "File " + change.code() + ": " + path + ".")));
                }
            }
            return others;
        }

        private static byte @Nullable [] bytes(Side side, String path) {
            return side.files().paths().contains(path) ? side.files().bytes(path) : null;
        }

        private void lists(List<Other> others) {
            Map<String, ListType> first = new TreeMap<>();
            Map<String, ListType> second = new TreeMap<>();
            before.catalogue().lists().forEach(one -> first.put(one.code(), unplaced(one)));
            after.catalogue().lists().forEach(one -> second.put(one.code(), unplaced(one)));
            Set<String> codes = new TreeSet<>(first.keySet());
            codes.addAll(second.keySet());
            for (String code : codes) {
                ListType old = first.get(code);
                ListType fresh = second.get(code);
                ListType shown = fresh == null ? old : fresh;
                if (shown != null && !Objects.equals(old, fresh)) {
                    Change change = old == null ? Change.ADDED : fresh == null ? Change.REMOVED : Change.CHANGED;
                    String fields = old == null || fresh == null ? "" : fields(old, fresh);
                    others.add(new Other(
                            "list",
                            code,
                            change,
                            Catalogue.FIRST_DAY,
                            new Text(
                                    change.chinese() + "名单“" + shown.name() + "”"
                                            + (fields.isEmpty() ? "" : ":" + fields) + "。",
                                    "List " + change.code() + ": " + code + ".")));
                }
            }
        }

        private static String fields(ListType old, ListType fresh) {
            List<String> fields = new ArrayList<>();
            if (!old.exits().equals(fresh.exits())) {
                fields.add("退出途径");
            }
            if (!old.terms().equals(fresh.terms())) {
                fields.add("期限");
            }
            if (old.freshnessDays() != fresh.freshnessDays()) {
                fields.add("数据时效 " + old.freshnessDays() + " 天改为 " + fresh.freshnessDays() + " 天");
            }
            if (!old.grounds().equals(fresh.grounds())) {
                fields.add("列入事由");
            }
            if (!old.recogniser().equals(fresh.recogniser())) {
                fields.add("认定部门");
            }
            if (!old.name().equals(fresh.name()) || !old.aliases().equals(fresh.aliases())) {
                fields.add("名称");
            }
            return String.join("、", fields);
        }

        private static ListType unplaced(ListType one) {
            return new ListType(
                    one.code(),
                    one.name(),
                    one.kind(),
                    one.aliases(),
                    one.recogniser(),
                    one.persons(),
                    one.personsCovered(),
                    one.terms(),
                    one.freshnessDays(),
                    one.grounds(),
                    one.exits(),
                    one.provenance(),
                    one.source(),
                    one.note(),
                    0);
        }

        private void bases(List<Other> others) {
            Map<String, LegalBasis> first = new TreeMap<>();
            Map<String, LegalBasis> second = new TreeMap<>();
            before.catalogue().bases().forEach(one -> first.put(one.id(), one));
            after.catalogue().bases().forEach(one -> second.put(one.id(), one));
            Set<String> ids = new TreeSet<>(first.keySet());
            ids.addAll(second.keySet());
            for (String id : ids) {
                LegalBasis old = first.get(id);
                LegalBasis fresh = second.get(id);
                LegalBasis shown = fresh == null ? old : fresh;
                boolean same = old != null
                        && fresh != null
                        && Objects.equals(old.validFrom(), fresh.validFrom())
                        && Objects.equals(old.validTo(), fresh.validTo())
                        && Objects.equals(old.successor(), fresh.successor())
                        && old.level() == fresh.level()
                        && old.verified() == fresh.verified()
                        && old.recordingOnly() == fresh.recordingOnly()
                        && old.citation().equals(fresh.citation());
                if (shown == null || same) {
                    continue;
                }
                Change change = old == null ? Change.ADDED : fresh == null ? Change.REMOVED : Change.CHANGED;
                others.add(new Other(
                        "basis",
                        id,
                        change,
                        since(old, fresh),
                        new Text(
                                change.chinese() + "依据" + shown.citation() + "(" + force(shown) + ")"
                                        + (old == null || fresh == null ? "" : ",原为(" + force(old) + ")") + "。",
                                "Legal basis " + change.code() + ": " + id + ".")));
            }
        }

        /** From which day the change of a basis can matter. */
        private static LocalDate since(@Nullable LegalBasis old, @Nullable LegalBasis fresh) {
            if (old != null
                    && fresh != null
                    && Objects.equals(old.validFrom(), fresh.validFrom())
                    && !Objects.equals(old.validTo(), fresh.validTo())) {
                LocalDate one = old.validTo() == null ? LocalDate.MAX : old.validTo();
                LocalDate other = fresh.validTo() == null ? LocalDate.MAX : fresh.validTo();
                return earlier(one, other);
            }
            LegalBasis shown = fresh == null ? old : fresh;
            LocalDate from = shown == null ? null : shown.validFrom();
            return from == null || from.isBefore(Catalogue.FIRST_DAY) ? Catalogue.FIRST_DAY : from;
        }

        private static String force(LegalBasis one) {
            return (one.validFrom() == null ? "" : "自 " + one.validFrom() + " ")
                    + (one.validTo() == null ? "现行" : "至 " + one.validTo() + " 止")
                    + (one.successor() == null ? "" : ",由 " + one.successor() + " 取代")
                    + (one.verified() ? "" : ",未核实");
        }

        private static LocalDate earlier(LocalDate one, LocalDate other) {
            return one.isBefore(other) ? one : other;
        }

        private static LocalDate later(LocalDate one, LocalDate other) {
            return one.isAfter(other) ? one : other;
        }
    }
}
