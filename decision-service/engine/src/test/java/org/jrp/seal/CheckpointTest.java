package org.jrp.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

    private final KeyPair pair = pair();
    private final VerifierKey key = VerifierKey.of("jrp/test", pair.getPublic());
    private final Checkpoint checkpoint =
            Checkpoint.sign("jrp/test", 42, MerkleTree.leaf(new byte[] {1}), pair.getPrivate(), key);

    @Test
    void what_is_signed_reads_back_and_verifies() {
        Checkpoint read = Checkpoint.parse(checkpoint.text());

        assertThat(read).isEqualTo(checkpoint);
        assertThat(read.signedBy(List.of(VerifierKey.parse(key.toString())))).isTrue();
        assertThat(read.text()).startsWith("jrp/test\n42\n").contains("\n\n\u2014 jrp/test ");
    }

    @Test
    void another_key_name_or_text_does_not_verify() {
        Checkpoint larger = new Checkpoint("jrp/test", 43, checkpoint.root(), checkpoint.signatures());

        assertThat(checkpoint.signedBy(List.of(VerifierKey.of("jrp/test", pair().getPublic()))))
                .isFalse();
        assertThat(checkpoint.signedBy(List.of(VerifierKey.of("jrp/other", pair.getPublic()))))
                .isFalse();
        assertThat(larger.signedBy(List.of(key))).isFalse();
    }

    @Test
    void signatures_of_others_are_read_over() {
        String text = checkpoint.text() + "\u2014 witness.example/w "
                + Base64.getEncoder().encodeToString(new byte[76]) + "\n";

        assertThat(Checkpoint.parse(text).signedBy(List.of(key))).isTrue();
    }

    @Test
    void a_key_has_the_hash_that_the_specification_gives_it() {
        assertThat(key.toString()).matches("jrp/test\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{44}");
        assertThatThrownBy(() -> VerifierKey.parse(key.toString().replaceFirst("\\+[0-9a-f]{8}\\+", "+00000000+")))
                .isInstanceOf(InvalidSealException.class)
                .hasMessageContaining("00000000");
    }

    @Test
    void every_character_counts() {
        String text = checkpoint.text();
        for (int i = 0; i < text.length(); i++) {
            for (char other : new char[] {'0', 'A', '\n', ' ', '='}) {
                if (text.charAt(i) != other) {
                    String changed = text.substring(0, i) + other + text.substring(i + 1);
                    assertThat(stands(changed)).as("at %d: %s", i, changed).isFalse();
                }
            }
            String shorter = text.substring(0, i) + text.substring(i + 1);
            assertThat(stands(shorter)).as("without %d", i).isFalse();
        }
    }

    /** A note is refused in words, or it is read as exactly what it says; and whatever was touched does not stand. */
    @Test
    void malformed_notes_are_refused_or_read_as_they_stand() {
        Random random = new Random(6_962);
        String[] pieces = {
            "\n",
            "\n\n",
            "\r\n",
            " ",
            "  ",
            "\t",
            "\u2014",
            "\u2014 ",
            "\u2014 x AAAAAAAA\n",
            "-",
            "+",
            "=",
            "==",
            "0",
            "00",
            "-1",
            "9223372036854775808",
            "\u0000",
            "\u2028",
            "\u00e9",
            "\ud800",
            "AAAA",
            "jrp/test",
            "jrp/test\n42\n"
        };
        String text = checkpoint.text();
        for (int n = 0; n < 20_000; n++) {
            StringBuilder note = new StringBuilder(text);
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                int at = random.nextInt(note.length() + 1);
                int to = Math.min(note.length(), at + random.nextInt(12));
                switch (random.nextInt(4)) {
                    case 0 -> note.insert(at, pieces[random.nextInt(pieces.length)]);
                    case 1 -> note.delete(at, to);
                    case 2 -> note.replace(at, to, pieces[random.nextInt(pieces.length)]);
                    default -> note.insert(at, note.substring(at, to));
                }
            }
            Checkpoint read;
            try {
                read = Checkpoint.parse(note.toString());
            } catch (InvalidSealException e) {
                continue;
            }
            assertThat(read.text()).isEqualTo(note.toString());
            boolean touched = !note.toString().startsWith(text.substring(0, text.indexOf("\n\n") + 2));
            assertThat(read.signedBy(List.of(key)) && touched).as("%s", note).isFalse();
        }
    }

    @Test
    void there_are_bounds() {
        String signature = checkpoint.text().substring(checkpoint.text().indexOf('\u2014'));

        assertThat(Checkpoint.parse(checkpoint.text() + signature.repeat(31)).signatures())
                .hasSize(32);
        assertThatThrownBy(() -> Checkpoint.parse(checkpoint.text() + signature.repeat(32)))
                .isInstanceOf(InvalidSealException.class);
        assertThatThrownBy(() -> Checkpoint.parse("x".repeat(20_000) + checkpoint.text()))
                .isInstanceOf(InvalidSealException.class);
        assertThat(Checkpoint.parse(checkpoint.text().replace("\n42\n", "\n999999999999999999\n"))
                        .size())
                .isEqualTo(999_999_999_999_999_999L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "a\n1\n", "a\n1\nAAAA\n\n", "a\n01\nAAAA\n\n\u2014 a AAAAAAAAAA==\n", "a b\n1\nx\n\nx\n"
            })
    void what_is_no_checkpoint_is_refused_in_words(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(InvalidSealException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a+b", "a+00000000+AAAA", "+00+AA", "a b+00000000+AQ=="})
    void what_is_no_verifier_key_is_refused_in_words(String text) {
        assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(InvalidSealException.class);
    }

    private boolean stands(String text) {
        try {
            return Checkpoint.parse(text).signedBy(List.of(key));
        } catch (InvalidSealException e) {
            return false;
        }
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
