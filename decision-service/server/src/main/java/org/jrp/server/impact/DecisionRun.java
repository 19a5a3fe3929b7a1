package org.jrp.server.impact;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jrp.decision.CaseFile;
import org.jrp.impact.Comparer;
import org.jrp.impact.Shape;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An impact over recorded decisions (决定影响分析): first the rest of the period gets its shapes, then each distinct shape that the differences
 * reach is held under both releases, then the decisions of those that come out otherwise are listed by the database. Decisions that are not affected cost nothing
 * but their place in a count.
 */
final class DecisionRun implements Run {

    private static final Logger log = LoggerFactory.getLogger(DecisionRun.class);
    private static final int PAGE = 10_000;
    private static final int LISTED_AT_ONCE = 50_000;
    private static final int TIMED_OF_PAGE = 20;
    private static final long PAUSE_MILLIS = 200;

    private final ImpactStore store;
    private final ShapeIndex index;
    private final Comparer comparer;
    private final Timing timing;
    private final Findings findings;
    private final Job job;
    private String stage;
    private UUID indexed;
    private boolean looked;
    private long upto;
    private final Stages stages = new Stages();
    private @Nullable Shapes shapes;
    private int place;
    private long asked;
    private UUID listed;

    DecisionRun(ImpactStore store, ShapeIndex index, Comparer comparer, Timing timing, Findings findings, Job job) {
        this.store = store;
        this.index = index;
        this.comparer = comparer;
        this.timing = timing;
        this.findings = findings;
        this.job = job;
        this.stage = job.stage();
        this.indexed = before(job.from());
        this.upto = job.upto();
        UUID last = job.lastId();
        this.listed = last == null ? indexed : last;
    }

    private static UUID before(UUID first) {
        return new UUID(first.getMostSignificantBits() - 1, -1);
    }

    @Override
    public boolean step() {
        return switch (stage) {
            case "indexing" -> indexing();
            case "deciding" -> deciding();
            default -> listing();
        };
    }

    private boolean indexing() {
        if (!looked) {
            looked = true;
            return cut(false);
        }
        ShapeIndex.Step step = index.step(indexed, job.until());
        UUID last = step.last();
        if (last != null) {
            indexed = last;
        }
        if (!step.alone()) {
            pause();
        }
        if (!step.alone() || step.more()) {
            return store.hold(job);
        }
        return cut(true);
    }

    /** Goes on to deciding if everything is indexed, or is to be taken as it is; decisions that no difference reaches are done at once. */
    private boolean cut(boolean asItIs) {
        return Boolean.TRUE.equals(store.transaction().execute(status -> {
            ShapeIndex.Cut cut = stages.timed("count", () -> index.cut(job.from(), job.until()));
            if (!asItIs && cut.recorded() > cut.decisions()) {
                return store.advance(job, "total = ?", cut.recorded());
            }
            Shapes reached = stages.timed("reach", () -> store.shapes(job, cut.upto(), comparer.reach()));
            long left = reached.decisions();
            if (!store.advance(
                    job,
                    "stage = 'deciding', total = ?, done = ?, questions = ?, unreadable = ?, upto = ?",
                    cut.decisions(),
                    cut.decisions() - left,
                    cut.decisions() - cut.unreadable() - left,
                    cut.unreadable(),
                    cut.upto())) {
                return false;
            }
            upto = cut.upto();
            shapes = reached;
            stage = "deciding";
            return true;
        }));
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean deciding() {
        Shapes all = shapes;
        if (all == null) {
            all = store.shapes(job, upto, comparer.reach());
            shapes = all;
        }
        int end = Math.min(place + PAGE, all.size());
        Shapes these = all;
        Map<Long, byte[]> contents = stages.timed("read", () -> contents(these, end));
        List<ImpactStore.Affected> affected = new ArrayList<>();
        long done = stages.timed("decide", () -> compared(these, end, contents, affected));
        stages.timed("sample", () -> sampled(these, end, contents));
        boolean last = end == all.size();
        boolean mine = stages.timed("write", () -> written(these, end, done, last, affected));
        timing.written();
        asked = comparer.asked();
        place = end;
        if (last) {
            stage = "listing";
        }
        return mine;
    }

    private long compared(Shapes all, int end, Map<Long, byte[]> contents, List<ImpactStore.Affected> affected) {
        long done = 0;
        for (int i = place; i < end; i++) {
            long shape = all.id(i);
            comparer.compare(file(contents, shape))
                    .ifPresent(one -> affected.add(new ImpactStore.Affected(shape, findings.number(one))));
            done += all.count(i);
        }
        return done;
    }

    private boolean sampled(Shapes all, int end, Map<Long, byte[]> contents) {
        int every = Math.max(1, (end - place) / TIMED_OF_PAGE);
        for (int i = place; i < end; i += every) {
            timing.take(file(contents, all.id(i)));
        }
        return true;
    }

    private static CaseFile file(Map<Long, byte[]> contents, long shape) {
        return Shape.read(Objects.requireNonNull(contents.get(shape))).caseFile();
    }

    private boolean written(Shapes all, int end, long done, boolean last, List<ImpactStore.Affected> affected) {
        return Boolean.TRUE.equals(store.transaction().execute(status -> {
            boolean mine = store.advance(
                    job,
                    "done = done + ?, questions = questions + ?, shapes = shapes + ?, asked_rules = asked_rules + ?, measured = measured + ?,"
                            + " before_nanos = before_nanos + ?, after_nanos = after_nanos + ?, last_row = ?, stage = ?",
                    done,
                    done,
                    end - place,
                    comparer.asked() - asked,
                    timing.measured(),
                    timing.beforeNanos(),
                    timing.afterNanos(),
                    end == 0 ? job.lastRow() : all.id(end - 1),
                    last ? "listing" : "deciding");
            if (mine) {
                store.write(findings);
                store.write(job, affected);
            }
            return mine;
        }));
    }

    private Map<Long, byte[]> contents(Shapes all, int end) {
        Long[] ids = new Long[end - place];
        for (int i = place; i < end; i++) {
            ids[i - place] = all.id(i);
        }
        Map<Long, byte[]> contents = new HashMap<>();
        store.jdbc()
                .query(
                        "select id, content from case_shape where id = any (?)",
                        statement ->
                                statement.setArray(1, statement.getConnection().createArrayOf("int8", ids)),
                        row -> {
                            contents.put(row.getLong(1), row.getBytes(2));
                        });
        return contents;
    }

    private record Listed(long count, @Nullable UUID last) {}

    private boolean listing() {
        Listed page = stages.timed("list", this::page);
        UUID last = page.last();
        if (last != null) {
            listed = last;
        }
        if (page.count() == LISTED_AT_ONCE) {
            return true;
        }
        if (page.count() >= 0) {
            stages.timed("sum", () -> {
                store.finish(job);
                return true;
            });
            log.info("The impact {} took {}.", job.id(), stages);
        }
        return false;
    }

    private Listed page() {
        return Objects.requireNonNull(store.transaction().execute(status -> {
            Listed found = Objects.requireNonNull(store.jdbc()
                    .queryForObject(
                            """
                            with page as materialized (
                                select s.decision, a.finding from decision_shape s join impact_shape a on a.impact = ? and a.shape = s.shape
                                where s.version = ? and s.decision > ? and s.decision < ? and s.seq <= ? order by s.decision limit ?
                            ), written as (
                                insert into impact_case (impact, decision, subject, department, context, kind, finding)
                                select f.impact, d.id, d.subject, d.department, d.context, f.kind, f.number
                                from page join decision d on d.id = page.decision
                                    join impact_finding f on f.impact = ? and f.number = page.finding
                                order by d.id)
                            select (select count(*) from page), (select decision from page order by decision desc limit 1)
                            """,
                            (row, number) -> new Listed(row.getLong(1), row.getObject(2, UUID.class)),
                            job.id(),
                            Shape.VERSION,
                            listed,
                            job.until(),
                            upto,
                            LISTED_AT_ONCE,
                            job.id()));
            if (!store.advance(job, "last_id = coalesce(?, last_id)", found.last())) {
                status.setRollbackOnly();
                return new Listed(-1, null);
            }
            return found;
        }));
    }
}
