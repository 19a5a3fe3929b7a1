package org.jrp.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/** Decides without end and prints the id of each record once it was answered, until somebody kills it. */
final class RecordingProgram {

    private RecordingProgram() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Check check = Check.of("91349999M00000019Y", "government-procurement", "资格审查");
        try (EmbeddedJrp jrp = EmbeddedJrp.by("finance-bureau")
                .entries(EntryFile.of(folder.resolve("entries.ndjson")))
                .records(folder.resolve("records"))
                .clock(InstantSource.fixed(Instant.parse("2018-09-01T01:00:00Z")))
                .open()) {
            while (!System.out.checkError()) {
                System.out.println(jrp.decide(check).decisionId());
            }
        }
    }
}
