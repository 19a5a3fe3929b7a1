package org.jrp.client;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One question to the service (核查): about whom, in which context, why. Begin with {@link #of} and add what is known; each
 * {@code with…} gives a changed copy. What is wrong with a value is told by the answer, not here.
 *
 * @param subject whom it is about
 * @param context code of the business context
 * @param matter code of the finer matter; null where none is meant
 * @param purpose why it is asked; holds no identifier
 * @param kind code of the subject's kind; null for the kind that the identifier tells
 * @param place division code of the asking department; null for the department's own
 * @param asOf the day whose law and facts count; null for today (Asia/Shanghai)
 * @param knownAt what was recorded later is not known; null for now
 * @param relatedPersons persons and units to test besides the subject, by role
 */
public record Check(
        Subject subject,
        String context,
        @Nullable String matter,
        String purpose,
        @Nullable String kind,
        @Nullable String place,
        @Nullable LocalDate asOf,
        @Nullable Instant knownAt,
        List<RelatedPerson> relatedPersons) {

    /**
     * Whom a check is about (主体).
     *
     * @param idType code of the identifier's type; null to tell it by its form
     * @param id the identifier as written
     * @param name null where it is not known; decides nothing
     */
    public record Subject(
            @Nullable String idType, String id, @Nullable String name) {

        public Subject {
            Objects.requireNonNull(id, "id");
        }

        /** A subject known by an identifier alone. */
        public static Subject of(String id) {
            return new Subject(null, id, null);
        }

        @Override
        public String toString() {
            return "Subject[…]";
        }

        Map<String, @Nullable Object> body() {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("idType", idType);
            body.put("id", id);
            body.put("name", name);
            return body;
        }
    }

    /**
     * A person or unit that stands beside the subject (关联人员).
     *
     * @param role code of the role, such as {@code legal-representative}
     * @param idType code of the identifier's type; null to tell it by its form
     * @param id the identifier as written
     */
    public record RelatedPerson(String role, @Nullable String idType, String id) {

        public RelatedPerson {
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(id, "id");
        }

        @Override
        public String toString() {
            return "RelatedPerson[" + role + "]";
        }

        Map<String, @Nullable Object> body() {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("role", role);
            body.put("idType", idType);
            body.put("id", id);
            return body;
        }
    }

    public Check {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(purpose, "purpose");
        relatedPersons = List.copyOf(relatedPersons);
    }

    /** A check of today. */
    public static Check of(String id, String context, String purpose) {
        return new Check(Subject.of(id), context, null, purpose, null, null, null, null, List.of());
    }

    /** The same about that subject. */
    public Check withSubject(Subject other) {
        return new Check(other, context, matter, purpose, kind, place, asOf, knownAt, relatedPersons);
    }

    /** The same with the subject's name. */
    public Check withName(String name) {
        return withSubject(new Subject(subject.idType(), subject.id(), name));
    }

    /** The same with the type of the subject's identifier, as {@code uscc} or {@code citizen-id}. */
    public Check withIdType(String idType) {
        return withSubject(new Subject(idType, subject.id(), subject.name()));
    }

    /** The same, narrowed to that matter. */
    public Check withMatter(String code) {
        return new Check(subject, context, code, purpose, kind, place, asOf, knownAt, relatedPersons);
    }

    /** The same about a subject of that kind, such as {@code sole-trader}. */
    public Check withKind(String code) {
        return new Check(subject, context, matter, purpose, code, place, asOf, knownAt, relatedPersons);
    }

    /** The same for a department of that division. */
    public Check withPlace(String division) {
        return new Check(subject, context, matter, purpose, kind, division, asOf, knownAt, relatedPersons);
    }

    /** The same as of that day. */
    public Check withAsOf(LocalDate day) {
        return new Check(subject, context, matter, purpose, kind, place, day, knownAt, relatedPersons);
    }

    /** The same as known at that moment. */
    public Check withKnownAt(Instant moment) {
        return new Check(subject, context, matter, purpose, kind, place, asOf, moment, relatedPersons);
    }

    /** The same with one related person more. */
    public Check withRelated(String role, String id) {
        List<RelatedPerson> more = new ArrayList<>(relatedPersons);
        more.add(new RelatedPerson(role, null, id));
        return new Check(subject, context, matter, purpose, kind, place, asOf, knownAt, more);
    }

    @Override
    public String toString() {
        return "Check[" + context + (matter == null ? "" : " " + matter) + "]";
    }

    Map<String, @Nullable Object> body() {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("subject", subject.body());
        body.put("context", context);
        body.put("matter", matter);
        body.put("purpose", purpose);
        body.put("kind", kind);
        body.put("place", place);
        body.put("asOf", asOf == null ? null : asOf.toString());
        body.put("knownAt", knownAt == null ? null : knownAt.toString());
        body.put(
                "relatedPersons",
                relatedPersons.stream().map(RelatedPerson::body).toList());
        return body;
    }
}
