package org.jrp.server.task;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jrp.decision.Question;
import org.jrp.listing.EntryState;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.State;
import org.jrp.server.Uuids;
import org.jrp.server.decision.Ref;
import org.jrp.server.decision.Weighing;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.notification.NotificationKind;
import org.jrp.server.notification.Notifications;
import org.jrp.server.notification.Notifications.Message;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Brings the tasks about subjects in line with what their entries call for today (任务核对): opens what is called for and not there,
 * closes what is there and no longer called for, and tells the departments. It looks at how things stand, never at what happened
 * before: run again it changes nothing, and in whatever order changes reach it, it ends at the same.
 */
@Component
class Reconciler {

    private static final Comparator<Call.Key> BY_CALL = Comparator.comparingLong(Call.Key::listing)
            .thenComparing(Call.Key::department)
            .thenComparing(Call.Key::measure);

    private final JdbcTemplate jdbc;
    private final Weighing weighing;
    private final Reconsiderations reconsiderations;
    private final AffectedDecisions affected;
    private final Notifications notifications;
    private final SubjectVault vault;
    private final String place;

    Reconciler(
            JdbcTemplate jdbc,
            Weighing weighing,
            Reconsiderations reconsiderations,
            AffectedDecisions affected,
            Notifications notifications,
            SubjectVault vault,
            @Value("${jrp.place:341182}") String place) {
        this.jdbc = jdbc;
        this.weighing = weighing;
        this.reconsiderations = reconsiderations;
        this.affected = affected;
        this.notifications = notifications;
        this.vault = vault;
        this.place = place;
    }

    /**
     * What is to be looked at together (核对范围).
     *
     * @param change number of the change that calls for it, or of the last of several
     * @param cause its kind
     * @param subjects whom it concerns
     * @param entries rows of the entries that came or changed; empty where a day or a release is the cause
     * @param arrived whether those entries came just now
     */
    record Scope(long change, String cause, Set<SubjectId> subjects, Set<Long> entries, boolean arrived) {}

    /** What was done. */
    record Done(int opened, int closed, int told) {}

    /** A task that stands. */
    private record Standing(UUID id, String entryId, Call.Key key) {}

    /** Inside a transaction of the caller's. */
    Done reconcile(Scope scope) {
        if (scope.subjects().isEmpty()) {
            return new Done(0, 0, 0);
        }
        Weighing.Scales scales = weighing.scales();
        LocalDate today = scales.now().atOffset(Question.SHANGHAI).toLocalDate();
        Map<String, String> successors = successors();
        Map<SubjectId, List<StoredListing>> listings = weighing.listings(scope.subjects());
        Map<Ref, SubjectId> bySubject = new HashMap<>();
        List<byte[]> references = new ArrayList<>();
        for (SubjectId subject : scope.subjects()) {
            List<byte[]> all = vault.references(subject);
            all.forEach(one -> bySubject.put(Ref.of(one), subject));
            references.addAll(all);
        }
        Set<SubjectId> replaced = replaced(references, bySubject, today);
        Map<Call.Key, Call> wanted =
                new TreeMap<>(BY_CALL.thenComparingLong(key -> key.subject().high())
                        .thenComparingLong(key -> key.subject().low()));
        Map<byte[], @Nullable LocalDate> turns = new LinkedHashMap<>();
        for (SubjectId subject : scope.subjects()) {
            byte[] reference = vault.references(subject).get(0);
            List<StoredListing> about =
                    replaced.contains(subject) ? List.of() : listings.getOrDefault(subject, List.of());
            Calls calls = Calls.of(weighing, scales, subject, reference, about, today, place, successors);
            wanted.putAll(calls.calls());
            turns.put(reference, calls.turns());
        }
        Map<Call.Key, Standing> standing = standing(references, bySubject);
        List<Call> fresh = wanted.values().stream()
                .filter(call -> !standing.containsKey(call.key()))
                .toList();
        List<Standing> gone = standing.values().stream()
                .filter(one -> !wanted.containsKey(one.key()))
                .toList();
        Map<Long, StoredListing> entries = new HashMap<>();
        listings.values().forEach(all -> all.forEach(one -> entries.put(one.row(), one)));

        Told told = new Told(today, entries, replaced, bySubject);
        open(fresh, scales, told);
        close(gone, told);
        if (!scope.arrived()) {
            changed(scope, told, standing, wanted);
        }
        ended(scope, told);
        remember(turns);
        notifications.tell(told.messages);
        reconsiderations.weigh(scope, scales, listings, today);
        return new Done(fresh.size(), gone.size(), told.messages.size());
    }

    private Map<String, String> successors() {
        Map<String, String> direct = new HashMap<>();
        jdbc.query("select code, successor from department where successor is not null", row -> {
            direct.put(row.getString(1), row.getString(2));
        });
        Map<String, String> last = new HashMap<>();
        for (String code : direct.keySet()) {
            String at = code;
            Set<String> seen = new HashSet<>();
            while (direct.containsKey(at) && seen.add(at)) {
                at = Objects.requireNonNull(direct.get(at));
            }
            last.put(code, at);
        }
        return last;
    }

    /** Subjects whose place another has taken by today: their entries are followed up with the other. */
    private Set<SubjectId> replaced(List<byte[]> references, Map<Ref, SubjectId> bySubject, LocalDate today) {
        Set<SubjectId> replaced = new HashSet<>();
        jdbc.query(
                "select distinct predecessor from succession where predecessor = any (?) and takes_effect <= ?",
                row -> {
                    replaced.add(Objects.requireNonNull(bySubject.get(Ref.of(row.getBytes(1)))));
                },
                references.toArray(byte[][]::new),
                today);
        return replaced;
    }

    private Map<Call.Key, Standing> standing(List<byte[]> references, Map<Ref, SubjectId> bySubject) {
        Map<Call.Key, Standing> standing = new LinkedHashMap<>();
        jdbc.query(
                """
                select id, listing, entry_id, subject, department, measure from task
                where subject = any (?) and state <> 'closed' order by id
                """,
                row -> {
                    SubjectId subject = Objects.requireNonNull(bySubject.get(Ref.of(row.getBytes("subject"))));
                    Call.Key key = new Call.Key(
                            row.getLong("listing"),
                            Ref.of(vault.references(subject).get(0)),
                            row.getString("department"),
                            row.getString("measure"));
                    standing.put(key, new Standing(row.getObject("id", UUID.class), row.getString("entry_id"), key));
                },
                (Object) references.toArray(byte[][]::new));
        return standing;
    }

    private void open(List<Call> fresh, Weighing.Scales scales, Told told) {
        if (fresh.isEmpty()) {
            return;
        }
        List<UUID> ids = new ArrayList<>(fresh.size());
        Set<UUID> opened = new HashSet<>();
        jdbc.execute((Connection connection) -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into task (id, listing, entry_id, list, subject, department, measure, kind, effect, rights_reducing, contexts,
                        edition, provisions, release, due)
                    select id, listing, entry_id, list, subject, department, measure, kind, effect, rights_reducing,
                        string_to_array(contexts, ' '), edition, string_to_array(provisions, chr(10)), ?, due
                    from unnest(?::uuid[], ?::int8[], ?::text[], ?::text[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::bool[], ?::text[], ?::text[], ?::text[], ?::date[])
                        as given (id, listing, entry_id, list, subject, department, measure, kind, effect, rights_reducing, contexts,
                            edition, provisions, due)
                    on conflict (listing, subject, department, measure) where state <> 'closed' do nothing
                    returning id
                    """)) {
                fresh.forEach(unused -> ids.add(Uuids.at(scales.now())));
                insert.setString(1, scales.release().hash());
                Column column = new Column(connection, insert, fresh);
                insert.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
                column.set("int8", call -> call.key().listing());
                column.set("text", Call::entryId);
                column.set("text", Call::list);
                insert.setArray(
                        column.place(),
                        connection.createArrayOf(
                                "bytea",
                                fresh.stream()
                                        .map(call -> call.key().subject().bytes())
                                        .toArray(byte[][]::new)));
                column.set("text", call -> call.key().department());
                column.set("text", call -> call.key().measure());
                column.set("text", call -> call.kind().code());
                column.set("text", call -> call.effect().code());
                column.set("bool", Call::rightsReducing);
                column.set("text", call -> String.join(" ", call.contexts()));
                column.set("text", Call::edition);
                column.set("text", call -> String.join("\n", call.provisions()));
                column.set("date", call -> call.due().toString());
                try (ResultSet row = insert.executeQuery()) {
                    while (row.next()) {
                        opened.add(row.getObject(1, UUID.class));
                    }
                }
            }
            return opened;
        });
        for (int i = 0; i < ids.size(); i++) {
            if (opened.contains(ids.get(i))) {
                told.opened(fresh.get(i), ids.get(i));
            }
        }
        told.endGroup(NotificationKind.TASKS_OPENED);
    }

    /** Sets one column of a group after the other. */
    private static final class Column {

        private final Connection connection;
        private final PreparedStatement statement;
        private final List<Call> calls;
        private int next = 3;

        Column(Connection connection, PreparedStatement statement, List<Call> calls) {
            this.connection = connection;
            this.statement = statement;
            this.calls = calls;
        }

        int place() {
            return next++;
        }

        void set(String type, java.util.function.Function<Call, Object> value) throws SQLException {
            Array array =
                    connection.createArrayOf(type, calls.stream().map(value).toArray());
            statement.setArray(next++, array);
        }
    }

    private void close(List<Standing> gone, Told told) {
        if (gone.isEmpty()) {
            return;
        }
        UUID[] ids = gone.stream().map(Standing::id).toArray(UUID[]::new);
        String[] reasons = gone.stream().map(one -> told.reason(one.key())).toArray(String[]::new);
        jdbc.update("""
                with ended as (
                    update task set state = 'closed' from unnest(?::uuid[], ?::text[]) as given (id, reason)
                    where task.id = given.id and state <> 'closed'
                    returning task.id, given.reason)
                insert into task_event (task, seq, type, reason, department, credential)
                select id, coalesce((select max(seq) from task_event e where e.task = ended.id), 0) + 1, 'closed', reason, 'credit-office',
                    'system'
                from ended
                """, ids, reasons);
        gone.forEach(told::closed);
        told.endGroup(NotificationKind.TASKS_CLOSED);
    }

    /** Tells of changes to entries that still stand: an objection, an amendment. */
    private void changed(Scope scope, Told told, Map<Call.Key, Standing> standing, Map<Call.Key, Call> wanted) {
        for (long row : scope.entries()) {
            StoredListing entry = told.entries.get(row);
            if (entry == null || !told.live(entry)) {
                continue;
            }
            Set<String> departments = new LinkedHashSet<>();
            standing.keySet().stream()
                    .filter(key -> key.listing() == row && wanted.containsKey(key))
                    .forEach(key -> departments.add(key.department()));
            departments.addAll(acted(String.valueOf(entry.listing().entryId())));
            for (String department : departments) {
                told.add(department, entry, NotificationKind.ENTRY_CHANGED, told.refs(entry));
            }
        }
    }

    /** What follows from the end of entries: nothing is owed any more, who acted is told, a withdrawal reaches past decisions. */
    private void ended(Scope scope, Told told) {
        for (long row : scope.entries()) {
            StoredListing entry = told.entries.get(row);
            // Going to the archive is no news: the end was told.
            if (entry == null
                    || told.live(entry)
                    || !told.begun(entry)
                    || told.state(entry).state() == EntryState.ARCHIVED) {
                continue;
            }
            String entryId = String.valueOf(entry.listing().entryId());
            jdbc.update("update duty set state = 'lapsed' where entry_id = ? and state = 'open'", entryId);
            Set<String> acted = acted(entryId);
            EntryState state = told.state(entry).state();
            for (String department : acted) {
                if (!told.toldOfClosing(department, entryId)) {
                    told.add(department, entry, NotificationKind.TASKS_CLOSED, told.closing(entry));
                }
            }
            if (state == EntryState.REPAIRED) {
                Set<String> concerned = new LinkedHashSet<>(acted);
                concerned.addAll(told.departmentsClosed(entryId));
                concerned.forEach(
                        department -> told.add(department, entry, NotificationKind.REPAIR_RECORDED, told.refs(entry)));
            }
            if (state == EntryState.WITHDRAWN) {
                affected.note(entry, told.messages);
            }
        }
        // An entry may end by the day as well; then nobody changed it just now.
        for (String entryId : told.closedEntries()) {
            jdbc.update("update duty set state = 'lapsed' where entry_id = ? and state = 'open'", entryId);
        }
    }

    private Set<String> acted(String entryId) {
        return new LinkedHashSet<>(jdbc.queryForList("""
                select distinct department from duty where entry_id = ? and state in ('reported', 'unconfirmed')
                union select distinct department from feedback where entry_id = ?
                order by department
                """, String.class, entryId, entryId));
    }

    private void remember(Map<byte[], @Nullable LocalDate> turns) {
        List<byte[]> none = new ArrayList<>();
        List<byte[]> some = new ArrayList<>();
        List<String> days = new ArrayList<>();
        turns.forEach((reference, day) -> {
            if (day == null) {
                none.add(reference);
            } else {
                some.add(reference);
                days.add(day.toString());
            }
        });
        if (!none.isEmpty()) {
            jdbc.update("delete from subject_turn where subject = any (?)", (Object) none.toArray(byte[][]::new));
        }
        if (!some.isEmpty()) {
            jdbc.update("""
                    insert into subject_turn (subject, day) select subject, day::date from unnest(?::bytea[], ?::text[]) as given (subject, day)
                    on conflict (subject) do update set day = excluded.day
                    """, some.toArray(byte[][]::new), days.toArray(String[]::new));
        }
    }

    /** Gathers what departments are told. */
    private final class Told {

        private final LocalDate today;
        private final Map<Long, StoredListing> entries;
        private final Set<SubjectId> replaced;
        private final Map<Ref, SubjectId> bySubject;
        private final List<Message> messages = new ArrayList<>();
        private final Map<String, Group> groups = new LinkedHashMap<>();
        private final Map<String, Set<String>> closed = new LinkedHashMap<>();

        private record Group(String department, Ref subject, long listing, String entryId, List<UUID> tasks) {}

        Told(
                LocalDate today,
                Map<Long, StoredListing> entries,
                Set<SubjectId> replaced,
                Map<Ref, SubjectId> bySubject) {
            this.today = today;
            this.entries = entries;
            this.replaced = replaced;
            this.bySubject = bySubject;
        }

        State state(StoredListing entry) {
            return entry.listing().stateAt(today, Instant.MAX);
        }

        boolean live(StoredListing entry) {
            return state(entry).live(today);
        }

        /** Whether it ever gave measures: what is still prepared has not ended. */
        boolean begun(StoredListing entry) {
            return switch (state(entry).state()) {
                case DRAFT, NOTICED, UNDER_DEFENCE -> false;
                case RECOGNISED, PUBLISHED, KEY_ATTENTION ->
                    !today.isBefore(state(entry).validFrom());
                case REPAIRED, EXPIRED, EXITED, WITHDRAWN, SUSPENDED, ARCHIVED -> true;
            };
        }

        String reason(Call.Key key) {
            StoredListing entry = entries.get(key.listing());
            SubjectId subject = bySubject.get(key.subject());
            if (subject != null && replaced.contains(subject)) {
                return "succession";
            }
            return entry == null || live(entry) ? "no-longer-called-for" : ending(entry);
        }

        private String ending(StoredListing entry) {
            EntryState state = state(entry).state();
            return switch (state) {
                case RECOGNISED, PUBLISHED, KEY_ATTENTION -> EntryState.EXPIRED.code();
                case DRAFT, NOTICED, UNDER_DEFENCE, REPAIRED, EXPIRED, EXITED, WITHDRAWN, SUSPENDED, ARCHIVED ->
                    state.code();
            };
        }

        void opened(Call call, UUID task) {
            group(call.key(), call.entryId()).tasks().add(task);
        }

        void closed(Standing one) {
            group(one.key(), one.entryId()).tasks().add(one.id());
            closed.computeIfAbsent(one.entryId(), unused -> new LinkedHashSet<>())
                    .add(one.key().department());
        }

        private Group group(Call.Key key, String entryId) {
            return groups.computeIfAbsent(
                    key.department() + ' ' + key.listing() + ' ' + key.subject(),
                    unused -> new Group(key.department(), key.subject(), key.listing(), entryId, new ArrayList<>()));
        }

        void endGroup(NotificationKind kind) {
            groups.values().forEach(group -> {
                StoredListing entry = entries.get(group.listing());
                Map<String, Object> refs = new HashMap<>();
                if (kind == NotificationKind.TASKS_CLOSED && entry != null) {
                    refs.putAll(closing(entry));
                }
                refs.put("entryId", group.entryId());
                refs.put("tasks", group.tasks().stream().map(UUID::toString).toList());
                messages.add(new Message(group.department(), group.subject().bytes(), kind, refs));
            });
            groups.clear();
        }

        Map<String, Object> closing(StoredListing entry) {
            Map<String, Object> refs = new HashMap<>(refs(entry));
            refs.put("tasks", List.of());
            refs.put("reason", live(entry) ? "no-longer-called-for" : ending(entry));
            return refs;
        }

        Map<String, Object> refs(StoredListing entry) {
            Map<String, Object> refs = new HashMap<>();
            refs.put("entryId", String.valueOf(entry.listing().entryId()));
            State state = state(entry);
            refs.put("state", state.state().code());
            refs.put("disputed", state.disputed());
            entry.listing().events().stream()
                    .max(Comparator.comparing(Event::recordedAt))
                    .map(Event::type)
                    .map(EventType::code)
                    .ifPresent(type -> refs.put("event", type));
            return refs;
        }

        void add(String department, StoredListing entry, NotificationKind kind, Map<String, Object> refs) {
            byte[] subject = vault.references(entry.listing().subject()).get(0);
            messages.add(new Message(department, subject, kind, refs));
        }

        boolean toldOfClosing(String department, String entryId) {
            return closed.getOrDefault(entryId, Set.of()).contains(department);
        }

        Collection<String> departmentsClosed(String entryId) {
            return closed.getOrDefault(entryId, Set.of());
        }

        /** Entries that stand no more and whose tasks were closed. */
        List<String> closedEntries() {
            return entries.values().stream()
                    .filter(entry ->
                            closed.containsKey(String.valueOf(entry.listing().entryId())) && !live(entry))
                    .map(entry -> String.valueOf(entry.listing().entryId()))
                    .toList();
        }
    }
}
