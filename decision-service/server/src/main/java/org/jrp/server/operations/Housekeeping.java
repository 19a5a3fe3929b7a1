package org.jrp.server.operations;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What must be done now and then (例行维护): the log's partitions of the coming months, made ahead; answers kept for repeated writes, dropped
 * after {@value #DAYS_KEPT} days. Any node may do it; doing it twice changes nothing.
 */
@Component
class Housekeeping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final int MONTHS_AHEAD = 2;
    private static final int DAYS_KEPT = 7;
    private static final int MOST_DROPPED = 10_000;

    private final JdbcClient jdbc;
    private @Nullable ScheduledThreadPoolExecutor worker;

    Housekeeping(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Everything once. */
    void tidy() {
        jdbc.sql("select make_decision_partitions(?)")
                .param(MONTHS_AHEAD)
                .query((row, number) -> true)
                .list();
        int dropped = jdbc.sql("""
                        delete from idempotency where (caller, key) in (
                            select caller, key from idempotency
                            where recorded_at < now() - make_interval(days => ?) limit ?)
                        """).params(DAYS_KEPT, MOST_DROPPED).update();
        if (dropped > 0) {
            log.info("Dropped {} kept answers older than {} days.", dropped, DAYS_KEPT);
        }
    }

    private void step() {
        try {
            tidy();
        } catch (DataAccessException e) {
            log.warn("Housekeeping rests until the next hour: {}", e.getClass().getSimpleName());
        }
    }

    @Override
    public synchronized void start() {
        ScheduledThreadPoolExecutor fresh = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "housekeeping");
            thread.setDaemon(true);
            return thread;
        });
        fresh.scheduleWithFixedDelay(this::step, 0, 1, TimeUnit.HOURS);
        worker = fresh;
    }

    @Override
    public synchronized void stop() {
        if (worker != null) {
            worker.shutdownNow();
            worker = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return worker != null;
    }
}
