package org.jrp.scenario;

import java.time.LocalDate;
import java.util.List;
import org.jrp.subject.AicRegNo;
import org.jrp.subject.CitizenId;
import org.jrp.subject.OrgCode;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jrp.subject.SubjectKind;
import org.jrp.subject.Uscc;

/**
 * Made-up subjects (虚拟主体): the division 349999 is not assigned and the sequence 000 is never issued, so that no scenario ever
 * speaks of anybody.
 */
final class Synthetic {

    /** A unit that is neither the subject nor one of the related. */
    static final SubjectId UNIT = id("91349999M000003770");

    /** A person whom nobody names. */
    static final SubjectId STRANGER = id("341182199909090002");

    private static final List<SubjectId> PERSONS = List.of(
            id("341182190012310006"), id("341182190402290004"), id("341182190811300007"), id("34118219030101000X"));
    private static final List<SubjectId> UNITS =
            List.of(id("92349999M00000027N"), id("93349999M00000035E"), id("52349999M00000043G"));

    private Synthetic() {}

    /** The subject of that kind. */
    static SubjectId subject(SubjectKind kind) {
        return switch (kind) {
            case ENTERPRISE -> id("91349999M00000019Y");
            case SOLE_TRADER -> id("92349999M00000027N");
            case SOCIAL_ORGANIZATION -> id("52349999M00000043G");
            case OTHER_ORGANIZATION -> id("93349999M00000035E");
            case PUBLIC_BODY -> id("123499990000000511");
            case INDIVIDUAL -> id("341182190001010008");
        };
    }

    /**
     * Somebody in that role beside the subject.
     *
     * @param number how many come before
     */
    static SubjectId related(String role, SubjectId subject, int number) {
        boolean unit = role.equals("consortium-member") || role.equals("agency");
        List<SubjectId> others = (unit ? UNITS : PERSONS)
                .stream().filter(id -> !id.equals(subject)).toList();
        return others.get(number % others.size());
    }

    /** The most related ones of a scenario, so that no two are the same. */
    static int mostRelated() {
        return UNITS.size() - 1;
    }

    /** Whether nobody can have that identifier. */
    static boolean madeUp(SubjectId id) {
        String value = id.value();
        if (id instanceof Uscc) {
            return value.startsWith("349999", 2);
        }
        if (id instanceof CitizenId) {
            return value.startsWith("000", 14);
        }
        return id instanceof OrgCode
                ? value.startsWith("M00000")
                : id instanceof AicRegNo && value.startsWith("349999");
    }

    private static SubjectId id(String value) {
        return SubjectIds.parse(null, value, LocalDate.MAX).id();
    }
}
