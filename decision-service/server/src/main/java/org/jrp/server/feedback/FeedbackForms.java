package org.jrp.server.feedback;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Instrument;
import org.jrp.decision.Applied;
import org.jrp.decision.Citation;
import org.jrp.decision.DecidedEntry;
import org.jrp.decision.Decision;
import org.jrp.decision.Question;
import org.jrp.record.CanonicalDecision;
import org.jrp.server.Uuids;
import org.jrp.server.decision.DecisionLog;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StoredListing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Fills in printable forms of reports (联合奖惩反馈单). */
@Component
class FeedbackForms {

    private final DecisionLog log;
    private final ListingStore listings;
    private final FeedbackViews views;
    private final JdbcClient jdbc;

    FeedbackForms(DecisionLog log, ListingStore listings, FeedbackViews views, JdbcClient jdbc) {
        this.log = log;
        this.listings = listings;
        this.views = views;
        this.jdbc = jdbc;
    }

    /**
     * What a form says besides the report.
     *
     * @param docNo of the entry
     * @param bases a sentence for each clause
     * @param occasion the decision or task
     */
    record Facts(
            @Nullable String docNo, @Nullable String recogniser, List<String> bases, String occasion, LocalDate day) {}

    /** The form of a report as a page. */
    String of(FeedbackView report) {
        UUID decision = report.decisionId();
        UUID task = report.taskId();
        if (decision != null) {
            return FeedbackForm.of(report, ofDecision(decision, report));
        }
        if (task == null) {
            throw new IllegalStateException("A report is on a decision or a task.");
        }
        return FeedbackForm.of(report, ofTask(task, report));
    }

    private Facts ofDecision(UUID id, FeedbackView report) {
        DecisionLog.Row row = log.find(id).orElseThrow();
        Decision decision = CanonicalDecision.read(row.canonical()).decision();
        Optional<DecidedEntry> entry = decision.entries().stream()
                .filter(one -> one.entryId().equals(report.entryId()))
                .findFirst();
        List<String> bases = decision.measures().stream()
                .filter(one -> one.code().equals(report.measure()))
                .map(Applied::citations)
                .flatMap(List::stream)
                .map(FeedbackForms::basis)
                .distinct()
                .toList();
        return new Facts(
                entry.map(DecidedEntry::docNo).orElse(null),
                entry.map(DecidedEntry::recogniser).orElse(null),
                bases,
                "核查决定 " + id,
                row.decidedAt().atOffset(Question.SHANGHAI).toLocalDate());
    }

    private Facts ofTask(UUID id, FeedbackView report) {
        Optional<StoredListing> entry =
                listings.ofEntryIds(List.of(report.entryId())).stream().findFirst();
        Catalogue catalogue = views.catalogue();
        List<String> bases = new ArrayList<>();
        String[] provisions = jdbc.sql("select provisions from task where id = ?")
                .param(id)
                .query((row, number) -> (String[]) row.getArray(1).getArray())
                .single();
        for (String provision : provisions) {
            catalogue.findProvision(provision).ifPresent(one -> {
                Optional<Instrument> instrument = catalogue.findInstrument(one.instrument());
                bases.add(basis(
                        instrument.map(Instrument::title).orElse(one.instrument()),
                        instrument.map(Instrument::docNo).orElse(null),
                        one.clause(),
                        one.text(),
                        false));
            });
        }
        return new Facts(
                entry.map(one -> one.listing().docNo()).orElse(null),
                entry.map(one -> one.listing().recogniser()).orElse(null),
                bases,
                "任务 " + id,
                Uuids.moment(id).atOffset(Question.SHANGHAI).toLocalDate());
    }

    private static String basis(Citation citation) {
        return basis(
                citation.title(),
                citation.docNo(),
                citation.clause(),
                citation.text(),
                citation.verified() && citation.docNoVerified());
    }

    /** What was not seen in a public copy says so. */
    private static String basis(
            String title, @Nullable String docNo, @Nullable String clause, String text, boolean verified) {
        String where = clause == null ? "条款未核实" : verified ? clause : clause + "，未核实";
        return "《" + title + "》" + (docNo == null ? "" : docNo) + "（" + where + "）：" + text;
    }
}
