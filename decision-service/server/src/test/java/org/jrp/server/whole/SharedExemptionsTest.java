package org.jrp.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An exemption registered or ended on one node is in the next answer of the other. */
class SharedExemptionsTest {

    private static final int ROUNDS = 20;

    @Test
    void neither_node_answers_by_an_old_book() {
        TwoNodes nodes = TwoNodes.running();
        String key = nodes.one().officer();
        String subject = Ids.enterprise(17_700);
        nodes.one().list("shared-exemption", subject, "judgment-defaulter", "2018-03-01");
        String to = LocalDate.now(ZoneId.of("Asia/Shanghai")).plusDays(5).toString();

        for (int round = 0; round < ROUNDS; round++) {
            Service one = round % 2 == 0 ? nodes.one() : nodes.two();
            Service other = round % 2 == 0 ? nodes.two() : nodes.one();
            Reply made = one.post(
                    "/api/v1/exemptions",
                    key,
                    Map.of(
                            "subject", Map.of("id", subject),
                            "measure", "restrict-government-procurement",
                            "validTo", to,
                            "reason", "应急采购",
                            "officer", "王某"));
            assertThat(made.status()).as("%s", made).isEqualTo(201);
            Reply with = ask(other, key, subject);
            Reply ended = one.post(made.header("Location") + "/end", key, "{\"reason\": \"完成\", \"officer\": \"王某\"}");
            assertThat(ended.status()).as("%s", ended).isEqualTo(200);
            Reply without = ask(other, key, subject);

            assertThat(with.text()).contains(made.field("exemptionId"));
            assertThat(without.text()).doesNotContain("\"exemptions\"");
            assertThat(one.get(with.header("Location"), key).body()).isEqualTo(with.body());
        }
    }

    private static Reply ask(Service node, String key, String subject) {
        Reply reply = node.post(
                "/api/v1/decisions",
                key,
                Map.of("subject", Map.of("id", subject), "context", "government-procurement", "purpose", "资格审查"));
        assertThat(reply.status()).as("%s", reply).isEqualTo(201);
        return reply;
    }
}
