package org.jrp.rule;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Lexicon;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.Via;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * The strict reader of rule files (规则文件读取). Keywords stand at the start of a line, each other line is one sentence of the
 * vocabulary, each value a word of the catalogue; everything else is an error with its line. Nothing of the file's text
 * reaches the rule compiler: rules are written anew from codes and numbers.
 */
final class RuleReader {

    private static final int MOST_BYTES = 2 << 20;
    private static final int LONGEST_LINE = 2_000;
    private static final Pattern NAME = Pattern.compile("(规则|rule)\\s+\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z]+([.-][0-9A-Za-z]+)*");
    private static final Pattern ANNOTATION = Pattern.compile("@(provision|citation)\\(\"([^\"]*)\"\\)");
    private static final Pattern PLACE = Pattern.compile("\\d{2,6}");
    private static final Map<String, SubjectKind> KIND_WORDS = kindWords();
    private static final Map<String, String> GATE_WORDS = Map.of(
            Gate.SUFFICIENT.chinese(), Gate.SUFFICIENT.code(),
            Gate.UNVERIFIED.chinese(), Gate.UNVERIFIED.code(),
            Gate.EXPIRED.chinese(), Gate.EXPIRED.code(),
            Gate.NONE.chinese(), Gate.NONE.code());
    private static final List<String> ACTIONS = List.of(
            "应采取措施", "可参考措施", "列为重点监管", "应予公示", "提示", "给予激励", "不予适用", "转为可参考", "转为提示", "转为人工复核");

    private final String file;
    private final byte[] bytes;
    private final Catalogue catalogue;
    private final Grounds grounds;
    private final List<Problem> problems;
    private final List<Rule> rules = new ArrayList<>();

    private @Nullable Draft draft;

    RuleReader(String file, byte[] bytes, Catalogue catalogue, Grounds grounds, List<Problem> problems) {
        this.file = file;
        this.bytes = bytes;
        this.catalogue = catalogue;
        this.grounds = grounds;
        this.problems = problems;
    }

    /** A rule while its lines are read. */
    private static final class Draft {
        final int line;
        final String id;
        final String name;
        Part part = Part.HEAD;
        boolean sound = true;
        @Nullable String provision;
        @Nullable String basis;
        @Nullable Sentence opening;
        int openingLine;
        int contextLine;
        List<String> lists = List.of();
        List<String> contexts = List.of();
        Via via = Via.SELF;
        boolean matterSeen;
        final Set<Sentence> seen = new LinkedHashSet<>();
        final List<Atom> atoms = new ArrayList<>();
        final List<Action> actions = new ArrayList<>();

        Draft(int line, String id, String name) {
            this.line = line;
            this.id = id;
            this.name = name;
        }
    }

    private enum Part {
        HEAD,
        WHEN,
        THEN
    }

    List<Rule> read() {
        if (bytes.length > MOST_BYTES) {
            error(
                    "too-large",
                    0,
                    null,
                    new Text("文件超过 " + MOST_BYTES + " 字节。", "The file has more than " + MOST_BYTES + " bytes."),
                    new Text("请拆分为多个文件。", "Split it."));
            return List.of();
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            error(
                    "not-utf-8",
                    0,
                    null,
                    new Text("文件不是 UTF-8 编码。", "The file is not UTF-8."),
                    new Text("请另存为 UTF-8。", "Save it as UTF-8."));
            return List.of();
        }
        String[] lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\\r?\\n", -1);
        for (int i = 0; i < lines.length; i++) {
            readLine(i + 1, lines[i]);
        }
        Draft open = draft;
        if (open != null) {
            error(
                    "rule-not-ended",
                    open.line,
                    open.name,
                    new Text("规则“" + open.name + "”没有“结束”。", "The rule (" + open.name + ") has no end."),
                    new Text("请在后果之后另起一行写“结束”。", "Write 结束 (or end) on a line after its action."));
        } else if (rules.isEmpty() && problems.stream().noneMatch(problem -> problem.file().equals(file))) {
            error(
                    "no-rules",
                    0,
                    null,
                    new Text("文件中没有规则。", "The file has no rules."),
                    new Text("请写入规则,或删除此文件。", "Write a rule, or delete the file."));
        }
        return rules;
    }

    private void readLine(int number, String raw) {
        if (raw.length() > LONGEST_LINE) {
            spoil();
            error(
                    "line-too-long",
                    number,
                    raw,
                    new Text("本行有 " + raw.length() + " 个字符,超过 " + LONGEST_LINE + "。",
                            "The line has " + raw.length() + " characters, more than " + LONGEST_LINE + "."),
                    new Text("请拆分为多行。", "Split it."));
            return;
        }
        String line = straightQuotes(raw.strip());
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i)) && line.charAt(i) != '\t') {
                spoil();
                error(
                        "control-character",
                        number,
                        null,
                        new Text("本行含控制字符。", "The line contains a control character."),
                        new Text("请删除后重新输入。", "Remove it."));
                return;
            }
        }
        if (line.isEmpty() || line.startsWith("//")) {
            return;
        }
        Draft rule = draft;
        if (rule == null) {
            begin(number, line);
        } else {
            switch (rule.part) {
                case HEAD -> readHead(rule, number, line);
                case WHEN -> readWhen(rule, number, line);
                case THEN -> readThen(rule, number, line);
            }
        }
    }

    /** Full-width quotes do for the quotes around a rule's name and an annotation's value; inside a sentence they belong to a word. */
    private static String straightQuotes(String line) {
        return line.startsWith("规则") || line.startsWith("rule") || line.startsWith("@")
                ? line.replace('“', '"').replace('”', '"')
                : line;
    }

    private void begin(int number, String line) {
        Matcher matcher = NAME.matcher(line);
        if (!matcher.matches()) {
            if (line.startsWith("规则") || line.startsWith("rule")) {
                error(
                        "malformed-name",
                        number,
                        line,
                        new Text("规则名应写在一对引号内。", "The name of a rule stands between quotes."),
                        new Text("例如:规则 \"2016-141-m16 依法限制参加政府采购\"", "As in: 规则 \"2016-141-m16 …\""));
                draft = new Draft(number, "", line);
                draft.sound = false;
            } else {
                error(
                        "outside-rule",
                        number,
                        line,
                        new Text("规则之外只能有注释(//)。", "Only comments (//) may stand outside a rule."),
                        Nearest.mend(
                                line,
                                List.of("规则", "rule"),
                                new Text("规则文件不能含代码、import 或其他内容;请删除本行。", "A rule file holds no code, import or anything else; remove the line.")));
            }
            return;
        }
        String name = matcher.group(2).strip();
        String id = name.split("[ \\u3000]", 2)[0];
        draft = new Draft(number, id, name);
        if (!ID.matcher(id).matches()) {
            draft.sound = false;
            error(
                    "malformed-name",
                    number,
                    name,
                    new Text("规则名应以编号开头,编号由字母、数字和连字符组成。", "The name must begin with an id of letters, digits and hyphens."),
                    new Text("例如 2016-141-m16 依法限制参加政府采购", "As in 2016-141-m16 …"));
        }
    }

    private void readHead(Draft rule, int number, String line) {
        if (line.equals("当") || line.equals("when")) {
            rule.part = Part.WHEN;
            return;
        }
        Matcher matcher = ANNOTATION.matcher(line);
        if (!matcher.matches()) {
            unexpected(
                    rule,
                    number,
                    line,
                    new Text("规则名之后应为 @provision(\"…\") 或 @citation(\"…\"),然后是“当”。",
                            "After the name come @provision(\"…\") or @citation(\"…\"), then 当 (when)."));
            return;
        }
        String value = matcher.group(2);
        boolean provision = matcher.group(1).equals("provision");
        if (rule.provision != null || rule.basis != null) {
            rule.sound = false;
            error(
                    "repeated-annotation",
                    number,
                    line,
                    new Text("一条规则只能有一个 @provision 或 @citation。", "A rule has one @provision or one @citation."),
                    new Text("请删除多余的一个;一条规则落实一个条款。", "Remove one; one rule, one clause."));
            return;
        }
        if (provision) {
            rule.provision = value;
            if (catalogue.findProvision(value).isEmpty()) {
                rule.sound = false;
                error(
                        "unknown-provision",
                        number,
                        value,
                        new Text("条款“" + value + "”不存在。", "The provision (" + value + ") is not in the catalogue."),
                        Nearest.mend(
                                value,
                                catalogue.provisions().stream().map(one -> one.id()).toList(),
                                new Text("请核对条款编号。", "Check the id.")));
            }
        } else {
            rule.basis = value;
            if (catalogue.findBasis(value).isEmpty()) {
                rule.sound = false;
                error(
                        "unknown-basis",
                        number,
                        value,
                        new Text("依据“" + value + "”不存在。", "The basis (" + value + ") is not in statutes.yaml."),
                        Nearest.mend(
                                value,
                                catalogue.bases().stream().map(one -> one.id()).toList(),
                                new Text("请核对依据编号。", "Check the id.")));
            }
        }
    }

    private void readWhen(Draft rule, int number, String line) {
        if (line.equals("那么") || line.equals("then")) {
            rule.part = Part.THEN;
            if (rule.opening == null) {
                noOpening(rule, number);
            }
            return;
        }
        boolean dashed = line.startsWith("-") || line.startsWith("\uFF0D");
        String sentence = (dashed ? line.substring(1) : line).strip();
        if (!dashed) {
            if (rule.opening != null) {
                unexpected(
                        rule,
                        number,
                        line,
                        new Text("条件应以“- ”开头;一条规则只有一个开头句。", "A condition begins with \"- \"; a rule has one opening sentence."));
                return;
            }
            open(rule, number, sentence);
            return;
        }
        if (rule.opening == null) {
            noOpening(rule, number);
            rule.opening = Sentence.LISTED;
        }
        condition(rule, number, sentence);
    }

    private void noOpening(Draft rule, int number) {
        rule.sound = false;
        error(
                "no-opening",
                number,
                null,
                new Text("“当”之后应先写“主体被列入 …”。", "The first condition must be 主体被列入 …."),
                new Text("请补上开头句。", "Add the opening sentence."));
    }

    private void open(Draft rule, int number, String sentence) {
        for (Sentence one : Sentence.values()) {
            Matcher matcher = one.opens() ? one.match(sentence) : null;
            if (matcher != null) {
                rule.opening = one;
                rule.openingLine = number;
                rule.contextLine = number;
                switch (one) {
                    case LISTED -> rule.lists = words(rule, number, matcher.group(1), "名单", "list", catalogue.listWords());
                    case KEY_ATTENTION_ENTRY -> rule.atoms.add(new Atom.UnderKeyAttention(sentence, number));
                    case PROPOSED -> {
                        String kind = matcher.group(1).strip();
                        if (!kind.equals("惩戒") && !kind.equals("激励")) {
                            unknownWord(rule, number, "措施性质", "kind", kind, List.of("惩戒", "激励"));
                        }
                        rule.atoms.add(new Atom.OfProposal("incentive == " + kind.equals("激励"), sentence, number));
                    }
                    default -> throw new IllegalStateException(one.name());
                }
                return;
            }
        }
        rule.opening = Sentence.LISTED;
        unknownSentence(rule, number, sentence, true);
    }

    private void condition(Draft rule, int number, String sentence) {
        boolean principle = rule.opening != null && rule.opening.principle();
        for (Sentence one : Sentence.values()) {
            Matcher matcher = one.opens() || one.principle() != principle ? null : one.match(sentence);
            if (matcher == null) {
                continue;
            }
            if (!rule.seen.add(one)) {
                rule.sound = false;
                error(
                        "repeated-condition",
                        number,
                        sentence,
                        new Text("“" + one.template() + "”写了两次。", "The sentence (" + one.template() + ") stands twice."),
                        new Text("请合并为一句,值之间用“、”分隔。", "Make it one, with 、 between the values."));
                return;
            }
            if (rule.matterSeen) {
                rule.sound = false;
                error(
                        "matter-not-last",
                        number,
                        sentence,
                        new Text("“事项为”必须是最后一个条件。", "事项为 must be the last condition."),
                        new Text("请把本行移到“事项为”之前。", "Move this line before it."));
            }
            atom(rule, number, sentence, one, matcher);
            return;
        }
        unknownSentence(rule, number, sentence, false);
    }

    private void atom(Draft rule, int number, String sentence, Sentence one, Matcher matcher) {
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
                rule.matterSeen = true;
                List<String> words = split(matcher.group(1));
                rule.atoms.add(new Atom.MatterIs(
                        words(rule, number, matcher.group(1), "事项", "matter", catalogue.matterWords()),
                        words,
                        sentence,
                        number));
            }
            case GATE_RESULT -> {
                List<String> codes = new ArrayList<>();
                for (String word : split(matcher.group(1))) {
                    String code = GATE_WORDS.get(word);
                    if (code == null) {
                        unknownWord(rule, number, "审查结论", "gate result", word, GATE_WORDS.keySet());
                    } else {
                        codes.add('"' + code + '"');
                    }
                }
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

    private static void proposal(Draft rule, int number, String sentence, String constraint) {
        rule.atoms.add(new Atom.OfProposal(constraint, sentence, number));
    }

    private void kinds(Draft rule, int number, String sentence, String values) {
        Set<SubjectKind> kinds = new LinkedHashSet<>();
        for (String word : split(values)) {
            SubjectKind kind = KIND_WORDS.get(word);
            if (kind != null) {
                kinds.add(kind);
            } else if (word.equals("单位")) {
                Arrays.stream(SubjectKind.values()).filter(SubjectKind::entity).forEach(kinds::add);
            } else {
                Set<String> known = new LinkedHashSet<>(KIND_WORDS.keySet());
                known.add("单位");
                unknownWord(rule, number, "主体类型", "subject kind", word, known);
            }
        }
        rule.atoms.add(new Atom.KindIs(List.copyOf(kinds), sentence, number));
    }

    private void roles(Draft rule, int number, String sentence, String values, boolean personOfListed) {
        List<String> codes = words(rule, number, values, "角色", "role", catalogue.roleWords());
        if (rule.via != Via.SELF) {
            rule.sound = false;
            error(
                    "two-relations",
                    number,
                    sentence,
                    new Text("一条规则只能有一个方向的关联。", "A rule has one direction of relation."),
                    new Text("请拆为两条规则。", "Split it into two rules."));
            return;
        }
        Set<Via> vias = new LinkedHashSet<>();
        for (String code : codes) {
            vias.add(personOfListed ? Via.PERSON_OF_LISTED_ENTITY : via(code));
        }
        if (vias.size() > 1) {
            rule.sound = false;
            error(
                    "two-relations",
                    number,
                    sentence,
                    new Text("联合体成员、代理机构、专家与单位人员不能写在同一句。", "Members, agencies, experts and a unit's persons do not share a sentence."),
                    new Text("请拆为多条规则。", "Split it into rules of their own."));
            return;
        }
        if (!vias.isEmpty()) {
            rule.via = vias.iterator().next();
        }
        rule.atoms.add(new Atom.RoleIs(codes, split(values), sentence, number));
    }

    /** The direction that a role of the request opens. */
    static Via via(String role) {
        return switch (role) {
            case "consortium-member" -> Via.CONSORTIUM;
            case "agency" -> Via.AGENCY;
            case "expert" -> Via.EXPERT;
            default -> Via.ENTITY_OF_LISTED_PERSON;
        };
    }

    private void listedFor(Draft rule, int number, String sentence, boolean atLeast, Matcher matcher) {
        int amount;
        try {
            amount = Integer.parseInt(matcher.group(1));
        } catch (NumberFormatException e) {
            amount = -1;
        }
        if (amount < 1 || amount > 36_500) {
            rule.sound = false;
            error(
                    "malformed-amount",
                    number,
                    matcher.group(1),
                    new Text("“" + matcher.group(1) + "”不是 1 至 36500 之间的整数。", "(" + matcher.group(1)
                            + ") is no whole number from 1 to 36500."),
                    new Text("请写阿拉伯数字,例如:列入未满 2 年", "Write digits, as in 列入未满 2 年"));
            return;
        }
        Atom.Unit unit =
                switch (matcher.group(2)) {
                    case "日", "天" -> Atom.Unit.DAY;
                    case "年" -> Atom.Unit.YEAR;
                    default -> Atom.Unit.MONTH;
                };
        rule.atoms.add(new Atom.ListedFor(atLeast, amount, unit, sentence, number));
    }

    private void grounds(Draft rule, int number, String sentence, String values) {
        List<Integer> numbers = new ArrayList<>();
        for (String word : split(values)) {
            int ground = grounds.number(word);
            if (ground < 0) {
                unknownWord(rule, number, "列入事由", "ground", word, grounds.words());
            } else {
                numbers.add(ground);
            }
        }
        rule.atoms.add(new Atom.GroundIs(numbers, split(values), sentence, number));
    }

    private void severities(Draft rule, int number, String sentence, String values) {
        List<String> codes = new ArrayList<>();
        for (String word : split(values)) {
            switch (word) {
                case "轻微" -> codes.add("minor");
                case "一般" -> codes.add("general");
                case "严重" -> codes.add("serious");
                default -> unknownWord(rule, number, "失信程度", "severity", word, List.of("轻微", "一般", "严重"));
            }
        }
        rule.atoms.add(new Atom.SeverityIs(codes, sentence, number));
    }

    private void recognised(Draft rule, int number, String sentence, boolean before, String value) {
        try {
            rule.atoms.add(new Atom.Recognised(before, LocalDate.parse(value), sentence, number));
        } catch (DateTimeParseException e) {
            rule.sound = false;
            error(
                    "not-a-date",
                    number,
                    value,
                    new Text("“" + value + "”不是日期。", "(" + value + ") is no date."),
                    new Text("请写成 2018-09-01 的形式,且须为真实日期。", "Write a real date as 2018-09-01."));
        }
    }

    private void places(Draft rule, int number, String sentence, String values) {
        List<String> places = split(values);
        for (String place : places) {
            if (!PLACE.matcher(place).matches()) {
                rule.sound = false;
                error(
                        "wrong-place",
                        number,
                        place,
                        new Text("“" + place + "”不是行政区划代码。", "(" + place + ") is no division code."),
                        new Text("请写二至六位数字。", "Write two to six digits."));
                return;
            }
        }
        rule.atoms.add(new Atom.PlaceIn(places, sentence, number));
    }

    private void readThen(Draft rule, int number, String line) {
        if (line.equals("结束") || line.equals("end")) {
            end(rule, number);
            return;
        }
        String[] words = line.split("[ \\u3000\\t]+", 2);
        String verb = words[0];
        String value = words.length < 2 ? "" : words[1].strip();
        boolean principle = rule.opening != null && rule.opening.principle();
        Optional<Effect> effect = Action.Propose.effect(verb);
        Action action = null;
        if (effect.isPresent() && !principle) {
            List<String> codes = catalogue.measureWords().all(value);
            if (codes.size() == 1) {
                action = new Action.Propose(effect.get(), codes.get(0), number);
            } else {
                unknownWord(rule, number, "措施", "measure", value, catalogue.measureWords().words());
            }
        } else if (verb.equals("不予适用") && principle) {
            String reason = value.startsWith("因为") ? value.substring(2).strip() : "";
            Reason found = Arrays.stream(Reason.values())
                    .filter(one -> one.chinese().equals(reason))
                    .findFirst()
                    .orElse(null);
            if (found == null) {
                unknownWord(
                        rule,
                        number,
                        "理由",
                        "reason",
                        reason,
                        Arrays.stream(Reason.values()).map(Coded::chinese).toList());
            } else {
                action = new Action.Withhold(found, number);
            }
        } else if (line.equals("转为可参考") && principle) {
            action = new Action.Qualify(Effect.REFERENCE, null, number);
        } else if (line.equals("转为提示") && principle) {
            action = new Action.Qualify(Effect.INFORM, null, number);
        } else if (verb.equals("转为人工复核") && principle && value.startsWith("因为")) {
            String reason = value.substring(2).strip();
            if (reason.isEmpty() || reason.length() > 40) {
                unknownWord(rule, number, "理由", "reason", reason, List.of("记录存在异议"));
            } else {
                action = new Action.Qualify(null, reason, number);
            }
        } else {
            rule.sound = false;
            error(
                    "unknown-action",
                    number,
                    line,
                    new Text(
                            effect.isPresent() || ACTIONS.contains(verb)
                                    ? "“" + verb + "”不能用在这一类规则中。"
                                    : "不认识的后果“" + line + "”。",
                            "The action (" + line + ") is not known here."),
                    Nearest.mend(
                            verb,
                            ACTIONS,
                            new Text("可用:" + String.join("、", ACTIONS), "Known: " + String.join(", ", ACTIONS))));
            rule.actions.add(new Action.Qualify(null, null, number));
            return;
        }
        rule.actions.add(action == null ? new Action.Qualify(null, null, number) : action);
        if (rule.actions.size() == 2) {
            rule.sound = false;
            error(
                    "two-actions",
                    number,
                    line,
                    new Text("一条规则只能有一个后果。", "A rule has one action."),
                    new Text("请拆为两条规则。", "Split it into two rules."));
        }
    }

    private void end(Draft rule, int number) {
        draft = null;
        if (rule.actions.isEmpty()) {
            rule.sound = false;
            error(
                    "no-action",
                    number,
                    rule.name,
                    new Text("规则“" + rule.name + "”没有后果。", "The rule (" + rule.name + ") has no action."),
                    new Text("请在“那么”之后写一个后果。", "Write one after 那么."));
        }
        if (rule.provision == null && rule.basis == null) {
            rule.sound = false;
            error(
                    "no-citation",
                    rule.line,
                    rule.name,
                    new Text("规则“" + rule.name + "”没有依据。", "The rule (" + rule.name + ") cites nothing."),
                    new Text("请补上 @provision(\"条款编号\")。", "Add @provision(\"…\")."));
        }
        if (rule.opening == Sentence.LISTED && rule.contexts.isEmpty() && !rule.seen.contains(Sentence.CONTEXT)) {
            rule.sound = false;
            error(
                    "no-context",
                    rule.line,
                    rule.name,
                    new Text("规则“" + rule.name + "”没有业务场景。", "The rule (" + rule.name + ") names no context."),
                    new Text("请补上“- 业务场景为 …”。", "Add - 业务场景为 …."));
        }
        if (rule.sound) {
            rules.add(new Rule(
                    0,
                    rule.id,
                    rule.name,
                    file,
                    rule.line,
                    rule.openingLine,
                    rule.contextLine,
                    rule.provision,
                    rule.basis,
                    rule.opening != null && rule.opening.principle(),
                    rule.lists,
                    rule.contexts,
                    rule.via,
                    rule.atoms,
                    rule.actions.get(0)));
        }
    }

    private List<String> words(Draft rule, int number, String values, String zh, String en, Lexicon lexicon) {
        List<String> codes = new ArrayList<>();
        for (String word : split(values, lexicon)) {
            List<String> found = lexicon.all(word);
            if (found.size() == 1) {
                if (codes.contains(found.get(0))) {
                    rule.sound = false;
                    error(
                            "repeated-word",
                            number,
                            word,
                            new Text("“" + word + "”写了两次。", "(" + word + ") stands twice."),
                            new Text("请删除其一。", "Remove one."));
                } else {
                    codes.add(found.get(0));
                }
            } else {
                unknownWord(rule, number, zh, en, word, lexicon.words());
            }
        }
        return codes;
    }

    /** The values of a list; a 、 that belongs to a known word does not part it. */
    private static List<String> split(String values, Lexicon lexicon) {
        List<String> parts = split(values);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < parts.size(); ) {
            int end = i + 1;
            for (int j = parts.size(); j > i + 1; j--) {
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

    private void unknownWord(
            Draft rule, int number, String zh, String en, String word, java.util.Collection<String> known) {
        rule.sound = false;
        error(
                "unknown-" + en.replace(' ', '-'),
                number,
                word,
                new Text(zh + "“" + word + "”不存在。", "The " + en + " (" + word + ") is not known."),
                Nearest.mend(word, known, new Text("请使用目录中的" + zh + "名称。", "Use a " + en + " of the catalogue.")));
    }

    private void unknownSentence(Draft rule, int number, String sentence, boolean opening) {
        rule.sound = false;
        boolean principle = rule.opening != null && rule.opening.principle();
        List<Sentence> fitting = Arrays.stream(Sentence.values())
                .filter(one -> one.opens() == opening && (opening || one.principle() == principle))
                .toList();
        Optional<String> nearest = Nearest.to(
                        lead(sentence), fitting.stream().map(Sentence::lead).toList())
                .flatMap(lead -> fitting.stream()
                        .filter(one -> one.lead().equals(lead))
                        .map(Sentence::template)
                        .findFirst());
        String all = String.join(
                ";", fitting.stream().map(Sentence::template).toList());
        error(
                "unknown-sentence",
                number,
                sentence,
                new Text("不认识的句子“" + sentence + "”。", "The sentence (" + sentence + ") is not of the vocabulary."),
                nearest.map(near -> new Text("是否为“" + near + "”?", "Maybe " + near + "?"))
                        .orElse(new Text("可用的句子:" + all, "Known: " + all)));
    }

    private static String lead(String sentence) {
        int blank = sentence.indexOf(' ');
        return blank < 0 ? sentence : sentence.substring(0, blank);
    }

    private void unexpected(Draft rule, int number, String line, Text expected) {
        rule.sound = false;
        error("unexpected-line", number, line, new Text("不应出现的内容“" + line + "”。", "(" + line + ") does not belong here."), expected);
        if (line.equals("结束") || line.equals("end")) {
            draft = null;
        }
    }

    private void spoil() {
        if (draft != null) {
            draft.sound = false;
        }
    }

    private void error(String code, int line, @Nullable String value, Text message, Text mend) {
        problems.add(Problem.error(code, file, line, 0, value, message, mend));
    }

    private static Map<String, SubjectKind> kindWords() {
        Map<String, SubjectKind> words = new java.util.LinkedHashMap<>();
        for (SubjectKind kind : SubjectKind.values()) {
            words.put(kind.chinese(), kind);
        }
        return words;
    }
}
