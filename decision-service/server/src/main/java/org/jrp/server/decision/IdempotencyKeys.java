package org.jrp.server.decision;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jrp.json.JsonWriter;
import org.jrp.server.access.Caller;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the keys under which checks may be repeated (幂等键) of the header that a caller sends. */
@Component
final class IdempotencyKeys {

    private static final int LONGEST = 255;
    private static final byte[] SCOPE = "decisions".getBytes(StandardCharsets.UTF_8);

    private final SubjectVault vault;

    IdempotencyKeys(SubjectVault vault) {
        this.vault = vault;
    }

    /**
     * The key of one question.
     *
     * @param header as sent; null where there is none
     * @param part which of several questions of one call it is; empty for the only one
     * @throws ProblemException 400 when the header is not well formed
     */
    Draft.@Nullable IdempotencyKey of(Caller caller, @Nullable String header, String part, Map<?, ?> question) {
        if (header == null) {
            return null;
        }
        if (header.isEmpty() || header.length() > LONGEST || header.chars().anyMatch(c -> c < 0x21 || c > 0x7E)) {
            throw ProblemException.of(
                    400,
                    "invalid-idempotency-key",
                    "Idempotency-Key 须为 1 至 " + LONGEST + " 个可见 ASCII 字符。",
                    "The Idempotency-Key must be 1 to " + LONGEST + " visible ASCII characters.");
        }
        PersonalNumbers.refuse(header, "Idempotency-Key");
        return new Draft.IdempotencyKey(
                caller.credential(), header + part, vault.digest(SCOPE, JsonWriter.canonical(question)));
    }
}
