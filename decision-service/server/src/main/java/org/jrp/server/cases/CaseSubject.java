package org.jrp.server.cases;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.subject.Personal;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectKind;

/**
 * The subject of a case as the public may read of it (案例主体). A natural person is never named, nor is a sole trader, whose name may be a
 * person's; an organisation is named, its code masked.
 *
 * @param id never shown
 * @param names under which it is listed; for a natural person or a sole trader never shown
 */
record CaseSubject(SubjectId id, List<String> names) {

    private static final int SHOWN_BEFORE = 6;
    private static final int SHOWN_AFTER = 4;
    private static final int SHORTEST_NAME = 2;

    CaseSubject {
        names = List.copyOf(names);
    }

    static CaseSubject of(List<Personal> listed) {
        return new CaseSubject(
                listed.get(0).id(),
                listed.stream()
                        .map(Personal::name)
                        .filter(java.util.Objects::nonNull)
                        .distinct()
                        .toList());
    }

    /** Whether it is, or may be, a natural person. */
    boolean unnamed() {
        return id.defaultKind() == SubjectKind.INDIVIDUAL || id.defaultKind() == SubjectKind.SOLE_TRADER;
    }

    /** As it is called in a case. */
    String shown() {
        if (id.defaultKind() == SubjectKind.INDIVIDUAL) {
            return "某自然人";
        }
        if (id.defaultKind() == SubjectKind.SOLE_TRADER) {
            return "某个体工商户";
        }
        return names.isEmpty() ? "某单位" : names.get(0);
    }

    /** The code with its middle hidden. */
    String maskedCode() {
        String value = id.value();
        int hidden = value.length() - SHOWN_BEFORE - SHOWN_AFTER;
        return hidden <= 0
                ? "*".repeat(value.length())
                : value.substring(0, SHOWN_BEFORE) + "*".repeat(hidden) + value.substring(value.length() - SHOWN_AFTER);
    }

    /** Whether a text tells who a natural person or a sole trader is. */
    boolean namedIn(String text) {
        String plain = plain(text);
        return unnamed()
                && names.stream()
                        .map(CaseSubject::plain)
                        .anyMatch(name -> name.length() >= SHORTEST_NAME && plain.contains(name));
    }

    /** Whether a text holds the whole code. */
    boolean codeIn(String text) {
        return plain(text).contains(plain(id.value()));
    }

    /** A text of somebody else's with everything hidden that a case does not show. */
    String hidden(String text) {
        String hidden = PersonalNumbers.masked(text).replace(id.value(), maskedCode());
        if (unnamed()) {
            for (String name : names) {
                hidden = name.length() >= SHORTEST_NAME ? hidden.replace(name, shown()) : hidden;
            }
        }
        return namedIn(hidden) || codeIn(hidden) ? "" : hidden;
    }

    /** A text as it is compared: half-width, capitals, without blanks, hyphens and points. */
    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Z}\\p{Cf}\\-·•・.]+", "");
    }

    @Override
    public String toString() {
        return "CaseSubject[" + id.masked() + "]";
    }
}
