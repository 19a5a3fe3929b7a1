package org.jrp.server.feedback;

import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.WorkingDays;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.access.Role;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.task.Duties;
import org.jrp.server.task.Owed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;

/** What departments owe reports on (待反馈清单, DP-64): for them and for who follows it up, never for the public. */
@Service
class Pending {

    private final Duties duties;
    private final MaskedSubjects subjects;
    private final FeedbackViews views;
    private final JdbcClient jdbc;
    private final AccessLog access;

    Pending(Duties duties, MaskedSubjects subjects, FeedbackViews views, JdbcClient jdbc, AccessLog access) {
        this.duties = duties;
        this.subjects = subjects;
        this.views = views;
        this.jdbc = jdbc;
        this.access = access;
    }

    /**
     * A report that is owed (待反馈事项).
     *
     * @param subject null where what was personal was erased; a natural person's name is left out
     * @param state {@code open}, {@code acknowledged} or {@code unconfirmed}: reported, and a named officer must stand by it
     * @param due last day for the report
     * @param daysLeft working days that are left, today not counted; below 0 how many it is late
     * @param dueAssumed whether the calendar of working days of that year is an assumption
     */
    @Schema(name = "PendingFeedback")
    record Item(
            @Nullable UUID decisionId,
            @Nullable UUID taskId,
            String measure,
            @Nullable String measureName,
            String entryId,
            @Nullable String list,
            @Nullable String listName,
            MaskedSubjects.@Nullable Subject subject,
            boolean rightsReducing,
            String state,
            LocalDate due,
            boolean overdue,
            int daysLeft,
            boolean dueAssumed) {}

    /**
     * How much is owed, counted up to a bound.
     *
     * @param more whether there is more than was counted; the summary counts all
     */
    @Schema(name = "PendingTotals")
    record Totals(int owed, int overdue, boolean more) {}

    /** A page of what is owed, the oldest first. */
    @Schema(name = "PendingPage")
    record Page(
            String department,
            LocalDate asOf,
            List<Item> items,
            Totals totals,
            @Nullable String cursor) {}

    /**
     * What one department owes and has reported (反馈汇总).
     *
     * @param owed reports owed, the overdue and the unconfirmed among them
     * @param unconfirmed reported, and a named officer must stand by it
     */
    @Schema(name = "FeedbackSummaryRow")
    record Sum(String department, String departmentName, long owed, long overdue, long unconfirmed, long reported) {}

    /** What departments owe and have reported. */
    @Schema(name = "FeedbackSummary")
    record Summary(LocalDate asOf, List<Sum> items) {}

    /** Whether the caller sees every department's reports. */
    static boolean followsUp(Caller caller) {
        return caller.is(Role.AUDITOR) || caller.is(Role.CREDIT_OFFICE);
    }

    Page page(
            Caller caller,
            @Nullable String wanted,
            @Nullable Boolean overdue,
            @Nullable Integer limit,
            @Nullable String cursor) {
        String department = views.department(caller, wanted);
        LocalDate today = views.today();
        int most = Cursor.limit(limit);
        List<Owed> found = duties.pending(
                department,
                Boolean.FALSE.equals(overdue) ? today : null,
                Boolean.TRUE.equals(overdue) ? today : null,
                cursor == null ? null : after(department, cursor),
                most + 1);
        List<Owed> shown = found.subList(0, Math.min(most, found.size()));
        access.record(caller, "feedback-pending", null, department, null, shown.isEmpty() ? "not-found" : "found");
        return new Page(
                department,
                today,
                items(shown, today),
                totals(department, today),
                found.size() > most ? cursor(shown.get(shown.size() - 1)) : null);
    }

    private List<Item> items(List<Owed> shown, LocalDate today) {
        Map<UUID, MaskedSubjects.Known> ofDecisions = subjects.ofDecisions(shown.stream()
                .map(Owed::decision)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        Map<Long, MaskedSubjects.Known> ofListings = subjects.ofListings(shown.stream()
                .map(Owed::listing)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        Map<String, String> lists =
                lists(shown.stream().map(Owed::entryId).distinct().toList());
        WorkingDays calendar = views.catalogue().workingDays();
        List<Item> items = new ArrayList<>();
        // The page is in order of its days, so each counts on from the one before.
        LocalDate counted = today;
        int daysLeft = 0;
        for (Owed owed : shown) {
            daysLeft += workingDays(calendar, counted, owed.due());
            counted = owed.due();
            UUID decision = owed.decision();
            Long listing = owed.listing();
            MaskedSubjects.Known known =
                    decision != null ? ofDecisions.get(decision) : listing == null ? null : ofListings.get(listing);
            String list = lists.get(owed.entryId());
            items.add(new Item(
                    decision,
                    owed.task(),
                    owed.measure(),
                    views.measureName(owed.measure()),
                    owed.entryId(),
                    list,
                    list == null ? null : views.listName(list),
                    known == null ? null : known.shown(false),
                    owed.rightsReducing(),
                    owed.state(),
                    owed.due(),
                    owed.due().isBefore(today),
                    daysLeft,
                    calendar.assumed(owed.due().getYear())));
        }
        return items;
    }

    private Map<String, String> lists(List<String> entryIds) {
        Map<String, String> lists = new HashMap<>();
        if (!entryIds.isEmpty()) {
            jdbc.sql("select entry_id, list from listing where entry_id = any (?)")
                    .param(new SqlArrayValue("text", entryIds.toArray()))
                    .query(row -> {
                        lists.put(row.getString(1), row.getString(2));
                    });
        }
        return lists;
    }

    /** Working days after one day up to another, that day included; below 0 where it lies before. */
    static int workingDays(WorkingDays calendar, LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            return -workingDays(calendar, to, from);
        }
        int days = 0;
        for (LocalDate day = from.plusDays(1); !day.isAfter(to); day = day.plusDays(1)) {
            days += calendar.worked(day) ? 1 : 0;
        }
        return days;
    }

    private Totals totals(String department, LocalDate today) {
        Duties.Count owed = duties.count(department, null);
        Duties.Count overdue = duties.count(department, today);
        return new Totals(owed.number(), overdue.number(), owed.more() || overdue.more());
    }

    /** Counts of the departments that the caller may follow up; of all of them where it names none and follows up all. */
    Summary summary(Caller caller, @Nullable String wanted) {
        String department = wanted == null && followsUp(caller) ? null : views.department(caller, wanted);
        LocalDate today = views.today();
        access.record(caller, "feedback-summary", null, department, null, "found");
        return new Summary(
                today,
                duties.sums(department, today).stream()
                        .map(one -> new Sum(
                                one.department(),
                                views.departmentName(one.department()),
                                one.owed(),
                                one.overdue(),
                                one.unconfirmed(),
                                one.reported()))
                        .toList());
    }

    private static String cursor(Owed last) {
        String text = String.join(
                "\n",
                last.due().toString(),
                last.id().toString(),
                last.decision() == null ? "t" : "d",
                last.measure(),
                last.entryId());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Owed after(String department, String cursor) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\n", 5);
            if (parts.length == 5
                    && cursor.indexOf('\0') < 0
                    && parts[4].indexOf('\0') < 0
                    && parts[3].indexOf('\0') < 0) {
                UUID id = UUID.fromString(parts[1]);
                boolean task = parts[2].equals("t");
                return new Owed(
                        task ? null : id,
                        task ? id : null,
                        null,
                        parts[3],
                        parts[4],
                        department,
                        new byte[0],
                        false,
                        LocalDate.parse(parts[0]),
                        "");
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw invalidCursor();
        }
        throw invalidCursor();
    }

    private static ProblemException invalidCursor() {
        return ProblemException.field(
                400,
                "invalid-parameter",
                "cursor",
                "invalid-cursor",
                new Text("参数 cursor 不是上一页给出的值。", "The parameter cursor is not what the page before gave."));
    }
}
