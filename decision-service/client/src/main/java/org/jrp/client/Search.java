package org.jrp.client;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jrp.decision.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What to look for among past decisions (检索条件). Begin with {@link #all}; each {@code with…} narrows it.
 *
 * @param subject whom they are about; null for anybody
 * @param department code of the department that asked; null for one's own
 * @param context code of the business context; null for any
 * @param outcome null for any
 * @param from first day on which they were made; null for the beginning
 * @param to last day; null for today
 * @param limit items on a page, 1 to {@value #MOST}
 * @param cursor where to go on; null for the first page
 */
public record Search(
        Check.@Nullable Subject subject,
        @Nullable String department,
        @Nullable String context,
        @Nullable Outcome outcome,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        int limit,
        @Nullable String cursor) {

    /** Most items on a page. */
    public static final int MOST = 200;

    public Search {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("The limit (%d) should be 1 to %d.".formatted(limit, MOST));
        }
    }

    /** All decisions that one may see. */
    public static Search all() {
        return new Search(null, null, null, null, null, null, MOST, null);
    }

    /** The same about that subject. */
    public Search withSubject(Check.Subject whom) {
        return new Search(whom, department, context, outcome, from, to, limit, cursor);
    }

    /** The same asked by that department. */
    public Search withDepartment(String code) {
        return new Search(subject, code, context, outcome, from, to, limit, cursor);
    }

    /** The same in that context. */
    public Search withContext(String code) {
        return new Search(subject, department, code, outcome, from, to, limit, cursor);
    }

    /** The same with that outcome. */
    public Search withOutcome(Outcome wanted) {
        return new Search(subject, department, context, wanted, from, to, limit, cursor);
    }

    /** The same made on those days, both included. */
    public Search withDays(LocalDate first, LocalDate last) {
        return new Search(subject, department, context, outcome, first, last, limit, cursor);
    }

    /** The same, that many on a page. */
    public Search withLimit(int items) {
        return new Search(subject, department, context, outcome, from, to, items, cursor);
    }

    /** The same, going on from that page. */
    public Search after(Page<?> page) {
        return new Search(subject, department, context, outcome, from, to, limit, page.cursor());
    }

    @Override
    public String toString() {
        return "Search[" + (subject == null ? "anybody" : "one subject") + "]";
    }

    Map<String, @Nullable Object> body() {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("subject", subject == null ? null : subject.body());
        body.put("department", department);
        body.put("context", context);
        body.put("outcome", outcome == null ? null : outcome.code());
        body.put("from", from == null ? null : from.toString());
        body.put("to", to == null ? null : to.toString());
        body.put("limit", limit);
        body.put("cursor", cursor);
        return body;
    }
}
