package org.jrp.decision;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jrp.listing.RelatedPerson;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * What a department asks (问询): about whom, in which context, as of which day, as known at which moment.
 *
 * @param kind null for the kind that the id itself tells
 * @param context code of the business context
 * @param matter code of the finer matter; null where none is given
 * @param place division code of the asking department
 * @param asOf the day whose law and facts count (Asia/Shanghai)
 * @param knownAt what was recorded later is not known
 * @param relatedPersons persons, members, agencies and experts to test besides the subject, by role
 */
public record Question(
        SubjectId subject,
        @Nullable SubjectKind kind,
        String context,
        @Nullable String matter,
        String place,
        LocalDate asOf,
        Instant knownAt,
        List<RelatedPerson> relatedPersons) {

    /** The offset of the whole country; days begin and end by it. */
    public static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);

    /** Roles that a question may name; others only the recogniser's own entry may name. */
    public static final Set<String> ROLES = Set.of(
            "legal-representative",
            "actual-controller",
            "director",
            "supervisor",
            "senior-manager",
            "principal-officer",
            "consortium-member",
            "agency",
            "expert");

    public Question {
        relatedPersons = List.copyOf(relatedPersons);
    }
}
