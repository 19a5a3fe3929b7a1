package org.jrp.server.repair;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jrp.catalogue.Text;
import org.jrp.listing.EventType;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.access.Role;
import org.jrp.server.entry.EntryKey;
import org.jrp.server.entry.EntryLife;
import org.jrp.server.entry.EventRequest;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Trainings for credit repair (信用修复培训), work plan item 15: held, and attended for an entry each. Those attendees that can be taken are
 * taken beside those that cannot; the training and the entries' events are one transaction, the caller's.
 */
@Service
final class Trainings {

    private static final List<String> EVIDENCE = List.of("training", "volunteering");
    private static final int MOST_ATTENDEES = 1_000;
    private static final BigDecimal FEWEST_HOURS = BigDecimal.valueOf(3);
    private static final BigDecimal MOST_HOURS = BigDecimal.valueOf(200);

    /** From memory, not verified (lifecycle.md no. 13): so it is said, not enforced. */
    private static final Text FEW_HOURS = new Text(
            "培训不足 3 学时:据了解每次信用修复培训一般不少于 3 学时(未核实),已照登。",
            "Fewer than 3 hours: a course is said to take at least 3 (unverified). It was taken all the same.");

    private static final String ROWS = """
            select t.*, (select count(*) from training_attendance a where a.training = t.id) as attended
            from training t
            """;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate savepoint;
    private final Entries entries;
    private final EntryLife life;
    private final CommitmentPages names;
    private final AccessLog log;
    private final InstantSource clock;

    Trainings(
            DataSource source,
            PlatformTransactionManager transactions,
            Entries entries,
            EntryLife life,
            CommitmentPages names,
            AccessLog log,
            InstantSource clock) {
        this.jdbc = new JdbcTemplate(source);
        this.savepoint = new TransactionTemplate(transactions);
        savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.entries = entries;
        this.life = life;
        this.names = names;
        this.log = log;
        this.clock = clock;
    }

    /** One attendee with its place in the request. */
    private record Seat(int index, String entryId, String evidence, StoredListing stored) {}

    /**
     * Takes a training in.
     *
     * @param locale of the messages about attendees
     * @throws ProblemException 422 {@code nobody-trained} where no attendee can be taken
     */
    TrainingView.Outcome hold(Caller caller, TrainingView.Wanted wanted, Locale locale) {
        Papers papers = new Papers(life.today());
        String title = papers.text(wanted.title(), "/title", Papers.LONGEST_NUMBER);
        String field = wanted.field();
        if (field != null && entries.list(field).isEmpty()) {
            papers.wrong(
                    "/field", "unknown-list", "没有这个名单;代码见 /api/v1/lists。", "There is no such list: see /api/v1/lists.");
        }
        LocalDate heldOn = papers.day(wanted.heldOn(), "/heldOn");
        BigDecimal hours = hours(wanted.hours(), papers);
        String documentNo = papers.text(wanted.documentNo(), "/documentNo", Papers.LONGEST_NUMBER);
        List<TrainingView.@Nullable Attendee> attendees = wanted.attendees() == null ? List.of() : wanted.attendees();
        if (attendees.isEmpty() || attendees.size() > MOST_ATTENDEES) {
            papers.wrong("/attendees", "out-of-range", "参训人员应为 1 至 1000 个。", "There are from 1 to 1,000 attendees.");
        }
        papers.refuseIfWrong();
        UUID id = Uuids.at(clock.instant());
        insert(caller, id, title, field, heldOn, hours, documentNo);
        List<TrainingView.RowError> errors = new ArrayList<>();
        int accepted = 0;
        for (Seat seat : seats(attendees, field, errors, locale)) {
            try {
                savepoint.executeWithoutResult(status -> attend(caller, id, seat, heldOn, documentNo));
                accepted++;
            } catch (ProblemException e) {
                errors.add(new TrainingView.RowError(
                        seat.index(), seat.entryId(), e.code(), e.detail().in(locale)));
            }
        }
        errors.sort(Comparator.comparingInt(TrainingView.RowError::index));
        if (accepted == 0) {
            throw nobody(errors);
        }
        log.record(caller, "training-held", null, id.toString(), null, accepted + " taken");
        List<TrainingView.Warning> warnings = hours.compareTo(FEWEST_HOURS) < 0
                ? List.of(new TrainingView.Warning("few-hours", FEW_HOURS.in(locale)))
                : List.of();
        return new TrainingView.Outcome(id, accepted, errors.size(), errors, warnings);
    }

    private static ProblemException nobody(List<TrainingView.RowError> errors) {
        return ProblemException.fields(
                422,
                "nobody-trained",
                new Text("没有一个参训条目可以登记,培训未记录。", "Not one attendee could be taken; the training was not recorded."),
                errors.stream()
                        .map(one -> new ProblemException.FieldProblem(
                                "/attendees/" + one.index(), one.code(), new Text(one.message(), one.message())))
                        .toList());
    }

    private static BigDecimal hours(@Nullable BigDecimal sent, Papers papers) {
        if (sent == null
                || sent.signum() <= 0
                || sent.compareTo(MOST_HOURS) > 0
                || sent.stripTrailingZeros().scale() > 1) {
            papers.wrong(
                    "/hours",
                    "out-of-range",
                    "学时应大于 0、不超过 200,最多一位小数。",
                    "Hours are above 0, up to 200, with one decimal.");
            return BigDecimal.ONE;
        }
        return sent;
    }

    /** Those who may attend, in the order of their entries' keys, so that two trainings never wait for each other in turn. */
    private List<Seat> seats(
            List<TrainingView.@Nullable Attendee> attendees,
            @Nullable String field,
            List<TrainingView.RowError> errors,
            Locale locale) {
        Map<String, StoredListing> stored = entries.byId(attendees.stream()
                .filter(Objects::nonNull)
                .map(TrainingView.Attendee::entryId)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        Set<String> seen = new HashSet<>();
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < attendees.size(); i++) {
            TrainingView.Attendee one = attendees.get(i);
            String entryId = one == null ? null : one.entryId();
            String evidence = one == null || one.evidence() == null ? "training" : one.evidence();
            StoredListing listing = entryId == null ? null : stored.get(entryId);
            Fault fault = fault(listing, evidence, field, entryId == null || seen.add(entryId));
            if (fault != null || listing == null || entryId == null) {
                Fault told = fault == null ? Fault.NOT_FOUND : fault;
                errors.add(new TrainingView.RowError(
                        i, entryId, told.code, told.message().in(locale)));
            } else {
                seats.add(new Seat(i, entryId, evidence, listing));
            }
        }
        seats.sort(Comparator.comparingLong(seat -> seat.stored().row()));
        return seats;
    }

    /** Why one cannot attend. */
    private enum Fault {
        NOT_FOUND("entry-not-found", "没有这个条目。", "There is no such entry."),
        TWICE("duplicate", "该条目在名单中出现了两次。", "The entry stands in the request twice."),
        UNKNOWN_EVIDENCE("unknown-evidence", "佐证应为 training 或 volunteering。", "Evidence is training or volunteering."),
        ORGANISATION(
                "persons-only",
                "志愿服务、社会公益服务只适用于自然人;单位应参加培训。",
                "Volunteering counts for natural persons alone; organisations attend the training."),
        OTHER_FIELD("other-field", "该条目不属于本次培训的领域(field)。", "The entry is not of the training's field.");

        private final String code;
        private final String zh;
        private final String en;

        Fault(String code, String zh, String en) {
            this.code = code;
            this.zh = zh;
            this.en = en;
        }

        Text message() {
            return new Text(zh, en);
        }
    }

    private static @Nullable Fault fault(
            @Nullable StoredListing stored, String evidence, @Nullable String field, boolean first) {
        if (stored == null) {
            return Fault.NOT_FOUND;
        }
        if (!first) {
            return Fault.TWICE;
        }
        if (!EVIDENCE.contains(evidence)) {
            return Fault.UNKNOWN_EVIDENCE;
        }
        if (evidence.equals("volunteering")
                && !ShownSubject.person(stored.listing().subject())) {
            return Fault.ORGANISATION;
        }
        return field != null && !field.equals(stored.listing().list()) ? Fault.OTHER_FIELD : null;
    }

    private void attend(Caller caller, UUID id, Seat seat, LocalDate heldOn, String documentNo) {
        int seq = life.append(
                        caller,
                        seat.entryId(),
                        new EventRequest(
                                EventType.TRAINED.code(),
                                heldOn,
                                caller.is(Role.CREDIT_OFFICE) ? "plat" : "dept",
                                null,
                                documentNo,
                                null,
                                null,
                                null,
                                null,
                                null))
                .seq();
        jdbc.update("""
                insert into training_attendance (training, entry_id, subject, evidence, event_seq)
                select ?, entry_id, subject, ?, ? from listing where id = ?
                """, id, seat.evidence(), seq, seat.stored().row());
    }

    private void insert(
            Caller caller,
            UUID id,
            String title,
            @Nullable String field,
            LocalDate heldOn,
            BigDecimal hours,
            String documentNo) {
        jdbc.update(
                """
                insert into training (id, title, field, held_on, hours, organiser, document_no, credential, officer)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                id,
                title,
                field,
                heldOn,
                hours,
                caller.department().code(),
                documentNo,
                caller.credential(),
                caller.officer());
    }

    /** Trainings of the caller's department and lists; all for the credit office and auditors. */
    TrainingView.Page page(Caller caller, @Nullable Integer limit, @Nullable String cursor) {
        Scope scope = Scope.of(caller);
        int most = Cursor.limit(limit);
        List<TrainingView> found = jdbc.query(
                ROWS + "where t.id < ? and (? or t.field = any (?) or t.organiser = ?)" + " order by t.id desc limit ?",
                (row, n) -> read(row),
                Cursor.before(cursor),
                scope.all(),
                scope.listArray(),
                scope.department(),
                most + 1);
        log.record(caller, "trainings-listed", null, null, null, "ok");
        List<TrainingView> items = found.subList(0, Math.min(most, found.size()));
        return new TrainingView.Page(
                items,
                found.size() > most ? Cursor.of(items.get(items.size() - 1).id()) : null);
    }

    /** One with those who attended; a list manager sees of another department's training who is on its own lists. */
    TrainingView view(Caller caller, UUID id) {
        Scope scope = Scope.of(caller);
        TrainingView training = jdbc.query(ROWS + "where t.id = ?", (row, n) -> read(row), id).stream()
                .findFirst()
                .orElseThrow(Trainings::unknown);
        boolean whole = scope.covers(String.valueOf(training.field()), training.organiser());
        List<TrainingView.Attendance> attendance = attendance(id).stream()
                .filter(one -> whole || scope.lists().contains(one.list()))
                .toList();
        if (!whole && attendance.isEmpty()) {
            throw unknown();
        }
        log.record(caller, "training-read", null, id.toString(), null, "ok");
        return new TrainingView(
                training.id(),
                training.title(),
                training.field(),
                training.heldOn(),
                training.hours(),
                training.organiser(),
                training.organiserName(),
                training.documentNo(),
                training.officer(),
                training.recordedAt(),
                training.attended(),
                attendance);
    }

    private List<TrainingView.Attendance> attendance(UUID id) {
        record Seen(String entryId, String evidence, int seq) {}
        List<Seen> seen = jdbc.query(
                "select * from training_attendance where training = ? order by entry_id",
                (row, n) -> new Seen(row.getString("entry_id"), row.getString("evidence"), row.getInt("event_seq")),
                id);
        Map<String, StoredListing> stored =
                entries.byId(seen.stream().map(Seen::entryId).toList());
        return seen.stream()
                .map(one -> {
                    StoredListing entry = stored.get(one.entryId());
                    return new TrainingView.Attendance(
                            one.entryId(),
                            EntryKey.of(one.entryId()),
                            entry == null ? "" : entry.listing().list(),
                            entry == null
                                    ? null
                                    : ShownSubject.of(
                                            entry.listing().subject(),
                                            entry.listing().name(),
                                            false),
                            one.evidence(),
                            one.seq());
                })
                .toList();
    }

    /** A training that was attended for an entry. */
    record Attended(
            String entryId,
            UUID training,
            String title,
            LocalDate heldOn,
            String hours,
            String organiser,
            String evidence) {}

    /** Those attended for any of these entries, newest first. */
    List<Attended> about(Collection<String> entryIds) {
        return jdbc.query(
                """
                select a.entry_id, a.evidence, t.* from training_attendance a join training t on t.id = a.training
                where a.entry_id = any (?) order by t.id desc
                """,
                (row, n) -> new Attended(
                        row.getString("entry_id"),
                        row.getObject("id", UUID.class),
                        row.getString("title"),
                        row.getObject("held_on", LocalDate.class),
                        text(row.getBigDecimal("hours")),
                        names.departmentName(row.getString("organiser")),
                        row.getString("evidence")),
                (Object) entryIds.toArray(String[]::new));
    }

    private TrainingView read(ResultSet row) throws SQLException {
        return new TrainingView(
                row.getObject("id", UUID.class),
                row.getString("title"),
                row.getString("field"),
                row.getObject("held_on", LocalDate.class),
                text(row.getBigDecimal("hours")),
                row.getString("organiser"),
                names.departmentName(row.getString("organiser")),
                row.getString("document_no"),
                row.getString("officer"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getInt("attended"),
                null);
    }

    private static String text(BigDecimal hours) {
        return hours.stripTrailingZeros().toPlainString();
    }

    private static ProblemException unknown() {
        return ProblemException.of(
                404, "unknown-training", "没有这次培训,或者无权查看。", "There is no such training, or it is not yours to see.");
    }
}
