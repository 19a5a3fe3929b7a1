package org.jrp.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Ledger ledger = new Ledger();

    @Test
    void the_same_answer_again_is_a_repetition() {
        ledger.acknowledge(answer("k", "1"));
        ledger.acknowledge(answer("k", "1"));

        assertThat(ledger.size()).isOne();
        assertThat(ledger.repeated()).isOne();
        assertThat(ledger.wrong()).isEmpty();
    }

    @Test
    void another_answer_under_the_same_key_is_wrong() {
        ledger.acknowledge(answer("k", "1"));
        ledger.acknowledge(answer("k", "2"));

        assertThat(ledger.wrong()).singleElement().asString().contains("the key k");
    }

    @Test
    void an_answer_is_handed_out_for_checking_once() {
        ledger.acknowledge(answer("k", "1"));

        assertThat(ledger.unchecked()).extracting(Ledger.Answer::key).containsExactly("k");
        assertThat(ledger.unchecked()).isEmpty();
        assertThat(ledger.all()).hasSize(1);
    }

    @Test
    void what_is_no_decision_is_refused() {
        assertThatThrownBy(() -> Ledger.Answer.of("k", "{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Ledger.Answer answer(String key, String id) {
        String body = "{\"decisionId\":\"" + id + "\",\"decisionHash\":\"sha256:00\"}";
        return Ledger.Answer.of(key, body.getBytes(StandardCharsets.UTF_8));
    }
}
