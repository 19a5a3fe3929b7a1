package org.jrp.server.decision;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.decision.Question;
import org.jrp.server.Uuids;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Role;
import org.jrp.server.problem.ProblemException;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;

/**
 * Which recorded decisions are sought (决定记录查询条件), newest first.
 *
 * @param department code; null for all, which only an auditor may ask
 * @param from first id of the range, included
 * @param to last id of the range, excluded
 */
record DecisionSearch(
        @Nullable SubjectId subject,
        @Nullable String department,
        @Nullable String context,
        @Nullable String outcome,
        UUID from,
        UUID to,
        int limit) {

    private static final Set<String> FIELDS =
            Set.of("subject", "department", "context", "outcome", "from", "to", "limit", "cursor");
    private static final int MOST = 200;
    private static final int USUAL = 50;

    static DecisionSearch read(Map<?, ?> body, Caller caller, LocalDate today) {
        QuestionReader.unknown(body, FIELDS, "");
        SubjectId subject = null;
        if (body.get("subject") instanceof Map<?, ?> fields) {
            subject = QuestionReader.subject(fields, today);
        } else if (body.get("subject") != null) {
            throw wrong("/subject");
        }
        String department = text(body, "department");
        if (!caller.is(Role.AUDITOR)) {
            if (department != null && !department.equals(caller.department().code())) {
                throw ProblemException.of(
                        403,
                        "foreign-department",
                        "只能查找本部门的决定记录。",
                        "Only decisions of your own department can be found.");
            }
            department = caller.department().code();
        }
        UUID to = Uuids.first(end(body));
        String cursor = text(body, "cursor");
        if (cursor != null) {
            UUID before = before(cursor);
            to = before.compareTo(to) < 0 ? before : to;
        }
        Long limit = body.get("limit") == null ? Long.valueOf(USUAL) : body.get("limit") instanceof Long l ? l : null;
        if (limit == null || limit < 1 || limit > MOST) {
            throw ProblemException.field(
                    400,
                    "invalid-body",
                    "/limit",
                    "out-of-range",
                    new Text("每页 1 至 " + MOST + " 条。", "A page holds 1 to " + MOST + "."));
        }
        return new DecisionSearch(
                subject,
                department,
                text(body, "context"),
                text(body, "outcome"),
                Uuids.first(day(body, "from", LocalDate.of(2016, 1, 1))),
                to,
                limit.intValue());
    }

    /** Opaque to callers: where the next page begins. */
    static String cursor(UUID last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(last.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static UUID before(String cursor) {
        try {
            return UUID.fromString(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw ProblemException.field(
                    400,
                    "invalid-cursor",
                    "/cursor",
                    "not-a-cursor",
                    new Text("游标无效;请从第一页重新查找。", "The cursor is not valid; begin with the first page again."));
        }
    }

    /** The day named {@code to} belongs to the range. */
    private static Instant end(Map<?, ?> body) {
        return body.get("to") == null
                ? Instant.parse("5000-01-01T00:00:00Z")
                : day(body, "to", LocalDate.MIN).plusSeconds(86_400);
    }

    private static Instant day(Map<?, ?> body, String key, LocalDate otherwise) {
        String text = text(body, key);
        try {
            LocalDate day = text == null ? otherwise : LocalDate.parse(text);
            if (day.getYear() < 1970 || day.getYear() > 4999) {
                throw new DateTimeException("out of range");
            }
            return day.atStartOfDay().toInstant(Question.SHANGHAI);
        } catch (DateTimeException e) {
            throw ProblemException.field(
                    400,
                    "invalid-date",
                    "/" + key,
                    "not-a-date",
                    new Text("日期须真实存在并写成 2018-09-01 的形式。", "The date must be a real one, written as 2018-09-01."));
        }
    }

    private static @Nullable String text(Map<?, ?> body, String key) {
        Object value = body.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && !text.isBlank() && text.length() <= 200 && text.indexOf('\0') < 0) {
            return text.strip();
        }
        throw wrong("/" + key);
    }

    private static ProblemException wrong(String pointer) {
        return ProblemException.field(
                400,
                "invalid-body",
                pointer,
                "wrong-type",
                new Text("该字段的值格式不对。", "The value of the field is not well formed."));
    }
}
