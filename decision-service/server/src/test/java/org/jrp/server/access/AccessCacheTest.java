package org.jrp.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jrp.server.problem.ProblemException;
import org.junit.jupiter.api.Test;

class AccessCacheTest {

    private final MutableClock clock = new MutableClock(Instant.now().truncatedTo(ChronoUnit.MICROS));
    private final Store store = new Store();
    private final AccessCache here = store.cache(clock);
    private final AccessCache there = store.cache(clock);
    private final String key = store.officerKey(here, clock, clock.instant().plus(Duration.ofDays(1)));

    @Test
    void a_key_made_on_another_node_is_known_within_a_tenth_of_a_second() {
        assertThat(there.signIn("jrp_aaaaaaaa_0123456789012345678901234567890123456789012"))
                .isEmpty();

        String another = store.officerKey(here, clock, clock.instant().plus(Duration.ofDays(1)));
        goOn(Duration.ofMillis(101));

        assertThat(there.signIn(another)).isPresent();
    }

    @Test
    void a_revocation_is_known_here_at_once_and_on_other_nodes_after_two_seconds() {
        Caller caller = here.signIn(key).orElseThrow();
        assertThat(there.signIn(key)).isPresent();

        revoke(caller);

        assertThat(here.signIn(key)).isEmpty();
        assertThat(here.again(caller)).isEmpty();
        goOn(Duration.ofMillis(2_001));
        assertThat(there.signIn(key)).isEmpty();
    }

    @Test
    void who_reads_the_epoch_himself_learns_of_a_revocation_at_once() {
        Caller caller = there.signIn(key).orElseThrow();
        revoke(caller);
        assertThat(there.again(caller)).isPresent();

        there.refreshIfOlder(here.epoch());

        assertThat(there.epoch()).isEqualTo(here.epoch());
        assertThat(there.again(caller)).isEmpty();
    }

    @Test
    void a_key_that_expires_is_refused_that_moment() {
        Caller caller = here.signIn(key).orElseThrow();

        clock.goOn(Duration.ofDays(1));

        assertThat(here.signIn(key)).isEmpty();
        assertThat(here.again(caller)).isEmpty();
    }

    @Test
    void a_department_that_was_granted_something_is_seen_anew_also_by_the_bearer_of_a_token() {
        Caller caller = here.signIn(key).orElseThrow();
        Caller person = new Caller("jwt:u-1", caller.department(), caller.roles(), "王某");
        Department before = caller.department();

        store.departments(here)
                .write(new Department(
                        before.code(),
                        before.name(),
                        before.aliases(),
                        before.place(),
                        java.util.Set.of("bidding"),
                        before.lists(),
                        1,
                        1,
                        false,
                        null));

        assertThat(here.again(caller).orElseThrow().department().contexts()).containsExactly("bidding");
        Caller again = here.again(person).orElseThrow();
        assertThat(again.department().contexts()).containsExactly("bidding");
        assertThat(again.officer()).isEqualTo("王某");
    }

    @Test
    void a_change_that_is_rolled_back_is_none() {
        long epoch = here.epoch();

        store.transaction.executeWithoutResult(status -> {
            store.departments(here).write(store.departments(here).fresh("zoo", "动物园", java.util.List.of()));
            status.setRollbackOnly();
        });

        goOn(Duration.ofSeconds(3));
        assertThat(here.findDepartment("zoo")).isEmpty();
        assertThat(here.epoch()).isEqualTo(epoch);
    }

    @Test
    void without_the_database_known_keys_serve_for_thirty_seconds_and_unknown_ones_are_answered_503() {
        assertThat(there.signIn(key)).isPresent();
        store.gone = true;

        goOn(Duration.ofSeconds(31));

        assertThat(there.signIn(key)).isPresent();
        assertThatThrownBy(() -> there.signIn("jrp_aaaaaaaa_0123456789012345678901234567890123456789012"))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.status()).isEqualTo(503);
                    assertThat(e.code()).isEqualTo("store-unavailable");
                });
        goOn(Duration.ofSeconds(2));
        assertThatThrownBy(() -> there.signIn(key))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo("store-unavailable"));
        store.gone = false;
        assertThat(there.signIn(key)).isPresent();
    }

    private void revoke(Caller caller) {
        store.credentials(here, clock).revoke(UUID.fromString(caller.credential()), "泄露", "test");
    }

    private void goOn(Duration time) {
        store.ticker.addAndGet(TimeUnit.MILLISECONDS.toNanos(time.toMillis()));
    }
}
