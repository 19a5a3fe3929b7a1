package org.jrp.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.Test;

/**
 * Entries are imported while the receivers of four departments fail, hang, and close and open again at random: every task reaches its
 * department, in order per subject, effectively once. {@code -Djrp.scale=full} imports 100,000 entries.
 */
class ImportStormTest extends NotificationBed {

    private static final boolean FULL = "full".equals(System.getProperty("jrp.scale"));
    private static final int ENTRIES = FULL ? 100_000 : 1_200;
    private static final int FILES = FULL ? 20 : 4;
    private static final long SEED = Long.getLong("jrp.seed", 20_261_126);
    private static final String LIST = "statistics-dishonest";
    private static final List<String> DEPARTMENTS =
            List.of("finance-bureau", "development-reform-commission", "transport-bureau", "water-resources-bureau");

    @Test
    void every_task_of_an_import_reaches_its_department_once_whatever_receivers_do() throws Exception {
        System.out.println("ImportStormTest: seed " + SEED + ", entries " + ENTRIES);
        Map<String, TestReceiver> receivers = new HashMap<>();
        Map<String, UUID> hooks = new HashMap<>();
        AtomicBoolean importing = new AtomicBoolean(true);
        for (String department : DEPARTMENTS) {
            TestReceiver receiver = new TestReceiver();
            receivers.put(department, receiver);
            service.grant(department, "{\"contexts\": [\"award-selection\"]}");
            hooks.put(department, hook(service.key(department, "officer"), receiver));
            receiver.behave(new DeliveryTest.Chaos(SEED + department.hashCode()));
        }
        try {
            long begun = System.nanoTime();
            CompletableFuture<Void> doors = CompletableFuture.runAsync(() -> DeliveryTest.slam(receivers, importing));
            for (int file = 0; file < FILES; file++) {
                service.imported("text/csv", entries(file), "");
            }
            // Half of the last file ends again: what closes a task must not overtake what opened it.
            for (int i = 0; i < 40; i++) {
                Reply ended = service.post(
                        "/api/v1/entries/storm-" + (ENTRIES - 1 - i) + "/events",
                        service.office(),
                        Map.of(
                                "type",
                                "withdrawn",
                                "at",
                                today().toString(),
                                "docNo",
                                "示例撤" + i + "号",
                                "reason",
                                "认定有误"));
                assertThat(ended.status()).as("%s", ended).isEqualTo(201);
            }
            await().atMost(FULL ? Duration.ofMinutes(30) : Duration.ofMinutes(2))
                    .until(this::followedUp);
            importing.set(false);
            doors.join();
            receivers.values().forEach(TestReceiver::reopen);
            receivers.values().forEach(receiver -> receiver.behave(TestReceiver.Call::take));

            for (String department : DEPARTMENTS) {
                Set<String> opened = tasks(department);
                assertThat(opened).hasSizeGreaterThanOrEqualTo(ENTRIES - 40);
                await().atMost(FULL ? Duration.ofMinutes(20) : Duration.ofMinutes(2))
                        .untilAsserted(() ->
                                assertThat(told(receivers.get(department))).hasSameSizeAs(opened));
                TestReceiver receiver = receivers.get(department);
                List<String> told = told(receiver);
                assertThat(told).as("each task is told of once").doesNotHaveDuplicates();
                assertThat(new HashSet<>(told)).isEqualTo(opened);
                assertThat(receiver.faults()).isEmpty();
                openBeforeClosed(receiver);
                assertThat(lane(service.key(department, "officer"), hooks.get(department)))
                        .extracting("dead", "held")
                        .containsExactly(0L, 0L);
            }
            System.out.printf(
                    "ImportStormTest: %d tasks told in %d ms; sent again: %s%n",
                    receivers.values().stream()
                            .mapToInt(one -> told(one).size())
                            .sum(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun),
                    receivers.values().stream().map(TestReceiver::again).toList());
        } finally {
            importing.set(false);
            for (String department : DEPARTMENTS) {
                service.post(
                        "/api/v1/webhooks/" + hooks.get(department) + "/end",
                        service.key(department, "officer"),
                        "{\"reason\": \"test\"}");
                receivers.get(department).close();
            }
        }
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneId.of("Asia/Shanghai"));
    }

    private static byte[] entries(int file) {
        LocalDate from = today().minusDays(2);
        StringBuilder csv = new StringBuilder("条目编号,统一社会信用代码,名称,名单,认定部门,文书号,认定依据,认定日期,有效期始\n");
        int each = ENTRIES / FILES;
        for (int i = file * each; i < (file + 1) * each; i++) {
            csv.append("storm-%d,%s,示例企业%d,%s,示例市统计局,示例统〔2018〕%d号,示例依据,%s,%s\n"
                    .formatted(i, Ids.enterprise(300_000 + i), i, LIST, i, from, from));
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private boolean followedUp() {
        return jdbc.sql("select count(*) from entry_change where done_at is null")
                        .query(Long.class)
                        .single()
                == 0;
    }

    private Set<String> tasks(String department) {
        return new HashSet<>(jdbc.sql("select id::text from task where department = ? and list = ?")
                .params(department, LIST)
                .query(String.class)
                .list());
    }

    private static List<String> told(TestReceiver receiver) {
        List<String> tasks = new ArrayList<>();
        for (Map<?, ?> message : receiver.messages()) {
            if ("tasks-opened".equals(message.get("kind"))) {
                ((List<?>) message.get("tasks")).forEach(task -> tasks.add((String) task));
            }
        }
        return tasks;
    }

    private static void openBeforeClosed(TestReceiver receiver) {
        Set<String> open = new HashSet<>();
        Map<Object, Long> positions = new HashMap<>();
        for (Map<?, ?> message : receiver.messages()) {
            long position = (Long) message.get("position");
            assertThat(position).isGreaterThan(positions.getOrDefault(message.get("subject"), 0L));
            positions.put(message.get("subject"), position);
            List<?> tasks = message.get("tasks") instanceof List<?> some ? some : List.of();
            if ("tasks-opened".equals(message.get("kind"))) {
                tasks.forEach(task -> open.add((String) task));
            } else if ("tasks-closed".equals(message.get("kind"))) {
                assertThat(open).containsAll(tasks.stream().map(String::valueOf).toList());
            }
        }
    }
}
