package org.jrp.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/** Turns the line after 那么 into the rule's action (后果读取). */
final class ActionReader {

    private static final String BECAUSE = "因为";
    private static final int LONGEST_REASON = 40;
    private static final List<String> OF_ENTRIES = List.of("应采取措施", "可参考措施", "列为重点监管", "应予公示", "提示", "给予激励");
    private static final List<String> OF_PROPOSALS = List.of("不予适用", "转为可参考", "转为提示", "转为人工复核");

    private final Catalogue catalogue;

    ActionReader(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Whether the line begins with the word of an action. */
    static boolean looksLike(String line) {
        String verb = verb(line);
        return OF_ENTRIES.contains(verb) || OF_PROPOSALS.contains(verb);
    }

    private static String verb(String line) {
        return line.split("[ \\u3000\\t]+", 2)[0];
    }

    void read(RuleDraft rule, int number, String line) {
        rule.actions++;
        if (rule.actions > 1) {
            if (rule.actions == 2) {
                rule.error(
                        "two-actions",
                        number,
                        line,
                        new Text("一条规则只能有一个后果。", "A rule has one action."),
                        new Text("请拆为两条规则。", "Split it into two rules."));
            }
            return;
        }
        String verb = verb(line);
        String value = line.substring(verb.length()).strip();
        Optional<Effect> effect = Action.Propose.effect(verb);
        if (effect.isPresent() && !rule.principle()) {
            rule.action = propose(rule, number, effect.get(), value);
        } else if (OF_PROPOSALS.contains(verb) && rule.principle()) {
            rule.action = judge(rule, number, verb, value);
        } else {
            unknownAction(rule, number, line, verb);
        }
    }

    private @Nullable Action propose(RuleDraft rule, int number, Effect effect, String value) {
        List<String> codes = catalogue.measureWords().all(value);
        if (codes.size() == 1) {
            return new Action.Propose(effect, codes.get(0), number);
        }
        rule.unknownWord(
                number, "措施", "measure", value, catalogue.measureWords().words());
        return null;
    }

    private static @Nullable Action judge(RuleDraft rule, int number, String verb, String value) {
        boolean because = value.startsWith(BECAUSE);
        String reason = because ? value.substring(BECAUSE.length()).strip() : value;
        boolean wantsReason = verb.equals("不予适用") || verb.equals("转为人工复核");
        if (wantsReason && !because) {
            rule.error(
                    "no-reason",
                    number,
                    value,
                    new Text("“" + verb + "”应写明理由。", verb + " must give its reason."),
                    new Text("请写“" + verb + " 因为 …”。", "Write " + verb + " 因为 …."));
            return null;
        }
        switch (verb) {
            case "不予适用":
                for (Reason known : Reason.values()) {
                    if (known.chinese().equals(reason)) {
                        return new Action.Withhold(known, number);
                    }
                }
                rule.unknownWord(
                        number,
                        "理由",
                        "reason",
                        reason,
                        Arrays.stream(Reason.values()).map(Coded::chinese).toList());
                return null;
            case "转为人工复核":
                if (!reason.isEmpty() && reason.length() <= LONGEST_REASON) {
                    return new Action.Qualify(null, reason, number);
                }
                rule.unknownWord(number, "理由", "reason", reason, List.of("记录存在异议"));
                return null;
            default:
                if (value.isEmpty()) {
                    return new Action.Qualify(verb.equals("转为可参考") ? Effect.REFERENCE : Effect.INFORM, null, number);
                }
                rule.error(
                        "unexpected-value",
                        number,
                        value,
                        new Text("“" + verb + "”之后不能有别的内容。", "Nothing may follow " + verb + "."),
                        new Text("请删除“" + value + "”。", "Remove (" + value + ")."));
                return null;
        }
    }

    private static void unknownAction(RuleDraft rule, int number, String line, String verb) {
        List<String> known = rule.principle() ? OF_PROPOSALS : OF_ENTRIES;
        boolean elsewhere = looksLike(line);
        rule.error(
                "unknown-action",
                number,
                line,
                elsewhere
                        ? new Text(
                                "“" + verb + "”不能用在这一类规则中。", "The action (" + verb + ") is not for this kind of rule.")
                        : new Text("不认识的后果“" + line + "”。", "The action (" + line + ") is not known."),
                elsewhere
                        ? new Text("可用:" + String.join("、", known), "Known: " + String.join(", ", known))
                        : known.stream()
                                .filter(line::startsWith)
                                .findFirst()
                                .map(stuck -> new Text("“" + stuck + "”之后应有空格。", "A blank follows " + stuck + "."))
                                .orElse(Nearest.mend(
                                        verb,
                                        known,
                                        new Text(
                                                "可用:" + String.join("、", known),
                                                "Known: " + String.join(", ", known)))));
    }
}
