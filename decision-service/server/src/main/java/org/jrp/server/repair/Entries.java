package org.jrp.server.repair;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jrp.listing.Actor;
import org.jrp.listing.Listing;
import org.jrp.server.access.Caller;
import org.jrp.server.entry.EntryParties;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.Releases;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The entries that objections, commitments and trainings are about (相关条目). */
@Component
final class Entries {

    private final JdbcTemplate jdbc;
    private final ListingStore store;
    private final EntryParties parties;
    private final Releases releases;

    Entries(DataSource source, ListingStore store, EntryParties parties, Releases releases) {
        this.jdbc = new JdbcTemplate(source);
        this.store = store;
        this.parties = parties;
        this.releases = releases;
    }

    Optional<StoredListing> find(String entryId) {
        return store.ofEntryIds(List.of(entryId)).stream().findFirst();
    }

    /** @throws ProblemException 404 {@code entry-not-found} */
    StoredListing existing(String entryId) {
        return find(entryId)
                .orElseThrow(() -> ProblemException.of(404, "entry-not-found", "没有这个条目。", "There is no such entry."));
    }

    /** Those that are there, by entry id. */
    Map<String, StoredListing> byId(Collection<String> entryIds) {
        Map<String, StoredListing> found = new HashMap<>();
        if (!entryIds.isEmpty()) {
            store.ofEntryIds(entryIds)
                    .forEach(one -> found.put(String.valueOf(one.listing().entryId()), one));
        }
        return found;
    }

    /** Keeps others from changing the entry until the transaction ends: the lock that its events take. */
    void lock(StoredListing stored) {
        jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, stored.row());
    }

    Set<Actor> parties(Caller caller, Listing listing) {
        return parties.of(caller, listing.list(), listing.recogniser());
    }

    Catalogue catalogue() {
        return releases.active().catalogue();
    }

    Optional<ListType> list(String code) {
        return catalogue().findList(code);
    }
}
