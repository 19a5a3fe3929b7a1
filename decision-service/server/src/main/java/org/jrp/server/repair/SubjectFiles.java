package org.jrp.server.repair;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Text;
import org.jrp.listing.EntryState;
import org.jrp.listing.Listing;
import org.jrp.listing.State;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Role;
import org.jrp.server.access.SubjectQuota;
import org.jrp.server.entry.EntryKey;
import org.jrp.server.entry.EntryLife;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StateView;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.springframework.stereotype.Service;

/**
 * Puts a subject's credit file together (信用档案). A list manager sees of it what its own lists hold. Officers see no entry that was never
 * recognised, was withdrawn or put away: these are no basis for anything.
 */
@Service
final class SubjectFiles {

    private static final int LONGEST_PURPOSE = 500;
    private static final Set<EntryState> FOR_OFFICERS = Set.of(
            EntryState.RECOGNISED,
            EntryState.PUBLISHED,
            EntryState.KEY_ATTENTION,
            EntryState.REPAIRED,
            EntryState.EXPIRED,
            EntryState.EXITED,
            EntryState.SUSPENDED);

    private final ListingStore store;
    private final Entries entries;
    private final EntryLife life;
    private final ObjectionPages objections;
    private final CommitmentPages commitments;
    private final Trainings trainings;
    private final Repairs repairs;
    private final SubjectVault vault;
    private final SubjectQuota quota;
    private final AccessLog log;

    SubjectFiles(
            ListingStore store,
            Entries entries,
            EntryLife life,
            ObjectionPages objections,
            CommitmentPages commitments,
            Trainings trainings,
            Repairs repairs,
            SubjectVault vault,
            SubjectQuota quota,
            AccessLog log) {
        this.store = store;
        this.entries = entries;
        this.life = life;
        this.objections = objections;
        this.commitments = commitments;
        this.trainings = trainings;
        this.repairs = repairs;
        this.vault = vault;
        this.quota = quota;
        this.log = log;
    }

    /**
     * The file, as far as the caller may see it.
     *
     * @throws ProblemException 400 {@code missing-purpose}; 429 {@code too-many-subjects}
     */
    SubjectFile of(Caller caller, SubjectFile.Wanted wanted) {
        LocalDate today = life.today();
        if (wanted.subject() == null) {
            throw ProblemException.field(
                    400, "invalid-body", "/subject", "missing", new Text("请写明主体(subject)。", "Give the subject."));
        }
        Papers papers = new Papers(today);
        String purpose = papers.maybeText(wanted.purpose(), "/purpose", LONGEST_PURPOSE);
        papers.refuseIfWrong();
        Scope scope = Scope.of(caller);
        boolean officer = caller.is(Role.OFFICER) && !scope.all();
        if (purpose == null && officer) {
            throw ProblemException.field(
                    400,
                    "missing-purpose",
                    "/purpose",
                    "missing",
                    new Text("请写明查询用途。", "State the purpose of the look-up."));
        }
        SubjectId id = wanted.subject().parsed("/subject", today).id();
        byte[] reference = vault.reference(id);
        if (officer) {
            quota.count(caller, reference);
        }
        log.record(caller, "subject-file", reference, null, purpose, "ok");
        List<StoredListing> own = store.about(vault.references(id)).stream()
                .filter(one -> SubjectIds.matches(id, one.listing().subject()))
                .filter(one -> seen(one, scope, officer, today))
                .toList();
        List<String> entryIds =
                own.stream().map(one -> String.valueOf(one.listing().entryId())).toList();
        String name = own.stream()
                .map(one -> one.listing().name())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        List<CommitmentPages.Row> made = commitments.about(vault.references(id)).stream()
                .filter(row -> officer || scope.covers(String.valueOf(row.list()), row.department()))
                .filter(row -> row.entryId() == null || entryIds.contains(row.entryId()))
                .toList();
        return new SubjectFile(
                ShownSubject.of(id, name, false),
                today,
                own.stream().map(one -> entry(one, today)).toList(),
                objections.views(objections.about(entryIds), false).stream()
                        .map(SubjectFiles::objection)
                        .toList(),
                commitments.views(made, false),
                trainings.about(entryIds).stream().map(SubjectFiles::training).toList(),
                repairs.views(repairs.about(entryIds)));
    }

    private static boolean seen(StoredListing stored, Scope scope, boolean officer, LocalDate today) {
        if (scope.all() || scope.lists().contains(stored.listing().list())) {
            return true;
        }
        return officer
                && stored.usable()
                && FOR_OFFICERS.contains(
                        stored.listing().stateAt(today, Instant.MAX).state());
    }

    private SubjectFile.Entry entry(StoredListing stored, LocalDate today) {
        Listing listing = stored.listing();
        String entryId = String.valueOf(listing.entryId());
        ListType type = entries.list(listing.list()).orElse(null);
        State state = listing.stateAt(today, Instant.MAX);
        return new SubjectFile.Entry(
                entryId,
                EntryKey.of(entryId),
                listing.list(),
                type == null ? null : type.name(),
                type == null ? null : type.kind().code(),
                listing.recogniser(),
                listing.docNo(),
                listing.recognisedAt(),
                StateView.of(state, today, stored.usable()));
    }

    private static SubjectFile.Objection objection(ObjectionView one) {
        return new SubjectFile.Objection(
                one.id(),
                one.entryId(),
                one.lodgedOn(),
                one.state(),
                one.result(),
                one.decidedOn(),
                one.decideDue(),
                one.overdue(),
                one.retracted());
    }

    private static SubjectFile.Training training(Trainings.Attended one) {
        return new SubjectFile.Training(
                one.entryId(), one.training(), one.title(), one.heldOn(), one.hours(), one.organiser(), one.evidence());
    }
}
