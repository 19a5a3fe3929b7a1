package org.jrp.release;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Context;

/** Writes what a release changes as a section of docs/policy-changes.md (政策变更说明). */
public final class PolicyChanges {

    private PolicyChanges() {}

    /**
     * The section, in Chinese with a line of English, Markdown.
     *
     * @param heading as the version, or the day
     * @param catalogue of the later release, for names
     */
    public static String section(ReleaseChanges changes, String heading, Catalogue catalogue) {
        StringBuilder out = new StringBuilder();
        out.append("## ").append(plain(heading)).append("\n\n");
        if (changes.isEmpty()) {
            return out.append("规则和措施清单没有变化。Impacted days: none. Impacted matters: none.\n")
                    .toString();
        }
        out.append(summary(changes)).append(english(changes, catalogue)).append("\n\n");
        for (ReleaseChanges.EditionPart one : changes.editions()) {
            out.append("- ").append(one.from()).append(" 起");
            out.append(one.to() == null ? "" : "(至 " + one.to() + " 止)")
                    .append(":《")
                    .append(plain(one.title()))
                    .append("》");
            if (one.sentences().size() == 1) {
                out.append(plain(one.sentences().get(0).zh())).append('\n');
                continue;
            }
            out.append('\n');
            one.sentences()
                    .forEach(sentence ->
                            out.append("  - ").append(plain(sentence.zh())).append('\n'));
        }
        changes.rules()
                .forEach(one -> out.append("- ").append(plain(one.text().zh())).append('\n'));
        changes.others()
                .forEach(one -> out.append("- ").append(plain(one.text().zh())).append('\n'));
        return out.toString();
    }

    private static String summary(ReleaseChanges changes) {
        List<String> parts = new ArrayList<>();
        long[] rules = new long[ReleaseChanges.Change.values().length];
        changes.rules().forEach(one -> rules[one.change().ordinal()]++);
        for (ReleaseChanges.Change change : ReleaseChanges.Change.values()) {
            if (rules[change.ordinal()] > 0) {
                parts.add((change == ReleaseChanges.Change.CLAUSE ? "条款变更涉及规则 " : change.chinese() + "规则 ")
                        + rules[change.ordinal()] + " 条");
            }
        }
        if (!changes.editions().isEmpty()) {
            parts.add("措施清单变化 " + changes.editions().size() + " 版");
        }
        if (!changes.others().isEmpty()) {
            parts.add("其他变化 " + changes.others().size() + " 处");
        }
        return String.join(",", parts) + "。";
    }

    private static String english(ReleaseChanges changes, Catalogue catalogue) {
        ReleaseChanges.Impact impact = changes.impact();
        String days = impact.from() == null
                ? "none"
                : "from " + impact.from() + (impact.to() == null ? "" : " until " + impact.to());
        String matters = impact.from() == null
                ? "none"
                : impact.contexts().isEmpty()
                        ? "all"
                        : impact.contexts().stream()
                                .map(code -> code
                                        + catalogue
                                                .findContext(code)
                                                .map(Context::name)
                                                .map(name -> " (" + name + ")")
                                                .orElse(""))
                                .collect(Collectors.joining(", "));
        return "Impacted days: " + days + ". Impacted matters: " + matters + ".";
    }

    /** On one line, and nothing in it that Markdown takes for a heading, a tag or a link. */
    private static String plain(String text) {
        return text.replaceAll("\\s+", " ")
                .replace("\\", "\\\\")
                .replace("<", "&lt;")
                .replace("[", "\\[")
                .replace("`", "\\`")
                .strip();
    }
}
