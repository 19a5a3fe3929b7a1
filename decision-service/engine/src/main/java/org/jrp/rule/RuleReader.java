package org.jrp.rule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.LegalBasis;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Provision;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/**
 * The strict reader of rule files (规则文件读取). Keywords stand alone on a line, each other line is one sentence of the
 * vocabulary, each value a word of the catalogue; everything else is an error with its line. Nothing of the file's text
 * reaches the rule compiler: rules are written anew from codes and numbers.
 *
 * <p>After an error the reader goes on as if the line had been what was meant, so that one mistake makes one problem.
 */
final class RuleReader {

    private static final int MOST_RULES = 5_000;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_ID = 64;
    static final Pattern NAME = Pattern.compile("(规则|rule)[ \\u3000\\t]+\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile("(?=\\D*\\d)[0-9A-Za-z]++([.-][0-9A-Za-z]++)*+");
    private static final Pattern ANNOTATION = Pattern.compile("@(provision|citation)\\(\"([^\"]*)\"\\)");
    private static final Pattern ANNOTATION_MEANT =
            Pattern.compile("[@\uFF20]\\s*(\\w*)\\s*[(\uFF08]?\\s*[\"'‘’“”]?([^\"'‘’“”()\uFF08\uFF09]*).*");
    private static final Pattern CODE = Pattern.compile(
            "(import|package|function|global|declare|query|dialect|unit|salience|eval|from|extends|agenda-group|ruleflow-group"
                    + "|no-loop|lock-on-active|auto-focus|enabled|duration|timer|date-effective|date-expires|template|public|class"
                    + "|static|void|modify|insert|update|delete|retract|/\\*|#|<|\\{).*");

    private final String file;
    private final byte[] bytes;
    private final Catalogue catalogue;
    private final FileProblems problems;
    private final ConditionReader conditions;
    private final ActionReader actions;
    private final List<Rule> rules = new ArrayList<>();
    private final Set<String> unsoundProvisions = new LinkedHashSet<>();

    private @Nullable RuleDraft draft;
    private boolean anyRule;
    private int lastOutside = -1;

    RuleReader(String file, byte[] bytes, Catalogue catalogue, Grounds grounds, List<Problem> problems) {
        this.file = file;
        this.bytes = bytes;
        this.catalogue = catalogue;
        this.problems = new FileProblems(file, problems);
        this.conditions = new ConditionReader(catalogue, grounds);
        this.actions = new ActionReader(catalogue);
    }

    List<Rule> read() {
        List<RuleLine> lines = RuleLine.of(bytes, problems);
        for (RuleLine line : lines) {
            if (problems.full()) {
                break;
            }
            if (rules.size() >= MOST_RULES) {
                problems.error(
                        "too-many-rules",
                        line.number(),
                        null,
                        new Text("规则超过 " + MOST_RULES + " 条。", "The file has more than " + MOST_RULES + " rules."),
                        new Text("请拆分为多个文件。", "Split it."));
                return rules;
            }
            readLine(line);
        }
        if (draft != null) {
            notEnded(draft, lines.size());
        } else if (!anyRule && problems.none()) {
            problems.error(
                    "no-rules",
                    0,
                    null,
                    new Text("文件中没有规则。", "The file has no rules."),
                    new Text("请写入规则,或删除此文件。", "Write a rule, or delete the file."));
        }
        return rules;
    }

    /** Provisions that rules cite which could not be read; nothing can be said about what those rules lack. */
    Set<String> unsoundProvisions() {
        return unsoundProvisions;
    }

    private void readLine(RuleLine line) {
        RuleDraft rule = draft;
        if (line.spoilt() && rule != null) {
            rule.sound = false;
            rule.gaps |= line.text().isEmpty();
        }
        String text = straightQuotes(line.text());
        if (text.isEmpty() || text.startsWith("//")) {
            return;
        }
        if (isHeader(text)) {
            if (rule != null) {
                notEnded(rule, line.number());
            }
            begin(line.number(), text, !line.spoilt());
            return;
        }
        text = withoutComment(line.number(), text);
        if (rule == null) {
            readOutside(line.number(), text);
            return;
        }
        switch (rule.part) {
            case HEAD -> readHead(rule, line.number(), text);
            case WHEN -> readWhen(rule, line.number(), text);
            case THEN -> readThen(rule, line.number(), text);
        }
        rule.lastLine = line.number();
    }

    /** Full-width quotes do for the quotes around a rule's name and an annotation's value; inside a sentence they belong to a word. */
    private static String straightQuotes(String line) {
        return line.startsWith("规则") || line.startsWith("rule") || line.startsWith("@")
                ? line.replace('“', '"').replace('”', '"')
                : line;
    }

    private String withoutComment(int number, String text) {
        int comment = text.indexOf("//");
        if (comment <= 0) {
            return text;
        }
        error(
                "trailing-comment",
                number,
                text.substring(comment),
                new Text("注释须单独成行。", "A comment stands on a line of its own."),
                new Text("请把“" + text.substring(comment) + "”移到上一行。", "Move it to the line above."));
        problems.close(number);
        return text.substring(0, comment).strip();
    }

    private static boolean isHeader(String text) {
        return Keyword.RULE.is(text) || (text.length() < 300 && Keyword.RULE.meantBefore(text));
    }

    private void readOutside(int number, String text) {
        if (Keyword.WHEN.is(text) || text.startsWith("@")) {
            error(
                    "missing-keyword",
                    number,
                    text,
                    new Text("此处之前缺少规则名一行。", "The line with the rule's name is missing above."),
                    new Text("请补上一行:规则 \"编号 名称\"", "Add the line: 规则 \"id name\""));
            problems.close(number);
            RuleDraft rule = new RuleDraft(number, "", "", false, problems);
            rule.gaps = true;
            draft = rule;
            anyRule = true;
            readHead(rule, number, text);
            return;
        }
        boolean follows = lastOutside == number - 1 && !CODE.matcher(text).matches();
        lastOutside = number;
        if (follows) {
            return;
        }
        boolean sentence = Stream.of(Sentence.values()).anyMatch(one -> text.contains(one.lead()))
                || Keyword.END.is(text)
                || Keyword.THEN.is(text);
        problems.error(
                "outside-rule",
                number,
                text,
                new Text("规则之外只能有注释(//)。", "Only comments (//) may stand outside a rule."),
                sentence
                        ? new Text("请把本行移到规则之内,或删除。", "Move the line into a rule, or remove it.")
                        : new Text(
                                "规则文件不能含代码、import 或其他内容;请删除本行,注释请以 // 开头。",
                                "A rule file holds no code, import or anything else; remove the line, or begin it with"
                                        + " //."));
    }

    private void begin(int number, String text, boolean sound) {
        anyRule = true;
        Matcher matcher = NAME.matcher(text);
        if (matcher.matches()) {
            String name = matcher.group(2).strip();
            String id = name.split("[ \\u3000]", 2)[0];
            RuleDraft rule = new RuleDraft(number, id, name, sound, problems);
            draft = rule;
            if (!ID.matcher(id).matches() || id.length() > LONGEST_ID || name.length() > LONGEST_NAME) {
                rule.error(
                        "malformed-name",
                        number,
                        name,
                        new Text(
                                "规则名应以编号开头,编号由字母、数字和连字符组成且含数字,全名不超过 " + LONGEST_NAME + " 字。",
                                "The name must begin with an id of letters, digits and hyphens, with a digit, and have"
                                        + " at most "
                                        + LONGEST_NAME + " characters."),
                        new Text("例如 2016-141-m16 依法限制参加政府采购", "As in 2016-141-m16 …"));
            }
            return;
        }
        RuleDraft rule = new RuleDraft(number, "", text, false, problems);
        rule.gaps = text.contains("@");
        draft = rule;
        if (Keyword.RULE.begins(text)) {
            rule.error(
                    "malformed-name",
                    number,
                    text,
                    new Text(
                            "“规则”之后应有空格,规则名应写在一对引号内,其后不能有别的内容。",
                            "After 规则 come a blank and the name between two quotes, and nothing else."),
                    new Text("例如:规则 \"2016-141-m16 依法限制参加政府采购\"", "As in: 规则 \"2016-141-m16 …\""));
        } else {
            misspelt(rule, Keyword.RULE, number, text);
        }
    }

    private static void misspelt(RuleDraft rule, Keyword keyword, int number, String text) {
        rule.error(
                "unknown-keyword",
                number,
                text,
                new Text("不认识的关键词“" + text + "”。", "The keyword (" + text + ") is not known."),
                new Text(
                        "是否为“" + keyword.chinese() + "”?关键词须单独成行。",
                        "Maybe " + keyword.chinese() + "? It stands alone on its line."));
    }

    private void missing(RuleDraft rule, Keyword keyword, int number, String text) {
        rule.error(
                "missing-keyword",
                number,
                text,
                new Text(
                        "此处之前缺少“" + keyword.chinese() + "”。",
                        keyword.chinese() + " (" + keyword.english() + ") is missing before this line."),
                new Text("请在本行之前另起一行写“" + keyword.chinese() + "”。", "Write it on a line of its own before this one."));
        problems.close(number);
    }

    private void notEnded(RuleDraft rule, int before) {
        draft = null;
        int at = Math.min(rule.lastLine + 1, before);
        remember(rule);
        problems.error(
                "rule-not-ended",
                at,
                rule.name,
                new Text(
                        "第 " + rule.line + " 行的规则“" + rule.name + "”没有“结束”。",
                        "The rule (" + rule.name + ") of line " + rule.line + " has no end."),
                new Text("请在后果之后另起一行写“结束”。", "Write 结束 (or end) on a line after its action."));
    }

    private void readHead(RuleDraft rule, int number, String text) {
        Optional<String> first = Keyword.WHEN.stuckTo(text);
        if (Keyword.WHEN.is(text)) {
            rule.part = RuleDraft.Part.WHEN;
        } else if (text.startsWith("@") || text.startsWith("\uFF20")) {
            annotation(rule, number, text);
        } else if (Keyword.THEN.is(text)) {
            missing(rule, Keyword.WHEN, number, text);
            rule.gaps = true;
            rule.part = RuleDraft.Part.THEN;
        } else if (Keyword.END.is(text)) {
            missing(rule, Keyword.WHEN, number, text);
            abandon(rule);
        } else if (Keyword.WHEN.meant(text) || first.isPresent()) {
            misspelt(rule, Keyword.WHEN, number, text);
            rule.part = RuleDraft.Part.WHEN;
            if (first.isPresent()) {
                problems.close(number);
                readWhen(rule, number, first.get());
            }
        } else if (ConditionReader.looksLike(text) || ActionReader.looksLike(text)) {
            missing(rule, Keyword.WHEN, number, text);
            rule.part = RuleDraft.Part.WHEN;
            readWhen(rule, number, text);
        } else {
            rule.gaps = true;
            unexpected(
                    rule,
                    number,
                    text,
                    new Text(
                            "规则名之后应为 @provision(\"…\") 或 @citation(\"…\"),然后是“当”。",
                            "After the name come @provision(\"…\") or @citation(\"…\"), then 当 (when)."));
        }
    }

    private void annotation(RuleDraft rule, int number, String text) {
        Matcher matcher = ANNOTATION.matcher(text);
        if (!matcher.matches()) {
            Matcher meant = ANNOTATION_MEANT.matcher(text);
            String word = meant.matches() ? meant.group(1) : "";
            String value = meant.matches() ? meant.group(2).strip() : "";
            boolean known = List.of("provision", "citation").contains(word);
            Optional<String> near = known ? Optional.of(word) : Nearest.to(word, List.of("provision", "citation"));
            String right = "@" + near.orElse("provision") + "(\"" + (value.isEmpty() ? "…" : value) + "\")";
            rule.gaps = true;
            rule.error(
                    known ? "malformed-annotation" : "unknown-annotation",
                    number,
                    text,
                    known
                            ? new Text("@" + word + " 的写法不对。", "@" + word + " is malformed.")
                            : new Text("不认识的标注“" + text + "”。", "The annotation (" + text + ") is not known."),
                    near.isPresent()
                            ? new Text("请写 " + right + ",用半角括号和引号。", "Write " + right + ".")
                            : new Text(
                                    "只能用 @provision(\"…\") 或 @citation(\"…\");请删除本行。",
                                    "Only @provision(\"…\") and @citation(\"…\") are known; remove the line."));
            return;
        }
        if (rule.provision != null || rule.basis != null) {
            rule.error(
                    "repeated-annotation",
                    number,
                    text,
                    new Text("一条规则只能有一个 @provision 或 @citation。", "A rule has one @provision or one @citation."),
                    new Text("请删除多余的一个;一条规则落实一个条款。", "Remove one; one rule, one clause."));
            return;
        }
        String value = matcher.group(2);
        rule.citationLine = number;
        if (matcher.group(1).equals("provision")) {
            rule.provision = value;
            if (catalogue.findProvision(value).isEmpty()) {
                unknownCitation(
                        rule,
                        number,
                        "unknown-provision",
                        value,
                        new Text("条款“" + value + "”不存在。", "The provision (" + value + ") is not in the catalogue."),
                        catalogue.provisions().stream().map(Provision::id).toList());
            }
        } else {
            rule.basis = value;
            if (catalogue.findBasis(value).isEmpty()) {
                unknownCitation(
                        rule,
                        number,
                        "unknown-basis",
                        value,
                        new Text("依据“" + value + "”不存在。", "The basis (" + value + ") is not in statutes.yaml."),
                        catalogue.bases().stream().map(LegalBasis::id).toList());
            }
        }
    }

    private static void unknownCitation(
            RuleDraft rule, int number, String code, String value, Text message, List<String> known) {
        rule.error(code, number, value, message, Nearest.mend(value, known, new Text("请核对编号。", "Check the id.")));
    }

    private void readWhen(RuleDraft rule, int number, String text) {
        Optional<String> action = Keyword.THEN.stuckTo(text);
        boolean dashed = text.startsWith("-") || text.startsWith("\uFF0D");
        String sentence = (dashed ? text.substring(1) : text).strip();
        if (Keyword.THEN.is(text)) {
            rule.part = RuleDraft.Part.THEN;
            if (rule.opening == null && !rule.gaps) {
                noOpening(rule, number);
            }
        } else if (Keyword.END.is(text)) {
            missing(rule, Keyword.THEN, number, text);
            abandon(rule);
        } else if (Keyword.WHEN.is(text)) {
            unexpected(rule, number, text, new Text("“当”只写一次。", "当 (when) stands once."));
        } else if (text.startsWith("@")) {
            misplacedAnnotation(rule, number, text);
        } else if (ActionReader.looksLike(sentence)) {
            missing(rule, Keyword.THEN, number, text);
            rule.part = RuleDraft.Part.THEN;
            actions.read(rule, number, sentence);
        } else if (!dashed && (Keyword.THEN.meant(text) || action.isPresent())) {
            misspelt(rule, Keyword.THEN, number, text);
            rule.part = RuleDraft.Part.THEN;
            if (action.isPresent()) {
                problems.close(number);
                actions.read(rule, number, action.get());
            }
        } else if (dashed) {
            dashed(rule, number, sentence);
        } else {
            undashed(rule, number, sentence);
        }
    }

    private void dashed(RuleDraft rule, int number, String sentence) {
        boolean opens = ConditionReader.opens(sentence);
        if (rule.opening != null && opens && !rule.principle()) {
            secondOpening(rule, number, sentence);
            return;
        }
        if (rule.opening == null && opens) {
            rule.error(
                    "unexpected-dash",
                    number,
                    sentence,
                    new Text("开头句之前不加“-”。", "The opening sentence has no dash."),
                    new Text("请删除“-”。", "Remove the dash."));
            problems.close(number);
            conditions.open(rule, number, sentence);
            return;
        }
        if (rule.opening == null) {
            if (!rule.gaps) {
                noOpening(rule, number);
            }
            rule.opening = Sentence.LISTED;
        }
        conditions.condition(rule, number, sentence);
    }

    private void undashed(RuleDraft rule, int number, String sentence) {
        boolean condition = ConditionReader.condition(sentence);
        if (rule.opening == null && (!condition || ConditionReader.opens(sentence))) {
            conditions.open(rule, number, sentence);
            return;
        }
        if (rule.opening == null) {
            if (!rule.gaps) {
                noOpening(rule, number);
            }
            rule.opening = Sentence.LISTED;
        } else if (ConditionReader.opens(sentence)) {
            secondOpening(rule, number, sentence);
            return;
        }
        String bare = sentence.replaceFirst("^[\\p{Pd}\u2022\u00B7*\u2212+]\\s*", "");
        if (condition || ConditionReader.condition(bare)) {
            rule.error(
                    "missing-dash",
                    number,
                    sentence,
                    new Text("条件应以“- ”开头。", "A condition begins with \"- \"."),
                    new Text("请写“- " + bare + "”。", "Write - " + bare));
            problems.close(number);
            conditions.condition(rule, number, bare);
            return;
        }
        rule.gaps = true;
        unexpected(
                rule,
                number,
                sentence,
                new Text(
                        "条件应以“- ”开头,且为词汇表中的句子。",
                        "A condition begins with \"- \" and is a sentence of the vocabulary."));
    }

    private static void secondOpening(RuleDraft rule, int number, String sentence) {
        rule.error(
                "repeated-condition",
                number,
                sentence,
                new Text("一条规则只有一个开头句。", "A rule has one opening sentence."),
                new Text("请合并为一句,值之间用“、”分隔;或拆为两条规则。", "Make it one, with 、 between the values; or split the rule."));
    }

    private static void noOpening(RuleDraft rule, int number) {
        rule.error(
                "no-opening",
                number,
                null,
                new Text("“当”之后应先写“主体被列入 …”。", "The first condition must be 主体被列入 …."),
                new Text("请补上开头句。", "Add the opening sentence."));
    }

    private static void misplacedAnnotation(RuleDraft rule, int number, String text) {
        rule.gaps = true;
        rule.error(
                "misplaced-annotation",
                number,
                text,
                new Text(
                        "@provision 和 @citation 只能写在规则名与“当”之间。", "An annotation stands between the name and 当 (when)."),
                new Text("请把本行移到规则名之下。", "Move the line below the rule's name."));
    }

    private void readThen(RuleDraft rule, int number, String text) {
        if (Keyword.END.is(text)) {
            end(rule, number);
        } else if (ActionReader.looksLike(text)) {
            actions.read(rule, number, text);
        } else if (Keyword.END.meant(text)) {
            misspelt(rule, Keyword.END, number, text);
            end(rule, number);
        } else if (text.startsWith("@")) {
            misplacedAnnotation(rule, number, text);
        } else if (ConditionReader.looksLike(text)) {
            rule.gaps = true;
            rule.error(
                    "misplaced-condition",
                    number,
                    text,
                    new Text("“那么”之后只能写后果,不能写条件。", "After 那么 (then) comes the action, no condition."),
                    new Text("请把本行移到“那么”之前。", "Move the line above 那么."));
        } else if (Keyword.WHEN.is(text) || Keyword.THEN.is(text)) {
            unexpected(rule, number, text, new Text("此处应为后果或“结束”。", "An action or 结束 (end) belongs here."));
        } else {
            actions.read(rule, number, text);
        }
    }

    private void end(RuleDraft rule, int number) {
        draft = null;
        Rule finished = rule.finish(number, file);
        if (finished == null) {
            remember(rule);
        } else {
            rules.add(finished);
        }
    }

    private void abandon(RuleDraft rule) {
        draft = null;
        remember(rule);
    }

    /** An unsound rule's provision; where it names none, those that its id may mean, by the file's instrument. */
    private void remember(RuleDraft rule) {
        if (rule.provision != null && catalogue.findProvision(rule.provision).isPresent()) {
            unsoundProvisions.add(rule.provision);
        }
        ProvisionFit.meantBy(rule.id, catalogue).ifPresent(one -> unsoundProvisions.add(one.id()));
    }

    private static void unexpected(RuleDraft rule, int number, String line, Text expected) {
        rule.error(
                "unexpected-line",
                number,
                line,
                new Text("不应出现的内容“" + line + "”。", "(" + line + ") does not belong here."),
                expected);
    }

    private void error(String code, int number, String value, Text message, Text mend) {
        RuleDraft rule = draft;
        if (rule != null) {
            rule.sound = false;
        }
        problems.error(code, number, value, message, mend);
    }
}
