package org.jrp.rule;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/** What is wrong in one rule file (文件问题): at most {@value #MOST}, and nothing more about a line once it is given up. */
final class FileProblems {

    private static final int MOST = 300;

    private final String file;
    private final List<Problem> problems;
    private final Set<Integer> closed = new HashSet<>();
    private int count;

    FileProblems(String file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    void error(String code, int line, @Nullable String value, Text message, Text mend) {
        error(code, line, 0, value, message, mend);
    }

    void error(String code, int line, int column, @Nullable String value, Text message, Text mend) {
        if (full() || closed.contains(line)) {
            return;
        }
        problems.add(Problem.error(code, file, line, column, value, message, mend));
        count++;
        if (count == MOST) {
            problems.add(Problem.error(
                    "too-many-problems",
                    file,
                    line,
                    0,
                    null,
                    new Text("问题超过 " + MOST + " 处,其后不再检查。", "More than " + MOST + " problems; the rest was not read."),
                    new Text("请先改正以上问题。", "Mend those first.")));
        }
    }

    /** Says nothing more about that line: what is wrong with it has been said. */
    void close(int line) {
        closed.add(line);
    }

    boolean full() {
        return count >= MOST;
    }

    boolean none() {
        return count == 0;
    }

    /** A word that the catalogue does not know, with the nearest that it does. */
    void unknownWord(int line, String zh, String en, String word, Collection<String> known) {
        if (word.isEmpty()) {
            error(
                    "missing-value",
                    line,
                    null,
                    new Text("缺少" + zh + "。", "A " + en + " is missing."),
                    new Text("请补上" + zh + ",或删除多余的“、”。", "Add the " + en + ", or remove the superfluous 、."));
            return;
        }
        error(
                "unknown-" + en.replace(' ', '-'),
                line,
                word,
                new Text(zh + "“" + word + "”不存在。", "The " + en + " (" + word + ") is not known."),
                Nearest.mend(word, known, new Text("请使用目录中的" + zh + "名称。", "Use a " + en + " of the catalogue.")));
    }
}
