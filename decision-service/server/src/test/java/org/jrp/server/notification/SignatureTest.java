package org.jrp.server.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignatureTest {

    /** By {@code printf '1792000000.{"a":"名单"}' | openssl dgst -sha256 -hmac whsec_example}. */
    @Test
    void it_is_what_openssl_gives() {
        String signature =
                Signature.of("whsec_example", 1_792_000_000L, "{\"a\":\"名单\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(signature).isEqualTo("v1=e0a76d92f8b4f9f870c624dfe233a0c2c5aec1317f281efef0b6140011f055fb");
    }

    @Test
    void another_time_body_or_secret_gives_another() {
        byte[] body = {1, 2, 3};
        Set<String> signatures = new HashSet<>();

        signatures.add(Signature.of("a", 1, body));
        signatures.add(Signature.of("b", 1, body));
        signatures.add(Signature.of("a", 2, body));
        signatures.add(Signature.of("a", 1, new byte[] {1, 2, 4}));

        assertThat(signatures).hasSize(4);
    }

    @Test
    void a_secret_has_256_random_bits() {
        assertThat(Signature.secret()).matches("whsec_[A-Za-z0-9_-]{43}").isNotEqualTo(Signature.secret());
    }
}
