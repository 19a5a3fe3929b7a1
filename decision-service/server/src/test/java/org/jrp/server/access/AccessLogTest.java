package org.jrp.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jrp.server.Uuids;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

class AccessLogTest {

    private final Store store = new Store();
    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-23T08:00:00Z"));
    private final AccessLog log = new AccessLog(store.template, clock);
    private final AccessLogReader reader = new AccessLogReader(store.jdbc);
    private final Caller caller = Store.caller("c-1", 1, 1);

    @Test
    void what_is_recorded_is_read_newest_first() {
        log.record(caller, "entry-read", new byte[16], "e-1", "核对", "answered");
        clock.goOn(Duration.ofSeconds(1));
        log.record(caller, "entries-search", new byte[16], null, "核对", "answered");

        log.flush();

        assertThat(reader.page(wanted(null, null), new UUID(-1, -1), 10))
                .extracting(AccessLogReader.Access::action)
                .containsExactly("entries-search", "entry-read");
    }

    @Test
    void decisions_and_other_accesses_are_one_log() {
        byte[] subject = {1, 2, 3};
        log.record(caller, "entry-read", subject, "e-1", null, "answered");
        log.flush();
        UUID decision = decision(subject, clock.instant().plusSeconds(1));
        decision(new byte[] {9}, clock.instant().plusSeconds(2));
        clock.goOn(Duration.ofSeconds(3));
        log.record(caller, "notice-read", subject, decision.toString(), null, "answered");
        log.flush();

        List<AccessLogReader.Access> about = reader.page(wanted(null, List.of(subject)), new UUID(-1, -1), 10);

        assertThat(about)
                .extracting(AccessLogReader.Access::action)
                .containsExactly("notice-read", "decide", "entry-read");
        assertThat(about.get(1).object()).isEqualTo(decision.toString());
        assertThat(about.get(1).purpose()).isEqualTo("采购");
        assertThat(reader.page(wanted("decide", null), new UUID(-1, -1), 10)).hasSize(2);
        assertThat(reader.page(wanted("entry-read", null), new UUID(-1, -1), 10))
                .hasSize(1);
        assertThat(reader.page(
                        new AccessLogReader.Wanted(
                                null, null, null, Instant.parse("2026-11-23T08:00:01Z"), clock.instant()),
                        new UUID(-1, -1),
                        10))
                .extracting(AccessLogReader.Access::action)
                .containsExactly("decide", "decide");
    }

    @Test
    void all_of_many_are_written_and_none_twice() {
        IntStream.range(0, 10_000).parallel().forEach(i -> log.record(caller, "a", null, "o-" + i, null, "answered"));

        log.flush();

        assertThat(store.jdbc
                        .sql("select count(distinct object) from access_log")
                        .query(Integer.class)
                        .single())
                .isEqualTo(10_000);
    }

    @Test
    void what_waits_is_written_before_the_service_stops() throws Exception {
        AccessLog another = new AccessLog(store.template, InstantSource.system());
        another.record(caller, "last", null, null, null, "answered");

        another.destroy();

        assertThat(reader.page(wanted("last", null), new UUID(-1, -1), 10)).hasSize(1);
    }

    @Test
    void what_cannot_be_written_waits_and_once_too_much_waits_the_access_is_refused() {
        store.gone = true;
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        log.record(caller, "kept", null, "o-" + i, null, "answered");
                    }
                })
                .isInstanceOf(DataAccessException.class);

        store.gone = false;
        log.flush();

        assertThat(store.jdbc
                        .sql("select count(*) from access_log")
                        .query(Integer.class)
                        .single())
                .isBetween(4_096, 4_096 + 256);
    }

    private UUID decision(byte[] subject, Instant at) {
        UUID id = Uuids.at(at);
        store.jdbc
                .sql(
                        "insert into decision (id, subject, department, credential, purpose, context, outcome, as_of,"
                                + " decided_at, engine, decision_hash, record_hash, canonical, personal)"
                                + " values (?, ?, 'finance-bureau', 'c', '采购', 'bidding', 'clear', '2026-11-23', now(), '1', '', '', '', '')")
                .param(id)
                .param(subject)
                .update();
        return id;
    }

    private static AccessLogReader.Wanted wanted(String action, List<byte[]> references) {
        return new AccessLogReader.Wanted(null, action, references, null, null);
    }
}
