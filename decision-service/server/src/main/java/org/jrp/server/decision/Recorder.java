package org.jrp.server.decision;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;
import org.jrp.server.decision.Draft.Epochs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Writes decisions to the log, many in one commit (成组留痕). Each writer takes what is queued, up to {@value #MOST_TOGETHER} rows, and
 * records it by one statement: idempotency keys, decisions and the check that nothing they rest on has changed. Nobody waits for a group
 * to fill: while one commit is flushed, the next group gathers by itself.
 */
@Component
class Recorder implements SmartLifecycle {

    static final int MOST_TOGETHER = 256;

    private static final Logger log = LoggerFactory.getLogger(Recorder.class);
    private static final int WRITERS = 2;
    private static final int QUEUE = 4_096;
    private static final int MOST_BYTES = 16 << 20;
    private static final Duration LONGEST_COMMIT = Duration.ofSeconds(15);
    private static final Executor DIRECT = Runnable::run;

    private static final String RECORD = """
            with now as (
                select sources, access, release from epoch
            ), given as (
                select * from unnest(?::int4[], ?::text[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[], ?::int8[], ?::int8[],
                    ?::int8[], ?::text[], ?::text[], ?::bytea[], ?::bytea[])
                as given (n, id, subject, department, credential, officer, purpose, context, matter, outcome, as_of, decided_at,
                    engine, decision_hash, record_hash, canonical, personal, sources, access, release, caller, key, body_hash, exemptions)
            ), changed as (
                select distinct wanted.n from unnest(?::int4[], ?::bytea[], ?::int8[]) as wanted (n, ref, seen)
                where wanted.seen <> """ + FactStore.COUNT + """
            ), fit as (
                select given.* from given, now
                where given.sources = now.sources and given.access = now.access and given.release = now.release
                    and given.n not in (select n from changed)
            ), keyed as (
                insert into idempotency (caller, key, body_hash, decision)
                select caller, key, body_hash, id::uuid from fit where key is not null
                on conflict do nothing
                returning caller, key
            ), written as (
                insert into decision (id, subject, department, credential, officer, purpose, context, matter, outcome, as_of,
                    decided_at, engine, decision_hash, record_hash, canonical, personal, exemptions)
                select id::uuid, subject, department, credential, officer, purpose, context, matter, outcome, as_of::date,
                    decided_at::timestamptz, engine, decision_hash, record_hash, canonical, personal, exemptions
                from fit
                where key is null or (caller, key) in (select caller, key from keyed)
                returning id
            ), owed as (
                insert into duty (decision, measure, entry_id, department, subject, rights_reducing, due)
                select written.id, owes.measure, owes.entry_id, given.department, given.subject, owes.rights_reducing, owes.due
                from unnest(?::int4[], ?::text[], ?::text[], ?::bool[], ?::date[]) as owes (n, measure, entry_id, rights_reducing, due)
                join given on given.n = owes.n join written on written.id = given.id::uuid
            ), others as (
                insert into decision_related (subject, decision)
                select other.subject, written.id
                from unnest(?::int4[], ?::bytea[]) as other (n, subject)
                join given on given.n = other.n join written on written.id = given.id::uuid
                on conflict do nothing
            )
            select given.n, given.n in (select n from changed) as changed,
                given.id::uuid in (select id from written) as written, now.sources, now.access, now.release
            from given, now
            """;

    private final DataSource source;
    private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE);
    private final List<Thread> writers = new ArrayList<>();
    private final DistributionSummary together;
    private volatile boolean running;

    Recorder(DataSource source, MeterRegistry meters) {
        this.source = source;
        this.together = DistributionSummary.builder("jrp.commit.decisions")
                .description("Decisions recorded by one commit")
                .register(meters);
        Gauge.builder("jrp.commit.queued", queue, BlockingQueue::size).register(meters);
    }

    /** What became of a draft. */
    enum Verdict {
        /** It is in the log, durably. */
        WRITTEN,
        /** Facts it rests on have changed: decide again. */
        FACTS_CHANGED,
        /** A counter has moved: look again at sources, grants or release, and decide again. */
        EPOCH_MOVED,
        /** The key was used before: answer as then. */
        KEY_USED,
        /** The log cannot be written now. */
        NOT_WRITTEN
    }

    /**
     * The verdict, and the counters as they stand now.
     */
    record Recorded(Verdict verdict, @Nullable Epochs now) {}

    private record Pending(Draft draft, CompletableFuture<Recorded> done) {}

    /** Queues a draft; not written at once where the queue is full. */
    CompletableFuture<Recorded> record(Draft draft) {
        Pending pending = new Pending(draft, new CompletableFuture<>());
        if (!running || !queue.offer(pending)) {
            pending.done().complete(new Recorded(Verdict.NOT_WRITTEN, null));
        }
        return pending.done();
    }

    private void write() {
        Deque<Pending> held = new ArrayDeque<>();
        while (running || !queue.isEmpty() || !held.isEmpty()) {
            List<Pending> group = new ArrayList<>(MOST_TOGETHER);
            try {
                gather(group, held);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            if (!group.isEmpty()) {
                write(group);
            }
        }
    }

    /** Takes what is there; of two drafts with one key the second waits for the next group. */
    private void gather(List<Pending> group, Deque<Pending> held) throws InterruptedException {
        List<Pending> candidates = new ArrayList<>(held);
        held.clear();
        if (candidates.isEmpty()) {
            Pending first = queue.poll(100, TimeUnit.MILLISECONDS);
            if (first == null) {
                return;
            }
            candidates.add(first);
        }
        queue.drainTo(candidates, MOST_TOGETHER - candidates.size());
        Set<String> keys = new HashSet<>();
        int bytes = 0;
        for (Pending one : candidates) {
            Draft.IdempotencyKey key = one.draft().key();
            boolean repeated = key != null && !keys.add(key.caller() + ' ' + key.key());
            bytes += one.draft().size();
            if (repeated || (bytes > MOST_BYTES && !group.isEmpty())) {
                held.add(one);
            } else {
                group.add(one);
            }
        }
    }

    private void write(List<Pending> group) {
        try (Connection connection = source.getConnection()) {
            connection.setNetworkTimeout(DIRECT, (int) LONGEST_COMMIT.toMillis());
            try {
                insert(connection, group);
                together.record(group.size());
            } finally {
                connection.setNetworkTimeout(DIRECT, 0);
            }
        } catch (SQLException e) {
            failed(group, e);
        } catch (RuntimeException e) {
            log.error("A group of {} decisions could not be recorded.", group.size(), e);
            refuse(group);
        }
    }

    /** A row that the database does not take must not cost the others theirs. */
    private void failed(List<Pending> group, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        boolean content = state.startsWith("22") || state.startsWith("23");
        List<Pending> open = group.stream().filter(one -> !one.done().isDone()).toList();
        if (content && open.size() > 1) {
            open.forEach(one -> write(List.of(one)));
            return;
        }
        log.warn("{} decisions could not be recorded (SQL state {}).", open.size(), state);
        refuse(open);
    }

    private static void refuse(List<Pending> group) {
        group.forEach(one -> one.done().complete(new Recorded(Verdict.NOT_WRITTEN, null)));
    }

    private static void insert(Connection connection, List<Pending> group) throws SQLException {
        int size = group.size();
        List<Draft> drafts = group.stream().map(Pending::draft).toList();
        try (PreparedStatement record = connection.prepareStatement(RECORD)) {
            int[] numbers = new int[size];
            for (int i = 0; i < size; i++) {
                numbers[i] = i;
            }
            Columns columns = new Columns(connection, record, drafts);
            columns.ints(numbers);
            columns.texts(draft -> draft.id().toString());
            columns.bytes(Draft::subject);
            columns.texts(Draft::department);
            columns.texts(Draft::credential);
            columns.texts(Draft::officer);
            columns.texts(Draft::purpose);
            columns.texts(Draft::context);
            columns.texts(Draft::matter);
            columns.texts(Draft::outcome);
            columns.texts(draft -> draft.asOf().toString());
            columns.texts(draft -> draft.decidedAt().toString());
            columns.texts(Draft::engine);
            columns.bytes(Draft::decisionHash);
            columns.bytes(Draft::recordHash);
            columns.bytes(Draft::canonical);
            columns.bytes(Draft::personal);
            columns.longs(draft -> draft.epochs().sources());
            columns.longs(draft -> draft.epochs().access());
            columns.longs(draft -> draft.epochs().release());
            columns.texts(draft -> draft.key() == null ? null : draft.key().caller());
            columns.texts(draft -> draft.key() == null ? null : draft.key().key());
            columns.bytes(draft -> draft.key() == null ? null : draft.key().body());
            columns.bytes(Draft::exemptions);
            columns.versions();
            columns.duties();
            columns.related();
            try (ResultSet row = record.executeQuery()) {
                while (row.next()) {
                    Epochs now = new Epochs(row.getLong(4), row.getLong(5), row.getLong(6));
                    Pending one = group.get(row.getInt(1));
                    Verdict verdict = row.getBoolean(3)
                            ? Verdict.WRITTEN
                            : !now.equals(one.draft().epochs())
                                    ? Verdict.EPOCH_MOVED
                                    : row.getBoolean(2) ? Verdict.FACTS_CHANGED : Verdict.KEY_USED;
                    verdicts(one, verdict, now);
                }
            }
        }
    }

    private static void verdicts(Pending one, Verdict verdict, Epochs now) {
        one.done().complete(new Recorded(verdict, now));
    }

    /** Sets the statement's parameters, each a column of the group. */
    private static final class Columns {

        private final Connection connection;
        private final PreparedStatement statement;
        private final List<Draft> drafts;
        private int next = 1;

        Columns(Connection connection, PreparedStatement statement, List<Draft> drafts) {
            this.connection = connection;
            this.statement = statement;
            this.drafts = drafts;
        }

        void ints(int[] values) throws SQLException {
            statement.setArray(
                    next++,
                    connection.createArrayOf(
                            "int4", Arrays.stream(values).boxed().toArray()));
        }

        void longs(ToLongFunction<Draft> column) throws SQLException {
            statement.setArray(
                    next++,
                    connection.createArrayOf(
                            "int8", drafts.stream().mapToLong(column).boxed().toArray()));
        }

        void texts(Texts column) throws SQLException {
            String[] values = new String[drafts.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = column.of(drafts.get(i));
            }
            statement.setArray(next++, connection.createArrayOf("text", values));
        }

        void bytes(Bytes column) throws SQLException {
            byte[][] values = new byte[drafts.size()][];
            for (int i = 0; i < values.length; i++) {
                values[i] = column.of(drafts.get(i));
            }
            statement.setArray(next++, connection.createArrayOf("bytea", values));
        }

        /** The five columns that say what reports the drafts make their departments owe. */
        void duties() throws SQLException {
            List<Integer> numbers = new ArrayList<>();
            List<Draft.Duty> duties = new ArrayList<>();
            for (int i = 0; i < drafts.size(); i++) {
                for (Draft.Duty duty : drafts.get(i).duties()) {
                    numbers.add(i);
                    duties.add(duty);
                }
            }
            array("int4", numbers.toArray());
            array("text", duties.stream().map(Draft.Duty::measure).toArray());
            array("text", duties.stream().map(Draft.Duty::entryId).toArray());
            array("bool", duties.stream().map(Draft.Duty::rightsReducing).toArray());
            array("date", duties.stream().map(duty -> duty.due().toString()).toArray());
        }

        /** The two columns that say about whom else a draft is: facts about the subject come first, then those about others. */
        void related() throws SQLException {
            List<Integer> numbers = new ArrayList<>();
            List<byte[]> subjects = new ArrayList<>();
            for (int i = 0; i < drafts.size(); i++) {
                List<Facts> facts = drafts.get(i).facts();
                for (Facts other : facts.subList(1, facts.size())) {
                    numbers.add(i);
                    subjects.add(other.refs().get(0).bytes());
                }
            }
            array("int4", numbers.toArray());
            array("bytea", subjects.toArray(byte[][]::new));
        }

        private void array(String type, Object[] values) throws SQLException {
            statement.setArray(next++, connection.createArrayOf(type, values));
        }

        /** The three columns that say how many rows each draft saw under each reference. */
        void versions() throws SQLException {
            List<Integer> numbers = new ArrayList<>();
            List<byte[]> refs = new ArrayList<>();
            List<Long> seen = new ArrayList<>();
            for (int i = 0; i < drafts.size(); i++) {
                for (Facts facts : drafts.get(i).facts()) {
                    for (int j = 0; j < facts.refs().size(); j++) {
                        numbers.add(i);
                        refs.add(facts.refs().get(j).bytes());
                        seen.add((long) facts.versions()[j]);
                    }
                }
            }
            statement.setArray(next++, connection.createArrayOf("int4", numbers.toArray()));
            statement.setArray(next++, connection.createArrayOf("bytea", refs.toArray(byte[][]::new)));
            statement.setArray(next++, connection.createArrayOf("int8", seen.toArray()));
        }
    }

    private interface Texts {
        @Nullable String of(Draft draft);
    }

    private interface Bytes {
        byte @Nullable [] of(Draft draft);
    }

    @Override
    public void start() {
        running = true;
        for (int i = 0; i < WRITERS; i++) {
            Thread writer = new Thread(this::write, "jrp-recorder-" + i);
            writer.start();
            writers.add(writer);
        }
    }

    /** Writes what was accepted, then ends. */
    @Override
    public void stop() {
        running = false;
        for (Thread writer : writers) {
            try {
                writer.join(LONGEST_COMMIT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        writers.clear();
        List<Pending> left = new ArrayList<>();
        queue.drainTo(left);
        refuse(left);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server: it starts earlier and ends later. */
    @Override
    public int getPhase() {
        return 0;
    }
}
