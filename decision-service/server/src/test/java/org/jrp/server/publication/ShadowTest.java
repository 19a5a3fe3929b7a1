package org.jrp.server.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.jrp.server.whole.SignIn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** A candidate decides what is decided live; its answers are counted, never given. */
@ServerTest(properties = "test=publication")
class ShadowTest {

    private static final String SHIPPED = ReleaseFiles.shipped().hash();
    private static final String RELEASES = "/api/v1/releases/";
    private static final int LISTED = 61_010;
    private static final Duration SOON = Duration.ofSeconds(60);

    @Autowired
    private Environment environment;

    private Service service;
    private String author;
    private String approver;

    @BeforeEach
    void people() {
        service = Service.of(environment);
        author = SignIn.person(Service.OFFICE, "编某", "policy-author");
        approver = SignIn.person(Service.OFFICE, "审某", "policy-approver");
        service.coverAll();
    }

    @Test
    void what_would_differ_is_counted_by_kind_context_and_measure_with_its_rules_and_not_answered() {
        service.list("shadow-1", Ids.enterprise(LISTED), "customs-aeo-advanced", "2018-08-01");
        String hash = draft("shadow");

        Reply begun = service.post(RELEASES + hash + "/shadow", author, "{\"minutes\": 10}");
        Reply second = service.post(RELEASES + hash + "/shadow", author, "{\"minutes\": 10}");
        Awaitility.await().atMost(SOON).until(() -> {
            assertThat(check(LISTED).field("release")).isEqualTo(SHIPPED);
            assertThat(check(LISTED + 1).field("release")).isEqualTo(SHIPPED);
            return count(hash, "differing") > 3 && count(hash, "decided") > count(hash, "differing");
        });
        Reply seen = service.get(RELEASES + hash + "/shadow", service.auditor());
        Reply cancelled = service.post(RELEASES + hash + "/shadow/cancel", approver, "{\"reason\": \"已足够\"}");

        assertThat(begun.status()).as("%s", begun).isEqualTo(202);
        assertThat(second.code()).isEqualTo("shadow-running");
        Map<?, ?> counts = (Map<?, ?>) seen.json().get("counts");
        assertThat(((Map<?, ?>) counts.get("kinds")).keySet().toString()).isEqualTo("[changed]");
        assertThat(((Map<?, ?>) counts.get("contexts")).keySet().toString()).isEqualTo("[administrative-licensing]");
        Map<?, ?> measure = (Map<?, ?>) ((List<?>) counts.get("measures")).get(0);
        assertThat(measure.get("measure")).isEqualTo(Uploads.MEASURE);
        assertThat(measure.get("change")).isEqualTo("removed");
        assertThat((List<?>) measure.get("rules")).isNotEmpty();
        assertThat((List<?>) counts.get("decisions")).hasSizeGreaterThan(3);
        assertThat(counts.get("failed")).isEqualTo(0L);
        assertThat(cancelled.field("state")).isEqualTo("cancelled");
        Awaitility.await().atMost(SOON).until(() -> {
            long before = count(hash, "decided");
            check(LISTED);
            Awaitility.await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
            return count(hash, "decided") == before;
        });
    }

    @Test
    void it_ends_when_its_release_becomes_active() {
        String hash = draft("shadow-active");
        service.post(RELEASES + hash + "/shadow", author, "{\"minutes\": 10, \"percent\": 50}");

        service.post(RELEASES + hash + "/approve", approver, "{\"reason\": \"同意\"}");
        Reply activated = service.post(RELEASES + hash + "/activate", approver, "{}");

        assertThat(activated.status()).as("%s", activated).isEqualTo(200);
        Awaitility.await()
                .atMost(SOON)
                .until(() -> service.get(RELEASES + hash + "/shadow", author)
                        .field("state")
                        .equals("activated"));
        assertThat(service.post(RELEASES + SHIPPED + "/activate", approver, "{}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void what_makes_no_sense_is_refused() {
        String hash = draft("shadow-refused");

        assertThat(service.post(RELEASES + hash + "/shadow", author, "{}").status())
                .isEqualTo(422);
        assertThat(service.post(RELEASES + hash + "/shadow", author, "{\"minutes\": 0}")
                        .status())
                .isEqualTo(422);
        assertThat(service.post(RELEASES + hash + "/shadow", author, "{\"minutes\": 1, \"percent\": 101}")
                        .status())
                .isEqualTo(422);
        assertThat(service.post(RELEASES + SHIPPED + "/shadow", author, "{\"minutes\": 1}")
                        .code())
                .isEqualTo("already-active");
        assertThat(service.get(RELEASES + hash + "/shadow", author).code()).isEqualTo("no-shadow");
        assertThat(service.post(RELEASES + hash + "/shadow", service.officer(), "{\"minutes\": 1}")
                        .status())
                .isEqualTo(403);
    }

    private long count(String hash, String name) {
        Map<?, ?> counts = (Map<?, ?>)
                service.get(RELEASES + hash + "/shadow", author).json().get("counts");
        return (Long) counts.get(name);
    }

    private String draft(String variant) {
        return service.post("/api/v1/releases", author, "application/zip", Uploads.zip(Uploads.changed(variant)))
                .field("hash");
    }

    private Reply check(int number) {
        return service.post(
                "/api/v1/decisions",
                service.officer(),
                Map.of(
                        "subject", Map.of("id", Ids.enterprise(number)),
                        "context", "administrative-licensing",
                        "purpose", "许可审查",
                        "asOf", "2018-09-01"));
    }
}
