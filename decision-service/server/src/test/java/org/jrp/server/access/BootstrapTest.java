package org.jrp.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jrp.json.Json;
import org.jrp.server.ServerProperties;
import org.jrp.server.ServerTest;
import org.jrp.server.release.Releases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

@ServerTest
class BootstrapTest {

    @Autowired
    Releases releases;

    @Autowired
    ServerProperties started;

    @Autowired
    AccessCache startedCache;

    @TempDir
    Path data;

    Store store;
    MutableClock clock;
    AccessCache cache;
    Credentials credentials;
    Departments departments;

    @BeforeEach
    void emptyStore() {
        store = new Store();
        clock = new MutableClock(Instant.now());
        cache = store.cache(clock);
        credentials = store.credentials(cache, clock);
        departments = store.departments(cache);
    }

    @Test
    void the_service_makes_a_key_for_its_administrator_that_only_the_owner_may_read() throws IOException {
        Path file = started.data().resolve("admin.key");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Caller caller = startedCache.signIn(Files.readString(file).strip()).orElseThrow();
        assertThat(caller.roles()).containsExactly(Role.ADMINISTRATOR);
        assertThat(caller.department().contexts()).isEmpty();
        assertThat(caller.department().lists()).isEmpty();
    }

    @Test
    void a_second_start_makes_no_second_key() throws IOException {
        start(false);
        String first = Files.readString(data.resolve("admin.key"));

        start(false);

        assertThat(Files.readString(data.resolve("admin.key"))).isEqualTo(first);
        assertThat(credentials.page(new UUID(-1, -1), 10)).hasSize(1);
        assertThat(data.resolve("demo-keys.json")).doesNotExist();
        assertThat(data.resolve("demo-sign-ins.json")).doesNotExist();
    }

    @Test
    void nobody_is_locked_out_when_the_last_administrators_key_has_expired() throws IOException {
        start(false);
        String first = Files.readString(data.resolve("admin.key")).strip();
        clock.goOn(Credentials.USUAL_LIFE.plusSeconds(1));

        start(false);

        String second = Files.readString(data.resolve("admin.key")).strip();
        assertThat(cache.signIn(first)).isEmpty();
        assertThat(credentials.anyActive(Role.ADMINISTRATOR)).isTrue();
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void a_demonstration_has_departments_with_grants_and_a_key_each() throws IOException {
        start(true);

        Map<String, String> keys = keys();
        assertThat(keys).containsKeys("finance-bureau", "market-supervision-bureau", "credit-office", "auditor");
        Caller finance = cache.signIn(keys.get("finance-bureau")).orElseThrow();
        assertThat(finance.roles()).containsExactly(Role.OFFICER);
        assertThat(finance.department().contexts()).contains("government-procurement", "government-funding");
        assertThat(finance.department().lists()).isEmpty();
        Caller office = cache.signIn(keys.get("credit-office")).orElseThrow();
        assertThat(office.roles()).containsExactlyInAnyOrder(Role.CREDIT_OFFICE, Role.LIST_MANAGER);
        assertThat(office.department().manages("judgment-defaulter")).isTrue();
        assertThat(cache.signIn(keys.get("auditor")).orElseThrow().roles()).containsExactly(Role.AUDITOR);
        assertThat(keys.values())
                .allSatisfy(key -> assertThat(cache.signIn(key)).isPresent());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("demo-keys.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_second_start_of_a_demonstration_changes_nothing() throws IOException {
        start(true);
        Map<String, String> first = keys();
        long epoch = cache.epoch();

        start(true);

        assertThat(keys()).isEqualTo(first);
        assertThat(cache.epoch()).isEqualTo(epoch);
    }

    @Test
    void keys_whose_file_was_lost_are_revoked_and_made_anew() throws IOException {
        start(true);
        Map<String, String> first = keys();
        Files.delete(data.resolve("demo-keys.json"));

        start(true);

        assertThat(first.values())
                .allSatisfy(key -> assertThat(cache.signIn(key)).isEmpty());
        assertThat(keys().values())
                .allSatisfy(key -> assertThat(cache.signIn(key)).isPresent());
    }

    @Test
    void one_key_that_was_revoked_is_made_anew_and_the_others_stay() throws IOException {
        start(true);
        Map<String, String> first = keys();
        Caller finance = cache.signIn(first.get("finance-bureau")).orElseThrow();
        credentials.revoke(UUID.fromString(finance.credential()), "泄露", "test");

        start(true);

        Map<String, String> expected = new LinkedHashMap<>(first);
        expected.put("finance-bureau", keys().get("finance-bureau"));
        assertThat(keys()).isEqualTo(expected).isNotEqualTo(first);
    }

    @Test
    void grants_that_somebody_made_stay_as_they_are() {
        Department one = departments.fresh("finance-bureau", "市财政局", java.util.List.of());
        departments.write(new Department(
                one.code(),
                one.name(),
                one.aliases(),
                one.place(),
                Set.of("bidding"),
                Set.of(),
                7,
                one.subjectsPerDay(),
                true,
                null));

        start(true);

        assertThat(departments.find("finance-bureau").orElseThrow())
                .satisfies(kept -> assertThat(kept.contexts()).containsExactly("bidding"))
                .satisfies(kept -> assertThat(kept.requestsPerMinute()).isEqualTo(7));
    }

    @Test
    void a_demonstration_has_wide_limits() {
        assertThat(new LimitProperties(null, null).requests(true)).isEqualTo(60_000);
        assertThat(new LimitProperties(null, null).subjects(true)).isEqualTo(1_000_000);
        assertThat(new LimitProperties(5, 6).requests(true)).isEqualTo(5);
    }

    private void start(boolean demo) {
        new Bootstrap(
                        store.jdbc,
                        store.transaction,
                        departments,
                        credentials,
                        releases,
                        new ServerProperties(data, null, demo),
                        clock,
                        new TokenProperties(null, null, null, null),
                        demo ? new DemoSignIn() : null)
                .afterSingletonsInstantiated();
    }

    private Map<String, String> keys() throws IOException {
        Map<String, String> keys = new LinkedHashMap<>();
        ((Map<?, ?>) Json.read(Files.readAllBytes(data.resolve("demo-keys.json"))))
                .forEach((name, key) -> keys.put(String.valueOf(name), String.valueOf(key)));
        return keys;
    }
}
