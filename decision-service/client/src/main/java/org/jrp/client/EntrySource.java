package org.jrp.client;

import java.util.List;
import org.jrp.catalogue.Catalogue;
import org.jrp.decision.Source;
import org.jrp.listing.Listing;

/** Where an embedded engine takes its entries from (条目来源). Asked when the engine starts and at each reload. */
@FunctionalInterface
public interface EntrySource {

    /**
     * The entries as they are now.
     *
     * @param catalogue the catalogue that their words are read by
     * @throws RuntimeException when they cannot be had; the engine then keeps those it has, which grow stale
     */
    Entries load(Catalogue catalogue);

    /**
     * Entries of one moment, and how fresh they are.
     *
     * @param sources what they came from; stale, missing or unreachable ones make the engine answer {@code review}
     */
    record Entries(List<Listing> listings, List<Source> sources) {

        public Entries {
            listings = List.copyOf(listings);
            sources = List.copyOf(sources);
        }
    }
}
