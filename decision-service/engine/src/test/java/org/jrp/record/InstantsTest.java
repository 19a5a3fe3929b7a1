package org.jrp.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jrp.decision.Question;
import org.junit.jupiter.api.Test;

class InstantsTest {

    @Test
    void are_written_as_the_platform_writes_them() {
        Random random = new Random(20261123);
        List<Instant> instants = new ArrayList<>(List.of(
                Instant.EPOCH,
                Instant.MIN,
                Instant.parse("0000-01-01T00:00:00Z"),
                Instant.parse("-0001-12-31T20:00:00Z"),
                Instant.parse("9999-12-31T20:00:00Z"),
                Instant.parse("2018-09-01T23:59:59.999999999Z")));
        for (int i = 0; i < 5_000; i++) {
            long second = i % 2 == 0 ? random.nextInt() * 40L : random.nextLong(300_000_000_000L);
            long unit = List.of(1L, 1_000L, 1_000_000L, 100_000_000L, 1_000_000_000L)
                    .get(i % 5);
            instants.add(Instant.ofEpochSecond(second, random.nextInt(1_000_000_000) / unit * unit));
        }

        for (Instant instant : instants) {
            assertThat(Instants.utc(instant)).isEqualTo(instant.toString());
            if (instant.isAfter(Instant.MIN)) {
                assertThat(Instants.shanghai(instant))
                        .isEqualTo(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atOffset(Question.SHANGHAI)));
            }
        }
    }
}
