package org.jrp.decision;

import java.time.LocalDate;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.Via;
import org.jrp.listing.EntryState;
import org.jspecify.annotations.Nullable;

/** A live entry as the answer shows it (有效的列入记录). */
public record DecidedEntry(
        String entryId,
        String about,
        String list,
        String listName,
        Kind kind,
        EntryState state,
        @Nullable String recogniser,
        @Nullable String docNo,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        boolean disputed,
        Via via,
        @Nullable String role) {}
