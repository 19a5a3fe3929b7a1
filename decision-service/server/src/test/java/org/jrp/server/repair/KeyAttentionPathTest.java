package org.jrp.server.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Work plan item 15 over HTTP: blacklist, mended, key attention, commitment and training, off (lifecycle.md §5.8). */
class KeyAttentionPathTest extends RepairTest {

    private Reply moved(String entry, String at) {
        return event(entry, manager(), "moved-to-key-attention", at, "docNo", "移1号", "reason", "已纠正失信行为");
    }

    private Reply committed(String entry) {
        return send(
                "/commitments",
                officer(),
                "templateCode",
                "repair",
                "entryId",
                entry,
                "reason",
                "申请退出重点关注名单",
                "madeOn",
                "2018-07-02",
                "documentNo",
                "诺1号",
                "published",
                true);
    }

    private Reply trained(String entry) {
        return send(
                "/trainings",
                officer(),
                "title",
                "2018年第二期信用修复培训",
                "heldOn",
                "2018-07-20",
                "hours",
                3,
                "documentNo",
                "训1号",
                "attendees",
                List.of(body("entryId", entry)));
    }

    private Reply exited(String entry) {
        return event(entry, manager(), "exited", "2018-08-01", "reason", "已承诺并参加培训,整改到位");
    }

    private Reply decided(String entry, String asOf) {
        Reply reply = send(
                "/decisions",
                officer(),
                "subject",
                body("id", enterprise(entry)),
                "context",
                "government-procurement",
                "purpose",
                "办公设备采购资格审查",
                "asOf",
                asOf);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        return reply;
    }

    private static List<?> codes(Reply decision, String list, String field) {
        return decision.list(list).stream()
                .map(one -> ((Map<?, ?>) one).get(field))
                .toList();
    }

    @Test
    void corrected_committed_trained_and_off() {
        String entry = listed();
        assertThat(codes(decided(entry, "2018-06-01"), "measures", "code").toString())
                .contains("restrict-government-procurement");

        assertThat(event(entry, manager(), "rectified", "2018-06-11", "docNo", "整1号")
                        .status())
                .isEqualTo(201);
        assertThat(moved(entry, "2018-06-12").status()).isEqualTo(201);
        assertThat(state(entry).get("state")).isEqualTo("key-attention");
        assertThat(state(entry).get("origin")).isEqualTo("post-blacklist");
        assertThat(committed(entry).status()).isEqualTo(201);
        assertThat(trained(entry).status()).isEqualTo(201);
        Reply exit = exited(entry);

        assertThat(exit.status()).as(exit.toString()).isEqualTo(201);
        assertThat(state(entry).get("state")).isEqualTo("exited");
        assertSupervisedOnly(decided(entry, "2018-07-25"));
        Reply after = decided(entry, "2018-08-01");
        assertThat(after.list("measures")).isEmpty();
        // The record of the way off stays in the subject's file.
        Reply file = send("/subjects/file", creditOffice(), "subject", body("id", enterprise(entry)));
        assertThat(file.list("commitments")).hasSize(1);
        assertThat(file.list("trainings")).hasSize(1);
    }

    private static void assertSupervisedOnly(Reply decision) {
        assertThat(decision.json().get("requiresConfirmation")).isEqualTo(false);
        assertThat(codes(decision, "measures", "effect").toString()).doesNotContain("mandatory");
        assertThat(codes(decision, "measures", "code").toString()).doesNotContain("restrict-government-procurement");
        assertThat(decision.list("measures"))
                .allSatisfy(one -> assertThat(((Map<?, ?>) one).get("class")).isEqualTo(2L));
    }

    @Test
    void without_commitment_or_training_there_is_no_way_off() {
        String neither = listed();
        String untrained = listed();
        String uncommitted = listed();
        List.of(neither, untrained, uncommitted).forEach(entry -> moved(entry, "2018-06-12"));
        committed(untrained);
        trained(uncommitted);

        List.of(neither, untrained, uncommitted).forEach(entry -> {
            Reply exit = exited(entry);
            assertThat(exit.status()).isEqualTo(409);
            assertThat(exit.code()).isEqualTo("committed-and-trained");
            assertThat(state(entry).get("state")).isEqualTo("key-attention");
        });
    }

    @ParameterizedTest
    @CsvSource({"2020-12-17, 201, ", "2020-12-18, 409, before-gate"})
    void the_way_closed_with_the_gate(String at, int status, String code) {
        Reply reply = moved(listed(), at);

        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        if (code != null) {
            assertThat(reply.code()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({"2020-12-17", "2020-12-18", "2021-06-01", "2026-11-20"})
    void on_key_attention_nothing_reduces_rights_before_the_gate_and_after(String asOf) {
        String entry = listed();
        moved(entry, "2018-06-12");

        assertSupervisedOnly(decided(entry, asOf));
    }
}
