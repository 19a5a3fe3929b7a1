package org.jrp.server.entry;

import java.time.LocalDate;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.problem.ProblemException;
import org.jrp.subject.IdType;
import org.jrp.subject.InvalidIdException;
import org.jrp.subject.SubjectIds;
import org.jspecify.annotations.Nullable;

/**
 * A subject as it is sent (主体).
 *
 * @param idType null where the form of the number says it
 */
public record IdRequest(
        @Nullable String idType,
        @Nullable String id,
        @Nullable String name) {

    /**
     * The number that was meant.
     *
     * @param pointer where the subject stands in the body
     * @throws ProblemException 400 {@code invalid-id}, 409 {@code ambiguous-id}
     */
    public SubjectIds.ParsedId parsed(String pointer, LocalDate today) {
        if (id == null || id.isBlank()) {
            throw EventRequest.field(
                    400, pointer + "/id", "missing", "请写明主体代码(id)。", "Give the subject's number (id).");
        }
        IdType type = idType == null ? null : EventRequest.coded(IdType.class, idType, "idType", "unknown-id-type");
        try {
            return SubjectIds.parse(type, id, today);
        } catch (InvalidIdException e) {
            boolean ambiguous = e.code().equals("ambiguous-id");
            throw ProblemException.field(
                    ambiguous ? 409 : 400,
                    ambiguous ? "ambiguous-id" : "invalid-id",
                    pointer + "/id",
                    e.code(),
                    new org.jrp.catalogue.Text(
                            e.message().zh() + e.mend().zh(),
                            e.message().en() + " " + e.mend().en()));
        }
    }

    /** A person named beside the subject. */
    static RelatedPerson related(EntryRequest.RelatedRequest person, String role, String pointer, LocalDate today) {
        return new RelatedPerson(
                role,
                new IdRequest(person.idType(), person.id(), null)
                        .parsed(pointer, today)
                        .id(),
                person.personallyResponsible());
    }
}
