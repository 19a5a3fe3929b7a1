package org.jrp.server.rights;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jrp.catalogue.Coded;
import org.jspecify.annotations.Nullable;

/**
 * What a subject asks about itself (主体申请).
 *
 * @param due last day for the decision
 * @param dueAssumed whether the number of days is an assumption
 * @param state {@code open}, or the type of the step that decided it
 * @param decisionId the decision that is to be explained
 * @param entryId the entry that is to be corrected or deleted
 */
record SubjectRequest(
        UUID id,
        String kind,
        Subject subject,
        @Nullable UUID decisionId,
        @Nullable String entryId,
        @Nullable String grounds,
        LocalDate lodgedOn,
        String documentNo,
        String department,
        @Nullable String officer,
        LocalDate due,
        boolean dueAssumed,
        boolean overdue,
        String state,
        Instant recordedAt,
        List<Step> steps) {

    SubjectRequest {
        steps = List.copyOf(steps);
    }

    /** What can be asked for (申请种类). */
    enum Kind implements Coded {
        ACCESS("access", "查阅"),
        COPY("copy", "复制"),
        CORRECTION("correction", "更正"),
        EXPLANATION("explanation", "解释说明"),
        DELETION("deletion", "删除");

        private final String code;
        private final String chinese;

        Kind(String code, String chinese) {
            this.code = code;
            this.chinese = chinese;
        }

        @Override
        public String code() {
            return code;
        }

        @Override
        public String chinese() {
            return chinese;
        }
    }

    /** What becomes of a request (处理结果). */
    enum Result implements Coded {
        GRANTED("granted", "准予"),
        REFUSED("refused", "不予"),
        /** To the recogniser, as an objection: whoever recognised an entry answers for it. */
        FORWARDED("forwarded", "转异议处理"),
        RETRACTED("retracted", "撤回");

        private final String code;
        private final String chinese;

        Result(String code, String chinese) {
            this.code = code;
            this.chinese = chinese;
        }

        @Override
        public String code() {
            return code;
        }

        @Override
        public String chinese() {
            return chinese;
        }
    }

    /** The subject, its number masked. */
    @Schema(name = "RequestSubject")
    record Subject(String idType, String id, @Nullable String name) {}

    /** A decision on it. */
    @Schema(name = "SubjectRequestStep")
    record Step(
            int seq,
            String type,
            LocalDate at,
            String reason,
            @Nullable UUID objection,
            String department,
            @Nullable String officer,
            Instant recordedAt) {}
}
