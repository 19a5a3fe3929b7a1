package org.jrp.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrp.record.DecisionRecord;

/**
 * Reads a record file line by line (留痕文件扫描).
 *
 * @param linesTo length up to the end of the last line; what stands after it was torn off while it was written
 * @param length length of the file
 * @param damaged numbers of the ended lines, from 1, that are no record
 */
record RecordScan(long linesTo, long length, List<Long> damaged) {

    /** Longer than any record; keeps a file of something else from filling the memory. */
    private static final int LONGEST = 64 << 20;

    /** Takes a record, and where its line ends in the file. */
    interface Each {
        void accept(DecisionRecord record, long endsAt) throws IOException;
    }

    static RecordScan of(Path file, Each each) throws IOException {
        List<Long> damaged = new ArrayList<>();
        long linesTo = 0;
        long at = 0;
        long number = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                at++;
                if (b != '\n') {
                    if (line.size() < LONGEST) {
                        line.write(b);
                    }
                    continue;
                }
                number++;
                linesTo = at;
                Optional<DecisionRecord> record = RecordLine.find(line.toByteArray());
                line.reset();
                if (record.isPresent()) {
                    each.accept(record.get(), at);
                } else {
                    damaged.add(number);
                }
            }
        }
        return new RecordScan(linesTo, at, damaged);
    }
}
