package org.jrp.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeersTest {

    private static final RuleTable TABLE = RuleTable.of(60);

    static List<String> names() {
        return Peers.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_engine_gives_the_answers_of_the_loop(String name) {
        Peer peer = Peers.load(name, TABLE);

        assertThatCode(() -> Tables.check(peer, TABLE)).doesNotThrowAnyException();

        assertThat(peer.name()).isNotBlank();
        peer.close();
    }
}
