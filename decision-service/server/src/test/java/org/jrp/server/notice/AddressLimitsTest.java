package org.jrp.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AddressLimitsTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T00:00:10Z"));
    private final AddressLimits limits = new AddressLimits(now::get, 3);

    @Test
    void an_address_may_ask_so_often_in_a_minute() {
        for (int i = 0; i < 3; i++) {
            assertThat(limits.allows("192.0.2.1")).isTrue();
        }

        assertThat(limits.allows("192.0.2.1")).isFalse();
        assertThat(limits.allows("192.0.2.2")).isTrue();
        assertThat(limits.secondsLeft()).isEqualTo(50);

        now.set(Instant.parse("2026-11-23T00:01:00Z"));
        assertThat(limits.allows("192.0.2.1")).isTrue();
    }

    @Test
    void addresses_of_one_ipv6_network_count_as_one() {
        assertThat(limits.allows("2001:db8:1:2:a:b:c:d")).isTrue();
        assertThat(limits.allows("2001:db8:1:2:0:0:0:1")).isTrue();
        assertThat(limits.allows("2001:db8:1:2:ffff:0:0:1")).isTrue();

        assertThat(limits.allows("2001:db8:1:2:3:4:5:6")).isFalse();
        assertThat(limits.allows("2001:db8:1:3:3:4:5:6")).isTrue();
    }

    @Test
    void more_addresses_than_it_keeps_share_one_count() {
        for (int i = 0; i < 50_000; i++) {
            limits.allows("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
        }

        assertThat(limits.allows("192.0.2.1")).isTrue();
        assertThat(limits.allows("192.0.2.2")).isTrue();
        assertThat(limits.allows("192.0.2.3")).isTrue();
        assertThat(limits.allows("192.0.2.4")).isFalse();
        assertThat(limits.allows("10.0.0.0")).isTrue();
    }
}
