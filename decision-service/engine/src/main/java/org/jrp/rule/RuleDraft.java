package org.jrp.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.Via;
import org.jspecify.annotations.Nullable;

/** A rule while its lines are read (规则草稿). What is wrong with it makes it unsound; an unsound rule is not used. */
final class RuleDraft {

    /** Where in the rule the reader is. */
    enum Part {
        HEAD,
        WHEN,
        THEN
    }

    final int line;
    final String id;
    final String name;
    private final FileProblems problems;

    Part part = Part.HEAD;
    boolean sound;
    /** Whether something could not be made out, so that what seems to lack may have been there. */
    boolean gaps;
    /** The last line that says something. */
    int lastLine;

    int citationLine;

    @Nullable String provision;

    @Nullable String basis;

    @Nullable Sentence opening;

    int openingLine;
    int contextLine;
    List<String> lists = List.of();
    List<String> contexts = List.of();
    Via via = Via.SELF;
    final Set<Sentence> seen = new LinkedHashSet<>();
    final List<Atom> atoms = new ArrayList<>();
    int actions;

    @Nullable Action action;

    RuleDraft(int line, String id, String name, boolean sound, FileProblems problems) {
        this.line = line;
        this.citationLine = line;
        this.id = id;
        this.name = name;
        this.sound = sound;
        this.lastLine = line;
        this.problems = problems;
    }

    /** Whether it judges proposed measures. */
    boolean principle() {
        return opening != null && opening.principle();
    }

    void error(String code, int at, @Nullable String value, Text message, Text mend) {
        sound = false;
        problems.error(code, at, value, message, mend);
    }

    void unknownWord(int at, String zh, String en, String word, Collection<String> known) {
        sound = false;
        problems.unknownWord(at, zh, en, word, known);
    }

    /** The finished rule; null when it is unsound or something lacks. */
    @Nullable Rule finish(int endLine, String file) {
        if (action == null && actions == 0 && !gaps) {
            error(
                    "no-action",
                    endLine,
                    name,
                    new Text("规则“" + name + "”没有后果。", "The rule (" + name + ") has no action."),
                    new Text("请在“那么”之后写一个后果。", "Write one after 那么."));
        }
        if (provision == null && basis == null && !gaps) {
            error(
                    "no-citation",
                    line,
                    name,
                    new Text("规则“" + name + "”没有依据。", "The rule (" + name + ") cites nothing."),
                    new Text("请在规则名下一行补上 @provision(\"条款编号\")。", "Add @provision(\"…\") on the line below its name."));
        }
        if (opening == Sentence.LISTED && !seen.contains(Sentence.CONTEXT) && !gaps) {
            error(
                    "no-context",
                    line,
                    name,
                    new Text("规则“" + name + "”没有业务场景。", "The rule (" + name + ") names no context."),
                    new Text("请补上“- 业务场景为 …”。", "Add - 业务场景为 …."));
        }
        if (!sound || action == null) {
            return null;
        }
        return new Rule(
                0,
                id,
                name,
                file,
                line,
                citationLine,
                openingLine,
                contextLine,
                provision,
                basis,
                principle(),
                lists,
                contexts,
                via,
                atoms,
                action);
    }
}
