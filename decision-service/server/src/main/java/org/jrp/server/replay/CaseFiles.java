package org.jrp.server.replay;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Checked;
import org.jrp.decision.Decision;
import org.jrp.decision.Outcome;
import org.jrp.record.CanonicalDecision;
import org.jrp.record.InvalidRecordException;
import org.jrp.subject.SubjectKind;

/**
 * Reads the case file and the release of a record and leaves the decision in it alone (只读案卷): most of the bytes are the decision's, and whether
 * it is the same is told by writing it again and comparing. A record that is not put together as usual gives nothing, or something whose
 * bytes come out otherwise.
 */
final class CaseFiles {

    private static final byte[] DECISION = ",\"decision\":{".getBytes(StandardCharsets.UTF_8);
    private static final byte[] RELEASE = ",\"release\":\"".getBytes(StandardCharsets.UTF_8);
    private static final Decision NOTHING = new Decision(
            Outcome.CLEAR,
            null,
            false,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new Checked(0, List.of(), List.of()),
            List.of(),
            List.of());

    private CaseFiles() {}

    /** Case file and release, with a decision that says nothing. */
    static Optional<CanonicalDecision.Stored> read(byte[] canonical) {
        int decision = indexOf(canonical, DECISION, 0, 1);
        int release = indexOf(canonical, RELEASE, canonical.length - RELEASE.length, -1);
        if (decision < 0 || release < decision) {
            return Optional.empty();
        }
        ByteArrayOutputStream without = new ByteArrayOutputStream(decision + 1_000);
        without.write(canonical, 0, decision);
        without.writeBytes(Nothing.BYTES);
        without.write(canonical, release, canonical.length - release);
        try {
            return Optional.of(CanonicalDecision.read(without.toByteArray()));
        } catch (InvalidRecordException e) {
            return Optional.empty();
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from, int step) {
        for (int i = from; i >= 0 && i + wanted.length <= bytes.length; i += step) {
            if (bytes[i] == wanted[0] && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    /** The decision that says nothing, as it stands in a record. */
    private static final class Nothing {

        static final byte[] BYTES = bytes();

        private static byte[] bytes() {
            CaseFile file = new CaseFile(
                    SubjectKind.ENTERPRISE,
                    false,
                    "",
                    null,
                    "",
                    LocalDate.EPOCH,
                    Instant.EPOCH,
                    List.of(),
                    List.of(),
                    List.of());
            byte[] whole = CanonicalDecision.bytes(file, NOTHING, "");
            return Arrays.copyOfRange(
                    whole, indexOf(whole, DECISION, 0, 1), indexOf(whole, RELEASE, whole.length - RELEASE.length, -1));
        }
    }
}
