package org.jrp.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.crypto.SecretKey;
import org.jrp.record.DecisionRecord;

/** A decision as the embedded engine recorded it (留痕记录), both hashes checked. */
public record RecordedDecision(DecisionRecord record) {

    /**
     * Reads all records of a folder, oldest first, also while an engine writes there. Lines that are no record are left out and
     * told.
     *
     * @return the lines that are no record, and the ends that were torn off
     * @throws UncheckedIOException when a file cannot be read
     */
    public static Recovery readAll(Path folder, Consumer<RecordedDecision> each) {
        List<Recovery.Torn> torn = new ArrayList<>();
        List<Recovery.Damaged> damaged = new ArrayList<>();
        try {
            for (Path file : RecordFiles.list(folder)) {
                String name = String.valueOf(file.getFileName());
                RecordScan scan = RecordScan.of(file, (record, endsAt) -> each.accept(new RecordedDecision(record)));
                scan.damaged().forEach(line -> damaged.add(new Recovery.Damaged(name, line)));
                if (scan.linesTo() < scan.length()) {
                    torn.add(new Recovery.Torn(name, scan.linesTo(), scan.length() - scan.linesTo()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Recovery(torn, damaged);
    }

    /**
     * Whom it was about: {@code subject} and {@code relatedPersons} as they were asked; empty where no key was given when it was
     * recorded.
     *
     * @throws IllegalArgumentException when that is not the key, or the record was tampered with
     */
    public Optional<Map<?, ?>> findPersonalFields(SecretKey key) {
        String ciphertext = record.envelope().personalCiphertext();
        return ciphertext == null
                ? Optional.empty()
                : Optional.of(new PersonalFields(key).decrypt(record.envelope().decisionId(), ciphertext));
    }
}
