package org.jrp.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A generated rule table (规则表). Twelve rows share a list and a context, as the clauses of one memorandum do. */
record RuleTable(List<Row> rows) {

    private static final int ROWS_OF_A_PAIR = 12;
    private static final List<String> SEVERITIES = List.of("serious", "minor", "general");

    RuleTable {
        rows = List.copyOf(rows);
    }

    /**
     * One rule.
     *
     * @param severity the only severity it asks for, or empty for any
     * @param below it holds while the entry is younger than this many months, or 0 for no bound
     */
    record Row(int number, String list, String context, String severity, int below, String measure) {

        boolean holds(Input in) {
            return list.equals(in.list())
                    && context.equals(in.context())
                    && (severity.isEmpty() || severity.equals(in.severity()))
                    && (below == 0 || in.months() < below);
        }
    }

    static RuleTable of(int size) {
        int pairs = Math.max(1, (size + ROWS_OF_A_PAIR - 1) / ROWS_OF_A_PAIR);
        int contexts = Math.max(1, (int) Math.sqrt(pairs / 2.0));
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int pair = i / ROWS_OF_A_PAIR;
            int clause = i % ROWS_OF_A_PAIR;
            String severity = clause < 6 ? "serious" : clause < 8 ? "minor" : clause < 9 ? "general" : "";
            int below = clause % 4 == 3 ? 12 * (1 + clause / 4) : 0;
            rows.add(new Row(
                    i,
                    "list-" + pair / contexts,
                    "context-" + pair % contexts,
                    severity,
                    below,
                    "measure-%06d".formatted(i)));
        }
        return new RuleTable(rows);
    }

    /** Questions that each meet a list and a context of the table, the same for the same seed. */
    List<Input> questions(int count, long seed) {
        Random random = new Random(seed);
        List<Input> questions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Row row = rows.get(random.nextInt(rows.size()));
            String severity = SEVERITIES.get(random.nextInt(SEVERITIES.size()));
            // New strings, as a request would bring them.
            questions.add(
                    new Input(new String(row.list), new String(row.context), new String(severity), random.nextInt(60)));
        }
        return List.copyOf(questions);
    }
}
