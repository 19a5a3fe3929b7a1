package org.jrp.server.feedback;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.ProblemException;
import org.jrp.subject.IdType;
import org.jrp.subject.InvalidIdException;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jspecify.annotations.Nullable;

/**
 * An exemption as it is sent (豁免登记).
 *
 * @param entryId left out where it holds whatever entry calls for the measure
 * @param validFrom first day; today where it is not said
 * @param validTo first day without it
 * @param officer the person who answers for it; by a personal sign-in the one who signed in
 */
@Schema(name = "NewExemption")
record ExemptionRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Subject subject,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String measure,

        @Nullable String entryId,
        @Nullable LocalDate validFrom,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable LocalDate validTo,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String reason,

        @Nullable String documentNo,
        @Nullable String officer) {

    /**
     * Whom it is for (主体).
     *
     * @param idType null where the form of the number says it
     */
    @Schema(name = "ExemptionSubject")
    record Subject(
            @Nullable String idType,
            @Nullable String id,
            @Nullable String name) {}

    /**
     * Why one ends before its time (提前终止).
     *
     * @param on first day without it; today where it is not said
     */
    @Schema(name = "ExemptionEnd")
    record End(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String reason,

            @Nullable LocalDate on,
            @Nullable String officer) {}

    /**
     * The number that was meant.
     *
     * @throws ProblemException 400 {@code invalid-id}, 409 {@code ambiguous-id}
     */
    SubjectId id(LocalDate today) {
        Subject sent = subject;
        String id = sent == null ? null : sent.id();
        if (sent == null || id == null || id.isBlank()) {
            throw ProblemException.field(
                    400,
                    "invalid-id",
                    "/subject/id",
                    "missing",
                    new Text("请写明主体代码(subject.id)。", "Give the subject's number (subject.id)."));
        }
        String code = sent.idType();
        IdType type = code == null
                ? null
                : Coded.find(IdType.class, code)
                        .orElseThrow(() -> ProblemException.field(
                                400,
                                "invalid-body",
                                "/subject/idType",
                                "unknown-word",
                                new Text("没有这种证件类型。", "There is no such kind of number.")));
        try {
            return SubjectIds.parse(type, id, today).id();
        } catch (InvalidIdException e) {
            boolean ambiguous = e.code().equals("ambiguous-id");
            throw ProblemException.field(
                    ambiguous ? 409 : 400,
                    ambiguous ? "ambiguous-id" : "invalid-id",
                    "/subject/id",
                    e.code(),
                    new Text(
                            e.message().zh() + e.mend().zh(),
                            e.message().en() + " " + e.mend().en()));
        }
    }
}
