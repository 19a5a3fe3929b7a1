package org.jrp.server.impact;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jrp.catalogue.Context;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Question;
import org.jrp.impact.Comparer;
import org.jrp.server.decision.Weighing;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;

/** An impact over every listed subject in every context, as of one day (主体影响分析). */
final class SubjectRun implements Run {

    private static final int PAGE = 1_000;
    private static final int TIMED_OF_PAGE = 8;

    private final ImpactStore store;
    private final Weighing weighing;
    private final ListingStore listings;
    private final SubjectVault vault;
    private final String place;
    private final List<String> contexts;
    private final Comparer comparer;
    private final Timing timing;
    private final Findings findings;
    private final Job job;
    private long row;
    private boolean counted;
    private long asked;

    SubjectRun(
            ImpactStore store,
            Weighing weighing,
            ListingStore listings,
            SubjectVault vault,
            String place,
            Collection<Context> contexts,
            Comparer comparer,
            Timing timing,
            Findings findings,
            Job job) {
        this.store = store;
        this.weighing = weighing;
        this.listings = listings;
        this.vault = vault;
        this.place = place;
        this.contexts =
                contexts.stream().filter(Context::offered).map(Context::code).toList();
        this.comparer = comparer;
        this.timing = timing;
        this.findings = findings;
        this.job = job;
        this.row = job.lastRow();
    }

    @Override
    public boolean step() {
        if (!counted) {
            counted = true;
            if (!store.advance(
                    job,
                    "stage = 'deciding', total = greatest(total, (select count(distinct subject) from listing))")) {
                return false;
            }
        }
        List<Long> rows = store.jdbc().queryForList("""
                        select l.id from listing l
                        where l.id > ? and not exists (select from listing o where o.subject = l.subject and o.id < l.id)
                        order by l.id limit ?
                        """, Long.class, row, PAGE);
        List<Object[]> cases = rows.isEmpty() ? List.of() : cases(rows);
        long last = rows.isEmpty() ? row : rows.get(rows.size() - 1);
        boolean mine = Boolean.TRUE.equals(store.transaction().execute(status -> {
            boolean goesOn = store.advance(
                    job,
                    "done = done + ?, questions = questions + ?, asked_rules = asked_rules + ?, measured = measured + ?,"
                            + " before_nanos = before_nanos + ?, after_nanos = after_nanos + ?, last_row = ?",
                    rows.size(),
                    (long) rows.size() * contexts.size(),
                    comparer.asked() - asked,
                    timing.measured(),
                    timing.beforeNanos(),
                    timing.afterNanos(),
                    last);
            if (goesOn) {
                store.write(findings);
                store.jdbc()
                        .batchUpdate(
                                "insert into impact_case (impact, listing, subject, context, kind, finding) values (?, ?, ?, ?, ?, ?)",
                                cases);
            }
            return goesOn;
        }));
        timing.written();
        asked = comparer.asked();
        row = last;
        if (mine && rows.size() < PAGE) {
            store.advance(job, "total = done");
            store.finish(job);
            return false;
        }
        return mine;
    }

    private List<Object[]> cases(List<Long> rows) {
        Map<SubjectId, Long> subjects = new LinkedHashMap<>();
        for (StoredListing entry : listings.ofRows(rows)) {
            subjects.putIfAbsent(entry.listing().subject(), entry.row());
        }
        List<Object[]> cases = new ArrayList<>();
        Weighing.Scales scales = weighing.scales();
        LocalDate asOf = Objects.requireNonNull(job.asOf());
        Map<SubjectId, List<StoredListing>> about = weighing.listings(subjects.keySet());
        int every = Math.max(1, subjects.size() * contexts.size() / TIMED_OF_PAGE);
        int number = 0;
        for (Map.Entry<SubjectId, Long> one : subjects.entrySet()) {
            SubjectId subject = one.getKey();
            for (String context : contexts) {
                Question question = new Question(subject, null, context, null, place, asOf, scales.now(), List.of());
                CaseFile file = weighing.file(scales, question, about.getOrDefault(subject, List.of()));
                comparer.compare(file)
                        .ifPresent(comparison -> cases.add(new Object[] {
                            job.id(),
                            one.getValue(),
                            vault.references(subject).get(0),
                            context,
                            comparison.kind(),
                            findings.number(comparison)
                        }));
                if (number++ % every == 0) {
                    timing.take(file);
                }
            }
        }
        return cases;
    }
}
