package org.jrp.server.notification;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How much waits for receivers, and how long (通知积压指标): counted every five seconds, up to a million each; under {@code webhook=all} for all
 * of them together. What was delivered and what failed is this node's
 * own count.
 */
@Component
class NotificationMetrics implements MeterBinder {

    private static final long FRESH = TimeUnit.SECONDS.toNanos(5);
    private static final String WEBHOOK = "webhook";
    private static final String ALL = "all";

    private final JdbcClient jdbc;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final List<Gauges> gauges = new ArrayList<>();
    private volatile List<Waiting> waiting = List.of();
    private volatile long unplaced;
    private long countedAt = System.nanoTime() - FRESH;

    NotificationMetrics(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What waits for one receiver. */
    private record Waiting(UUID webhook, long backlog, double oldestAge, long dead) {}

    private record Gauges(MultiGauge backlog, MultiGauge oldestAge, MultiGauge dead) {}

    void delivered(int messages) {
        delivered.add(messages);
    }

    void failed() {
        failed.increment();
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("jrp.notifications.delivered", delivered, LongAdder::sum)
                .description("Messages that receivers took from this node")
                .register(registry);
        FunctionCounter.builder("jrp.notifications.failed", failed, LongAdder::sum)
                .description("Calls of this node that receivers did not take")
                .register(registry);
        Gauge.builder("jrp.notifications.unplaced", this, self -> self.unplaced)
                .description("Messages that have no position yet")
                .register(registry);
        gauges.add(new Gauges(
                MultiGauge.builder("jrp.notifications.backlog")
                        .description("Messages that wait for a receiver")
                        .register(registry),
                MultiGauge.builder("jrp.notifications.oldest.age")
                        .description("Age of the oldest message that waits for a receiver")
                        .baseUnit("seconds")
                        .register(registry),
                MultiGauge.builder("jrp.notifications.dead")
                        .description("Messages put aside for a receiver, dead and held")
                        .register(registry)));
    }

    /** Counts again what was counted some seconds ago. */
    synchronized void refresh() {
        if (System.nanoTime() - countedAt < FRESH) {
            return;
        }
        countedAt = System.nanoTime();
        unplaced = jdbc.sql("select count(*) from (select from notification where position is null limit 1000000) as u")
                .query(Long.class)
                .single();
        waiting = jdbc.sql("""
                        select w.id, (
                                select count(*) from (
                                    select from notification n
                                    where n.department = w.department and n.position > l.position
                                        and (cardinality(w.kinds) = 0 or n.kind = any (w.kinds))
                                    limit 1000000) as behind) as backlog,
                            coalesce(extract(epoch from clock_timestamp() - (
                                select n.recorded_at from notification n
                                where n.department = w.department and n.position > l.position
                                    and (cardinality(w.kinds) = 0 or n.kind = any (w.kinds))
                                order by n.position limit 1)), 0) as oldest,
                            (select count(*) from dead_letter d
                                where d.webhook = w.id and d.state in ('dead', 'held')) as dead
                        from webhook w join webhook_lane l on l.webhook = w.id where w.ended_at is null
                        """)
                .query((rs, row) -> new Waiting(
                        rs.getObject("id", UUID.class),
                        rs.getLong("backlog"),
                        rs.getDouble("oldest"),
                        rs.getLong("dead")))
                .list();
        for (Gauges one : gauges) {
            show(one.backlog(), Waiting::backlog, DoubleStream::sum);
            show(one.oldestAge(), Waiting::oldestAge, values -> values.max().orElse(0));
            show(one.dead(), Waiting::dead, DoubleStream::sum);
        }
    }

    private void show(MultiGauge gauge, ToDoubleFunction<Waiting> value, ToDoubleFunction<DoubleStream> together) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        double all = together.applyAsDouble(waiting.stream().mapToDouble(value));
        rows.add(MultiGauge.Row.of(Tags.of(WEBHOOK, ALL), () -> all));
        for (Waiting one : waiting) {
            double shown = value.applyAsDouble(one);
            rows.add(MultiGauge.Row.of(Tags.of(WEBHOOK, one.webhook().toString()), () -> shown));
        }
        gauge.register(rows, true);
    }
}
