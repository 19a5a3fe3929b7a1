package org.jrp.server.entry;

import org.jrp.listing.Listing;
import org.jspecify.annotations.Nullable;

/**
 * A good row on its way into the store (待入库条目).
 *
 * @param line in the file
 * @param entryId under which it will stand
 * @param list code of its list
 * @param person whether its subject is a natural person
 * @param digest of its content, events left out
 * @param quarantined whether it lacks a required field
 * @param from where its row begins among the encoded ones
 * @param to where it ends
 * @param listing the entry where it has events or names persons; null where its encoded row says all
 */
record ImportEntry(
        int line,
        String entryId,
        String list,
        boolean person,
        byte[] digest,
        boolean quarantined,
        int from,
        int to,
        @Nullable Listing listing) {}
