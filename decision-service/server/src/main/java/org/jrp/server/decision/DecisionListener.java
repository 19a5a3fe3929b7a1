package org.jrp.server.decision;

import java.util.UUID;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;

/** Hears of each live decision once it is recorded (旁听). It is called before the answer goes out: it returns at once and throws nothing. */
public interface DecisionListener {

    /**
     * A question was decided.
     *
     * @param release hash of the release that it was decided by
     */
    void decided(UUID id, CaseFile file, Decision decision, String release);
}
