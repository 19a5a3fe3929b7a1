package org.jrp.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A generated rule table (规则表). Twelve rows share a list and a context, as the clauses of one memorandum do. */
record RuleTable(List<Row> rows) {

    private static final int ROWS_OF_A_PAIR = 12;
    private static final List<String> KINDS = List.of("enterprise", "individual", "social-organization");

    RuleTable {
        rows = List.copyOf(rows);
    }

    /**
     * One rule.
     *
     * @param kind the only kind it reaches, or empty for every kind
     * @param below it holds while the entry is younger than this many months, or 0 for no bound
     */
    record Row(int number, String list, String context, String kind, int below, String measure) {

        boolean holds(Input in) {
            return list.equals(in.list())
                    && context.equals(in.context())
                    && (kind.isEmpty() || kind.equals(in.kind()))
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
            String kind =
                    clause < 6 ? "enterprise" : clause < 8 ? "individual" : clause < 9 ? "social-organization" : "";
            int below = clause % 4 == 3 ? 12 * (1 + clause / 4) : 0;
            rows.add(new Row(i, "list-" + pair / contexts, "context-" + pair % contexts, kind, below, "measure-%06d".formatted(i)));
        }
        return new RuleTable(rows);
    }

    /** Questions that each meet a list and a context of the table, the same for the same seed. */
    List<Input> questions(int count, long seed) {
        Random random = new Random(seed);
        List<Input> questions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Row row = rows.get(random.nextInt(rows.size()));
            String kind = KINDS.get(random.nextInt(KINDS.size()));
            // New strings, as a request would bring them.
            questions.add(
                    new Input(new String(row.list), new String(row.context), new String(kind), random.nextInt(60)));
        }
        return List.copyOf(questions);
    }
}
