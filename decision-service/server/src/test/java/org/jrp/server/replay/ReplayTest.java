package org.jrp.server.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.Test;

/** A decision is rebuilt from its record alone, and what keeps it from coming out the same is named. */
@ServerTest(properties = "test=replay")
class ReplayTest extends ReplayBed {

    @Test
    void a_decision_of_every_outcome_replays_identical() {
        decisions().forEach((outcome, id) -> {
            Reply reply = service.post(DECISIONS + "/" + id + "/replay", service.officer(), "{}");

            assertThat(reply.status()).as("%s", reply).isEqualTo(200);
            assertThat(reply.field("verdict")).as("%s: %s", outcome, reply).isEqualTo("identical");
            assertThat(reply.list("causes")).isEmpty();
            assertThat(reply.field("replayHash")).isEqualTo(reply.field("decisionHash"));
            assertThat(reply.field("release")).isEqualTo(ReleaseFiles.shipped().hash());
            assertThat(reply.json().get("informationOnly")).isEqualTo(false);
        });
    }

    @Test
    void records_replay_identical_by_their_own_release_while_another_is_active() {
        Map<String, String> before = decisions();
        String other = store(changed());
        String shipped = ReleaseFiles.shipped().hash();

        activate(other);
        try {
            String since = restricted();
            before.values().forEach(id -> {
                Reply reply = replay(id, Map.of());
                assertThat(reply.field("verdict")).as("%s", reply).isEqualTo("identical");
                assertThat(reply.field("release")).isEqualTo(shipped);
            });
            assertThat(replay(since, Map.of()).field("verdict")).isEqualTo("identical");
            assertThat(replay(since, Map.of()).field("release")).isEqualTo(other);
            Reply active = replay(before.get("restricted"), Map.of("release", "active"));
            assertThat(active.field("release")).isEqualTo(other);
            assertThat(active.field("verdict")).isEqualTo("differs");
        } finally {
            activate(shipped);
        }
    }

    @Test
    void what_it_would_be_under_another_release_names_the_rule_and_is_information_only() {
        String id = restricted();
        String other = store(changed());

        Reply reply = replay(id, Map.of("release", other));

        assertThat(reply.field("verdict")).isEqualTo("differs");
        assertThat(reply.json().get("informationOnly")).isEqualTo(true);
        assertThat(reply.field("replayHash")).isNotEqualTo(reply.field("decisionHash"));
        assertThat(causes(reply, "code")).contains("rule-text").doesNotContain("engine-version");
        assertThat(causes(reply, "zh")).anyMatch(text -> text.toString().contains(RULE));
        assertThat(causes(reply, "en")).anyMatch(text -> text.toString().contains(RULE));
        assertThat(reply.text()).contains("\"then\":{\"outcome\":\"restricted\"");
    }

    @Test
    void a_release_that_is_not_kept_is_refused_and_other_departments_decisions_are_not_found() {
        String id = restricted();
        service.grant(
                "tax-bureau",
                "{\"contexts\": [\"bidding\"], \"requestsPerMinute\": 100000, \"subjectsPerDay\": 1000,"
                        + " \"place\": \"341182\"}");

        assertThat(service.post(
                                DECISIONS + "/" + id + "/replay",
                                service.auditor(),
                                Map.of("release", "sha256:" + "0".repeat(64)))
                        .code())
                .isEqualTo("unknown-release");
        assertThat(service.post(DECISIONS + "/" + id + "/replay", service.key("tax-bureau", "officer"), "{}")
                        .status())
                .isEqualTo(404);
        assertThat(service.post(DECISIONS + "/" + UUID.randomUUID() + "/replay", service.auditor(), "{}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void what_was_altered_in_the_database_is_named() {
        String canonical = restricted();
        tamper(
                "canonical = convert_to(replace(convert_from(canonical, 'UTF8'), '\"outcome\":\"restricted\"', '\"outcome\":\"clear\"'), 'UTF8')",
                canonical);
        String purpose = restricted();
        tamper("purpose = '另一个用途'", purpose);
        String ciphertext = restricted();
        tamper("personal = set_byte(personal, 20, (get_byte(personal, 20) + 1) % 256)", ciphertext);
        String outcome = restricted();
        tamper("outcome = 'clear'", outcome);
        String rubbish = restricted();
        tamper("canonical = '{}'", rubbish);
        String emptied = restricted();
        tamper("canonical = ''", emptied);
        String consistent = restricted();
        tamper(
                "canonical = convert_to(replace(convert_from(canonical, 'UTF8'), '2018-03-01', '2018-03-02'), 'UTF8')",
                consistent);
        tamper("decision_hash = sha256(canonical)", consistent);

        for (String id : List.of(canonical, purpose, ciphertext, outcome, rubbish, emptied, consistent)) {
            Reply reply = replay(id, Map.of());
            assertThat(reply.field("verdict")).as("%s", reply).isEqualTo("differs");
            assertThat(causes(reply, "code")).contains("record-altered");
        }
        assertThat(causes(replay(canonical, Map.of()), "path")).contains("canonical", "outcome");
        assertThat(causes(replay(purpose, Map.of()), "path")).containsExactly("envelope");
        assertThat(causes(replay(outcome, Map.of()), "path")).containsExactly("outcome");
        assertThat(causes(replay(rubbish, Map.of()), "code")).contains("fact-missing");
    }

    @Test
    void erased_a_release_gone_and_a_failure_of_then_are_told_apart() {
        String erased = restricted();
        tamper("canonical = '', personal = ''", erased);
        String gone = restricted();
        tamper(
                "canonical = convert_to(regexp_replace(convert_from(canonical, 'UTF8'), '\"release\":\"sha256:[0-9a-f]+', '\"release\":\"sha256:"
                        + "1".repeat(64) + "'), 'UTF8')",
                gone);

        assertThat(replay(erased, Map.of()).field("verdict")).isEqualTo("erased");
        assertThat(causes(replay(gone, Map.of()), "code")).contains("release-missing", "record-altered");
    }

    @Test
    void another_version_of_the_engine_is_not_a_cause_while_the_bytes_are_the_same() {
        String id = restricted();
        tamper("engine = '0.9.0'", id);

        Reply reply = replay(id, Map.of());

        // The envelope covers the version.
        assertThat(causes(reply, "path")).containsExactly("envelope");
        assertThat(reply.field("engineThen")).isEqualTo("0.9.0");
        assertThat(reply.field("engineNow")).isNotEqualTo("0.9.0");
    }
}
