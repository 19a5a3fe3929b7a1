package org.jrp.server.replay;

import java.util.Optional;
import java.util.UUID;
import org.jrp.server.seal.Proofs;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The proof from the seals (封存证明). */
@Component
class SealedProof implements DecisionProof {

    private final Proofs proofs;
    private final JsonMapper json;

    SealedProof(Proofs proofs, JsonMapper json) {
        this.proofs = proofs;
        this.json = json;
    }

    @Override
    public Optional<byte[]> of(UUID decision) {
        return proofs.find(decision).map(json::writeValueAsBytes);
    }
}
