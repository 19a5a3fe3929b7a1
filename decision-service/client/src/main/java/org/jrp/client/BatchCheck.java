package org.jrp.client;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One question about many subjects (批量核查), as a bid with all its bidders.
 *
 * @param context code of the business context
 * @param matter code of the finer matter; null where none is meant
 * @param purpose why it is asked; holds no identifier
 * @param asOf the day whose law and facts count; null for today (Asia/Shanghai)
 * @param subjects 1 to {@value #MOST}
 */
public record BatchCheck(
        String context,
        @Nullable String matter,
        String purpose,
        @Nullable LocalDate asOf,
        List<Check.Subject> subjects) {

    /** Most subjects in one call; longer lists go through {@link JrpClient#stream}. */
    public static final int MOST = 1_000;

    /**
     * Copies the subjects.
     *
     * @throws IllegalArgumentException when there are none or too many
     */
    public BatchCheck {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(purpose, "purpose");
        subjects = List.copyOf(subjects);
        if (subjects.isEmpty() || subjects.size() > MOST) {
            throw new IllegalArgumentException("The batch has %d subjects; it may have 1 to %d. Maybe use stream(…)?"
                    .formatted(subjects.size(), MOST));
        }
    }

    /** A batch of today about those subjects. */
    public static BatchCheck of(String context, String purpose, List<Check.Subject> subjects) {
        return new BatchCheck(context, null, purpose, null, subjects);
    }

    @Override
    public String toString() {
        return "BatchCheck[" + context + ", " + subjects.size() + " subjects]";
    }

    Map<String, @Nullable Object> body() {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("context", context);
        body.put("matter", matter);
        body.put("purpose", purpose);
        body.put("asOf", asOf == null ? null : asOf.toString());
        body.put("subjects", subjects.stream().map(Check.Subject::body).toList());
        return body;
    }
}
