package org.jrp.server.entry;

import java.util.Optional;
import java.util.stream.Stream;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.listing.Event;
import org.jrp.listing.Listing;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.subject.CitizenId;

/** Citizens' numbers in those fields of an entry that are not encrypted and stand in addresses and answers (不当位置的证件号码). */
final class PersonalTexts {

    private PersonalTexts() {}

    /** The field that holds one. */
    static Optional<String> find(Listing listing) {
        if (namesItsSubject(listing)) {
            return Optional.of("entryId");
        }
        if (PersonalNumbers.in(listing.recogniser())) {
            return Optional.of("recogniser");
        }
        if (PersonalNumbers.in(listing.docNo())) {
            return Optional.of("docNo");
        }
        if (PersonalNumbers.in(listing.basis())) {
            return Optional.of("basis");
        }
        if (PersonalNumbers.in(listing.ground())) {
            return Optional.of("ground");
        }
        for (Event event : listing.events()) {
            if (PersonalNumbers.in(event.docNo())
                    || PersonalNumbers.in(event.reason())
                    || PersonalNumbers.in(event.actor())
                    || event.changes().values().stream().anyMatch(PersonalNumbers::in)) {
                return Optional.of("events");
            }
        }
        return Optional.empty();
    }

    /** Long numbers are common as ids, so that only the numbers of those whom the entry is about are looked for. */
    private static boolean namesItsSubject(Listing listing) {
        String entryId = listing.entryId();
        return entryId != null
                && Stream.concat(
                                Stream.of(listing.subject()),
                                listing.related().stream().map(RelatedPerson::id))
                        .anyMatch(id -> id instanceof CitizenId && entryId.contains(id.value()));
    }

    static Problem problem(int row) {
        return Problem.error(
                "personal-number",
                "",
                row,
                0,
                null,
                new Text("该字段中有公民身份号码。", "The field holds a citizen's number."),
                new Text(
                        "身份号码只写在证件号码一栏;编号请另行编制。",
                        "Write it in the column of the number only; give the entry another id."));
    }
}
