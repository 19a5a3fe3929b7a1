package org.jrp.record;

import java.util.Optional;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.json.JsonWriter;

/**
 * Tells whether a decision is the one on record, byte for byte (逐字节核对), without reading the decision that is recorded: the new one
 * is written in canonical form and compared. Its room is used again and again. One thread.
 */
public final class ByteComparison {

    private static final int ROOM = 64 << 10;

    private final CaseReader reader = new CaseReader();
    private final JsonWriter out = new JsonWriter(ROOM);

    /** What a record was asked (所问): its case file, and the release that it names. */
    public record Asked(CaseFile caseFile, String release) {}

    /** What that record was asked; empty where it is not in the usual form, so that {@link CanonicalDecision#read} must tell. */
    public Optional<Asked> asked(byte[] canonical) {
        return reader.read(canonical);
    }

    /** Whether that case file, decided so by that release, makes those very bytes. */
    public boolean same(byte[] canonical, Asked asked, Decision decision) {
        CanonicalDecision.write(out.clear(), asked.caseFile(), decision, asked.release());
        return out.wrote(canonical);
    }
}
