package org.jrp.server.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Many entries at once, followed up by several at once and interrupted: every task there once. */
@ServerTest(properties = {"test=task-scale", "jrp.tasks.poll=20ms"})
class FollowUpScaleTest {

    private static final boolean FULL = "full".equals(System.getProperty("jrp.scale"));
    private static final int ENTRIES = FULL ? 100_000 : 3_000;

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    FollowUp followUp;

    @Test
    void a_file_is_followed_up_once_however_many_try_and_however_often_they_stop() {
        Service service = Service.of(environment);
        String from = LocalDate.now(ZoneId.of("Asia/Shanghai")).minusDays(2).toString();
        StringBuilder file = new StringBuilder("条目编号,统一社会信用代码,名称,名单,认定部门,文书号,认定依据,认定日期,有效期始\n");
        for (int i = 0; i < ENTRIES; i++) {
            file.append("scale-%d,%s,示例企业%d,statistics-dishonest,示例市统计局,示例统〔2018〕%d号,示例依据,%s,%s\n"
                    .formatted(i, Ids.enterprise(100_000 + i), i, i, from, from));
        }
        service.imported("text/csv", file.toString().getBytes(StandardCharsets.UTF_8), "");
        long start = System.nanoTime();

        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            while (open() > 0) {
                followUp.step();
            }
        });
        for (int i = 0; i < 5; i++) {
            followUp.stop();
            followUp.start();
        }
        await().atMost(Duration.ofMinutes(20)).until(() -> open() == 0);
        other.join();

        long tasks = jdbc.sql("select count(*) from task").query(Long.class).single();
        System.getLogger("test")
                .log(
                        System.Logger.Level.INFO,
                        "{0} entries, {1} tasks, {2} ms",
                        ENTRIES,
                        tasks,
                        Duration.ofNanos(System.nanoTime() - start).toMillis());
        long perEntry = jdbc.sql("select count(*) from task where entry_id = 'scale-0'")
                .query(Long.class)
                .single();
        assertThat(perEntry).isGreaterThan(1);
        assertThat(tasks).isEqualTo(perEntry * ENTRIES);
        assertThat(jdbc.sql("select count(*) from (select distinct listing, department, measure from task) t")
                        .query(Long.class)
                        .single())
                .isEqualTo(tasks);
        assertThat(jdbc.sql(
                                "select sum(jsonb_array_length(refs -> 'tasks')) from notification where kind = 'tasks-opened'")
                        .query(Long.class)
                        .single())
                .as("each task is told of once")
                .isEqualTo(tasks);
    }

    private long open() {
        return jdbc.sql("select count(*) from entry_change where done_at is null")
                .query(Long.class)
                .single();
    }
}
