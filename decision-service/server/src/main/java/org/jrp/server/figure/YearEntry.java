package org.jrp.server.figure;

import java.time.LocalDate;
import org.jrp.catalogue.Kind;
import org.jrp.listing.EntryState;
import org.jspecify.annotations.Nullable;

/**
 * An entry as figures see it on their day (统计条目): nothing personal in it.
 *
 * @param row its key in the store
 * @param kind of its list; null where the catalogue knows the list no more
 * @param subject reference of its subject, in hexadecimal
 * @param person whether the subject is a natural person
 * @param city whether a department of the city recognised it
 * @param usable false where it lacks a required field
 * @param day of its recognition
 * @param published whether it was ever published by the day
 * @param left whether it left its list by exit or repair, or its term ended with the act mended
 * @param committed whether a commitment was made for its repair
 * @param trained whether repair training was attended
 */
record YearEntry(
        long row,
        String entryId,
        String list,
        @Nullable Kind kind,
        String subject,
        boolean person,
        boolean city,
        boolean usable,
        LocalDate day,
        EntryState state,
        boolean published,
        boolean left,
        boolean committed,
        boolean trained)
        implements Behind {

    boolean black() {
        return usable && kind == Kind.SANCTION;
    }

    boolean redOrBlack() {
        return usable && (kind == Kind.SANCTION || kind == Kind.INCENTIVE);
    }
}
