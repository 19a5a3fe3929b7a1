package org.jrp.rule;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Lexicon;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.Via;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/** Turns one sentence into one condition (条件读取): its words into codes, its numbers into numbers. */
final class ConditionReader {

    private static final int MOST_VALUES = 60;
    private static final int LONGEST_WORD_PARTS = 6;
    private static final LocalDate FIRST_DAY = LocalDate.of(1949, 10, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2100, 12, 31);
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern PLACE =
            Pattern.compile("(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])([0-9]{2}){0,2}");
    private static final List<Pattern> OTHER_SEPARATORS =
            List.of(Pattern.compile("[ \\u3000/\\\\;\uFF1B|+&]+"), Pattern.compile("[ \\u3000/\\\\;\uFF1B|+&和与及或]+"));
    private static final Map<String, SubjectKind> KIND_WORDS = kindWords();
    private static final Set<String> UNITS = Set.of("consortium-member", "agency", "expert");
    private static final Map<String, String> GATE_WORDS = Map.of(
            Gate.SUFFICIENT.chinese(), Gate.SUFFICIENT.code(),
            Gate.UNVERIFIED.chinese(), Gate.UNVERIFIED.code(),
            Gate.EXPIRED.chinese(), Gate.EXPIRED.code(),
            Gate.NONE.chinese(), Gate.NONE.code());

    private final Catalogue catalogue;
    private final Grounds grounds;

    ConditionReader(Catalogue catalogue, Grounds grounds) {
        this.catalogue = catalogue;
        this.grounds = grounds;
    }

    /** Whether the line opens a rule's conditions. */
    static boolean opens(String sentence) {
        return Arrays.stream(Sentence.values()).anyMatch(one -> one.opens() && one.match(sentence) != null);
    }

    /** Whether the line is a condition after the opening one. */
    static boolean condition(String sentence) {
        return Arrays.stream(Sentence.values()).anyMatch(one -> !one.opens() && one.match(sentence) != null);
    }

    /** Whether the line is, or begins like, a sentence with or without its dash. */
    static boolean looksLike(String line) {
        String sentence = line.startsWith("-") || line.startsWith("\uFF0D")
                ? line.substring(1).strip()
                : line;
        return Arrays.stream(Sentence.values()).anyMatch(one -> sentence.startsWith(one.lead()));
    }

    void open(RuleDraft rule, int number, String sentence) {
        for (Sentence one : Sentence.values()) {
            Matcher matcher = one.opens() ? one.match(sentence) : null;
            if (matcher != null) {
                rule.opening = one;
                rule.openingLine = number;
                rule.contextLine = number;
                switch (one) {
                    case LISTED ->
                        rule.lists = words(rule, number, matcher.group(1), "名单", "list", catalogue.listWords());
                    case KEY_ATTENTION_ENTRY -> rule.atoms.add(new Atom.UnderKeyAttention(sentence, number));
                    case PROPOSED -> {
                        String kind = matcher.group(1).strip();
                        if (!kind.equals("惩戒") && !kind.equals("激励")) {
                            rule.unknownWord(number, "措施性质", "kind", kind, List.of("惩戒", "激励"));
                        }
                        rule.atoms.add(new Atom.OfProposal("incentive == " + kind.equals("激励"), sentence, number));
                    }
                    default -> throw new IllegalStateException(one.name());
                }
                return;
            }
        }
        Sentence meant = unknownSentence(rule, number, sentence, true);
        rule.opening = meant == null ? Sentence.LISTED : meant;
        rule.gaps |= meant == null;
        rule.openingLine = number;
    }

    void condition(RuleDraft rule, int number, String sentence) {
        for (Sentence one : Sentence.values()) {
            Matcher matcher = one.opens() || one.principle() != rule.principle() ? null : one.match(sentence);
            if (matcher == null) {
                continue;
            }
            if (!rule.seen.add(one)) {
                rule.error(
                        "repeated-condition",
                        number,
                        sentence,
                        new Text(
                                "“" + one.template() + "”写了两次。", "The sentence (" + one.template() + ") stands twice."),
                        new Text("请合并为一句,值之间用“、”分隔。", "Make it one, with 、 between the values."));
                return;
            }
            inOrder(rule, number, sentence, one);
            atom(rule, number, sentence, one, matcher);
            return;
        }
        Sentence meant = unknownSentence(rule, number, sentence, false);
        if (meant == null) {
            rule.gaps = true;
        } else {
            rule.seen.add(meant);
        }
    }

    private static void inOrder(RuleDraft rule, int number, String sentence, Sentence one) {
        if (one != Sentence.MATTER && rule.seen.contains(Sentence.MATTER)) {
            rule.error(
                    "matter-not-last",
                    number,
                    sentence,
                    new Text("“事项为”必须是最后一个条件。", "事项为 must be the last condition."),
                    new Text("请把本行移到“事项为”之前。", "Move this line before it."));
        } else if (one == Sentence.CONTEXT && rule.seen.size() > 1) {
            rule.error(
                    "context-not-first",
                    number,
                    sentence,
                    new Text("“业务场景为”应紧接开头句。", "业务场景为 follows the opening sentence."),
                    new Text("请把本行移到开头句之下。", "Move this line below it."));
        }
    }

    private void atom(RuleDraft rule, int number, String sentence, Sentence one, Matcher matcher) {
        switch (one) {
            case CONTEXT -> {
                rule.contextLine = number;
                rule.contexts = words(rule, number, matcher.group(1), "业务场景", "context", catalogue.contextWords());
            }
            case KIND -> kinds(rule, number, sentence, matcher.group(1));
            case PERSON_OF_LISTED -> roles(rule, number, sentence, matcher.group(1), true);
            case LISTED_PERSON_OF -> roles(rule, number, sentence, matcher.group(1), false);
            case PERSONALLY_RESPONSIBLE -> rule.atoms.add(new Atom.PersonallyResponsible(sentence, number));
            case COURT_ORDER -> rule.atoms.add(new Atom.CourtOrder(sentence, number));
            case LISTED_LESS, LISTED_MORE -> listedFor(rule, number, sentence, one == Sentence.LISTED_MORE, matcher);
            case GROUND -> grounds(rule, number, sentence, matcher.group(1));
            case SEVERITY -> severities(rule, number, sentence, matcher.group(1));
            case BEFORE, AFTER -> recognised(rule, number, sentence, one == Sentence.BEFORE, matcher.group(1));
            case PLACE -> places(rule, number, sentence, matcher.group(1));
            case MATTER -> {
                List<String> codes = words(rule, number, matcher.group(1), "事项", "matter", catalogue.matterWords());
                rule.atoms.add(new Atom.MatterIs(
                        codes,
                        codes.stream()
                                .map(code -> catalogue
                                        .findMatter(code)
                                        .map(matter -> matter.name())
                                        .orElse(code))
                                .toList(),
                        sentence,
                        number));
            }
            case GATE_RESULT -> {
                List<String> codes = distinct(rule, number, matcher.group(1), word -> {
                    String code = GATE_WORDS.get(word);
                    if (code == null) {
                        rule.unknownWord(number, "审查结论", "gate result", word, GATE_WORDS.keySet());
                    }
                    return code == null ? List.of() : List.of('"' + code + '"');
                });
                proposal(rule, number, sentence, "gate in (" + String.join(", ", codes) + ")");
            }
            case NOT_IN_EDITION -> proposal(rule, number, sentence, "inEdition == false");
            case REPLACED -> proposal(rule, number, sentence, "replaced == true");
            case NOT_PUBLISHED -> proposal(rule, number, sentence, "published == false");
            case OUT_OF_TERRITORY -> proposal(rule, number, sentence, "inTerritory == false");
            case ANY_SANCTION -> proposal(rule, number, sentence, "anySanction == true");
            case UNDER_KEY_ATTENTION -> proposal(rule, number, sentence, "keyAttention == true");
            case MINOR_CORRECTED -> proposal(rule, number, sentence, "minorCorrected == true");
            case DISPUTED -> proposal(rule, number, sentence, "disputed == true");
            case RIGHTS_REDUCING -> proposal(rule, number, sentence, "rightsReducing == true");
            case THIRD_CLASS -> proposal(rule, number, sentence, "measureClass == 3");
            case LISTED, KEY_ATTENTION_ENTRY, PROPOSED -> throw new IllegalStateException(one.name());
        }
    }

    private static void proposal(RuleDraft rule, int number, String sentence, String constraint) {
        rule.atoms.add(new Atom.OfProposal(constraint, sentence, number));
    }

    private static void kinds(RuleDraft rule, int number, String sentence, String values) {
        List<SubjectKind> kinds = distinct(rule, number, values, word -> {
            SubjectKind kind = KIND_WORDS.get(word);
            if (kind != null) {
                return List.of(kind);
            }
            if (word.equals("单位")) {
                return Arrays.stream(SubjectKind.values())
                        .filter(SubjectKind::entity)
                        .toList();
            }
            Set<String> known = new LinkedHashSet<>(KIND_WORDS.keySet());
            known.add("单位");
            rule.unknownWord(number, "主体类型", "subject kind", word, known);
            return List.of();
        });
        rule.atoms.add(new Atom.KindIs(kinds, sentence, number));
    }

    private void roles(RuleDraft rule, int number, String sentence, String values, boolean personOfListed) {
        List<String> codes = words(rule, number, values, "角色", "role", catalogue.roleWords());
        List<String> names = codes.stream().map(this::roleName).toList();
        Optional<String> unit = codes.stream().filter(UNITS::contains).findFirst();
        Set<Via> vias = new LinkedHashSet<>();
        for (String code : codes) {
            vias.add(personOfListed ? Via.PERSON_OF_LISTED_ENTITY : via(code));
        }
        if (rule.via != Via.SELF) {
            rule.error(
                    "two-relations",
                    number,
                    sentence,
                    new Text("一条规则只能有一个方向的关联。", "A rule has one direction of relation."),
                    new Text("请拆为两条规则。", "Split it into two rules."));
        } else if (personOfListed && unit.isPresent()) {
            String name = roleName(unit.get());
            rule.error(
                    "role-direction",
                    number,
                    name,
                    new Text("“" + name + "”不是被列入单位的人员。", name + " is no person of a listed unit."),
                    new Text("请写“- 被列入者是主体的 " + name + "”,或删除该角色。", "Write - 被列入者是主体的 " + name + ", or remove it."));
        } else if (vias.size() > 1) {
            rule.error(
                    "two-relations",
                    number,
                    sentence,
                    new Text(
                            "联合体成员、代理机构、专家与单位人员不能写在同一句。",
                            "Members, agencies, experts and a unit's persons do not share a sentence."),
                    new Text("请拆为多条规则。", "Split it into rules of their own."));
        } else if (!vias.isEmpty()) {
            rule.via = vias.iterator().next();
            rule.atoms.add(new Atom.RoleIs(codes, names, sentence, number));
        }
    }

    private String roleName(String code) {
        return catalogue.findRole(code).map(role -> role.name()).orElse(code);
    }

    /** The direction that a role of the request opens. */
    private static Via via(String role) {
        return switch (role) {
            case "consortium-member" -> Via.CONSORTIUM;
            case "agency" -> Via.AGENCY;
            case "expert" -> Via.EXPERT;
            default -> Via.ENTITY_OF_LISTED_PERSON;
        };
    }

    private static void listedFor(RuleDraft rule, int number, String sentence, boolean atLeast, Matcher matcher) {
        String written = matcher.group(1);
        int amount = AMOUNT.matcher(written).matches() ? Integer.parseInt(written) : 0;
        Atom.Unit unit = switch (matcher.group(2)) {
            case "日", "天" -> Atom.Unit.DAY;
            case "年" -> Atom.Unit.YEAR;
            default -> Atom.Unit.MONTH;
        };
        int most = unit == Atom.Unit.YEAR ? 100 : unit == Atom.Unit.MONTH ? 1_200 : 36_500;
        if (amount < 1 || amount > most) {
            rule.error(
                    "malformed-amount",
                    number,
                    written,
                    new Text(
                            "“" + written + "”不是 1 至 " + most + " 之间的整数。",
                            "(" + written + ") is no whole number from 1 to " + most + "."),
                    new Text("请写半角阿拉伯数字,例如:列入未满 2 年", "Write digits, as in 列入未满 2 年"));
            return;
        }
        rule.atoms.add(new Atom.ListedFor(atLeast, amount, unit, sentence, number));
    }

    private void grounds(RuleDraft rule, int number, String sentence, String values) {
        List<String> words = new ArrayList<>();
        List<Integer> numbers = distinct(rule, number, values, word -> {
            int ground = grounds.number(word);
            if (ground < 0) {
                rule.unknownWord(number, "列入事由", "ground", word, grounds.words());
                return List.of();
            }
            words.add(word);
            return List.of(ground);
        });
        rule.atoms.add(new Atom.GroundIs(numbers, words, sentence, number));
    }

    private static void severities(RuleDraft rule, int number, String sentence, String values) {
        List<String> codes = distinct(rule, number, values, word -> switch (word) {
            case "轻微" -> List.of("minor");
            case "一般" -> List.of("general");
            case "严重" -> List.of("serious");
            default -> {
                rule.unknownWord(number, "失信程度", "severity", word, List.of("轻微", "一般", "严重"));
                yield List.of();
            }
        });
        rule.atoms.add(new Atom.SeverityIs(codes, sentence, number));
    }

    private static void recognised(RuleDraft rule, int number, String sentence, boolean before, String value) {
        LocalDate day = null;
        if (DATE.matcher(value).matches()) {
            try {
                day = LocalDate.parse(value);
            } catch (DateTimeParseException e) {
                // No such day in the calendar; reported below.
            }
        }
        if (day == null) {
            rule.error(
                    "not-a-date",
                    number,
                    value,
                    new Text("“" + value + "”不是日期。", "(" + value + ") is no date."),
                    new Text("请写成 2018-09-01 的形式,且须为真实日期。", "Write a real date as 2018-09-01."));
        } else if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
            rule.error(
                    "date-out-of-range",
                    number,
                    value,
                    new Text(
                            "日期“" + value + "”不在 " + FIRST_DAY + " 至 " + LAST_DAY + " 之间。",
                            "The date (" + value + ") is not within " + FIRST_DAY + " and " + LAST_DAY + "."),
                    new Text("请核对年份。", "Check the year."));
        } else {
            rule.atoms.add(new Atom.Recognised(before, day, sentence, number));
        }
    }

    private static void places(RuleDraft rule, int number, String sentence, String values) {
        List<String> places = distinct(rule, number, values, place -> {
            if (PLACE.matcher(place).matches()) {
                return List.of(place);
            }
            rule.error(
                    "wrong-place",
                    number,
                    place,
                    new Text("“" + place + "”不是行政区划代码。", "(" + place + ") is no division code."),
                    new Text(
                            "请写省级两位、市级四位或县级六位数字,例如 341182。",
                            "Write two digits for a province, four for a city, six for a county, as 341182."));
            return List.of();
        });
        rule.atoms.add(new Atom.PlaceIn(places, sentence, number));
    }

    /** What each value stands for, once each; the reader of a value says itself what is wrong with it. */
    private interface Value<T> {
        Collection<T> read(String word);
    }

    private static <T> List<T> distinct(RuleDraft rule, int number, String values, Value<T> value) {
        return distinct(rule, number, split(values), value);
    }

    private static <T> List<T> distinct(RuleDraft rule, int number, List<String> words, Value<T> value) {
        if (words.size() > MOST_VALUES) {
            rule.error(
                    "too-many-values",
                    number,
                    null,
                    new Text(
                            "一句中有 " + words.size() + " 个值,超过 " + MOST_VALUES + "。",
                            "The sentence has " + words.size() + " values, more than " + MOST_VALUES + "."),
                    new Text("请拆为多条规则。", "Split it into rules of their own."));
            return List.of();
        }
        Set<T> all = new LinkedHashSet<>();
        for (String word : words) {
            Collection<T> read = value.read(word);
            if (read.stream().anyMatch(all::contains)) {
                repeated(rule, number, word);
            }
            all.addAll(read);
        }
        return List.copyOf(all);
    }

    private static void repeated(RuleDraft rule, int number, String word) {
        rule.error(
                "repeated-word",
                number,
                word,
                new Text(
                        "“" + word + "”重复,或已包含在同句的另一个值中。",
                        "(" + word + ") stands twice, or is part of another value of the sentence."),
                new Text("请删除其一。", "Remove one."));
    }

    private static List<String> words(
            RuleDraft rule, int number, String values, String zh, String en, Lexicon lexicon) {
        return distinct(rule, number, split(values, lexicon), word -> {
            List<String> found = lexicon.all(word);
            if (found.size() == 1) {
                return found;
            }
            if (found.size() > 1) {
                rule.error(
                        "ambiguous-" + en,
                        number,
                        word,
                        new Text(zh + "“" + word + "”有歧义。", "The " + en + " (" + word + ") is ambiguous."),
                        new Text(
                                "请改用代码之一:" + String.join("、", found),
                                "Write one of the codes " + String.join(", ", found) + "."));
            } else if (!otherSeparator(rule, number, word, lexicon)) {
                rule.unknownWord(number, zh, en, word, lexicon.words());
            }
            return List.of();
        });
    }

    private static boolean otherSeparator(RuleDraft rule, int number, String word, Lexicon lexicon) {
        for (Pattern separators : OTHER_SEPARATORS) {
            List<String> parts = List.of(separators.split(word));
            if (parts.size() > 1
                    && parts.stream().allMatch(part -> lexicon.find(part).isPresent())) {
                String right = String.join("、", parts);
                rule.error(
                        "wrong-separator",
                        number,
                        word,
                        new Text("“" + word + "”中的几个值之间没有“、”。", "The values (" + word + ") are not parted by 、."),
                        new Text("请写“" + right + "”。", "Write " + right + "."));
                return true;
            }
        }
        return false;
    }

    /** The values of a list; a 、 that belongs to a known word does not part it. */
    private static List<String> split(String values, Lexicon lexicon) {
        List<String> parts = split(values);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < parts.size(); ) {
            int end = i + 1;
            for (int j = Math.min(parts.size(), i + LONGEST_WORD_PARTS); j > i + 1; j--) {
                if (!lexicon.all(String.join("、", parts.subList(i, j))).isEmpty()) {
                    end = j;
                    break;
                }
            }
            words.add(String.join("、", parts.subList(i, end)));
            i = end;
        }
        return words;
    }

    private static List<String> split(String values) {
        return Arrays.stream(values.split("[、,\uFF0C]", -1)).map(String::strip).toList();
    }

    /** The sentence that was meant, if one can be made out. */
    private static @Nullable Sentence unknownSentence(RuleDraft rule, int number, String sentence, boolean opening) {
        List<Sentence> fitting = Arrays.stream(Sentence.values())
                .filter(one -> one.opens() == opening && (opening || one.principle() == rule.principle()))
                .toList();
        Sentence meant = meant(sentence, fitting);
        String all = String.join(";", fitting.stream().map(Sentence::template).toList());
        rule.error(
                "unknown-sentence",
                number,
                sentence,
                new Text("不认识的句子“" + sentence + "”。", "The sentence (" + sentence + ") is not of the vocabulary."),
                meant == null
                        ? new Text("可用的句子:" + all, "Known: " + all)
                        : new Text("是否为“" + meant.template() + "”?", "Maybe " + meant.template() + "?"));
        return meant;
    }

    private static @Nullable Sentence meant(String sentence, List<Sentence> fitting) {
        for (Sentence one : fitting) {
            if (sentence.startsWith(one.lead())) {
                return one;
            }
        }
        List<String> leads = fitting.stream().map(Sentence::lead).toList();
        Optional<String> near = Nearest.to(sentence.split("[ \\u3000:\uFF1A]", 2)[0], leads);
        for (int i = 0; near.isEmpty() && i < leads.size(); i++) {
            String lead = leads.get(i);
            near = Nearest.to(sentence.substring(0, Math.min(lead.length(), sentence.length())), leads)
                    .filter(lead::equals);
        }
        Optional<String> found = near;
        return fitting.stream()
                .filter(one -> found.filter(one.lead()::equals).isPresent())
                .findFirst()
                .orElse(null);
    }

    private static Map<String, SubjectKind> kindWords() {
        Map<String, SubjectKind> words = new LinkedHashMap<>();
        for (SubjectKind kind : SubjectKind.values()) {
            words.put(kind.chinese(), kind);
        }
        return words;
    }
}
