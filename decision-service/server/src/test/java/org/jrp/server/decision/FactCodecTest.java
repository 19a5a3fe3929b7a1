package org.jrp.server.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Listing;
import org.jrp.listing.Origin;
import org.jrp.listing.RelatedPerson;
import org.jrp.listing.Severity;
import org.jrp.server.entry.StoredListing;
import org.jrp.subject.CitizenId;
import org.jrp.subject.Uscc;
import org.junit.jupiter.api.Test;

class FactCodecTest {

    private static final Facts FACTS = new Facts(
            List.of(new Ref(-1, 42), new Ref(Long.MIN_VALUE, 0)),
            new int[] {3, 0},
            List.of(new StoredListing(
                    1_001,
                    new Listing(
                            "e-1",
                            new Uscc("91349999M00000019Y"),
                            "示例“企业”一",
                            "judgment-defaulter",
                            "示例市人民法院",
                            "(2018)示例执1号",
                            "法释〔2017〕7号",
                            LocalDate.of(2018, 3, 1),
                            LocalDate.of(2018, 3, 1),
                            null,
                            "𠮷",
                            Severity.SERIOUS,
                            true,
                            null,
                            false,
                            List.of(new RelatedPerson(
                                    "legal-representative", new CitizenId("341182190001010008"), null)),
                            List.of(new Event(
                                    EventType.MOVED_TO_KEY_ATTENTION,
                                    LocalDate.of(2019, 1, 1),
                                    Instant.parse("2019-01-02T03:04:05.678901Z"),
                                    "rec",
                                    null,
                                    "已整改",
                                    Origin.POST_BLACKLIST,
                                    Map.of("validTo", "")))),
                    Instant.parse("2018-03-02T00:00:00Z"),
                    List.of("docNo"),
                    UUID.fromString("01a215e1-f93f-7252-9ba0-9bdc8a0cc090"),
                    LocalDate.of(2020, 1, 1))));

    @Test
    void facts_come_back_as_they_were() {
        Facts read = FactCodec.read(FactCodec.bytes(FACTS));

        assertThat(read.refs()).isEqualTo(FACTS.refs());
        assertThat(read.versions()).containsExactly(3, 0);
        assertThat(read.listings()).isEqualTo(FACTS.listings());
    }

    @Test
    void bytes_that_are_not_ours_are_refused_and_never_break_anything_else() {
        byte[] good = FactCodec.bytes(FACTS);
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            byte[] bad = round % 2 == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            if (bad.length > 0) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                FactCodec.read(bad);
            } catch (IllegalArgumentException e) {
                assertThat(e).isNotNull();
            }
        }
        assertThatThrownBy(() -> FactCodec.read("[]".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
