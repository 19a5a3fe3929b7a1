package org.jrp.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jrp.release.Release;

/** Synthetic entries, checks and an engine for tests. */
final class EmbeddedCases {

    static final Release RELEASE = Release.shipped();
    static final String FIRM = "91349999M00000019Y";
    static final String CLEAN_FIRM = "91349999M000003770";
    static final String TRADER = "92349999M00000027N";
    static final String PERSON = "341182190001010008";
    static final String OTHER_PERSON = "341182199909090002";
    static final Instant NOW = Instant.parse("2018-09-01T01:00:00Z");
    static final LocalDate DAY = LocalDate.of(2018, 9, 1);
    static final Check CHECK = Check.of(FIRM, "government-procurement", "市直单位办公设备采购资格审查");

    static final String ENTRIES = """
            {"entryId":"j1","id":"91349999M00000019Y","name":"示例企业一","list":"judgment-defaulter","validFrom":"2018-03-01","related":[{"role":"legal-representative","id":"341182190001010008"}]}
            {"entryId":"t1","id":"92349999M00000027N","name":"示例个体户","list":"纳税信用A级纳税人名单","validFrom":"2018-04-20","validTo":"2019-04-20"}
            {"entryId":"p1","id":"341182199909090002","name":"示例人员","list":"judgment-defaulter","validFrom":"2018-02-01"}
            {"entryId":"o1","idType":"org-code","id":"M00000377","name":"示例企业二","list":"work-safety-dishonest","validFrom":"2018-05-10"}
            """;

    private EmbeddedCases() {}

    /** A file of those entries, last written at that moment. */
    static Path entries(Path folder, Instant modified) throws IOException {
        Path file = Files.writeString(folder.resolve("entries.ndjson"), ENTRIES);
        Files.setLastModifiedTime(file, FileTime.from(modified));
        return file;
    }

    static EmbeddedJrpBuilder engine(Path folder) throws IOException {
        return EmbeddedJrp.by("finance-bureau")
                .release(RELEASE)
                .entries(EntryFile.of(entries(folder, NOW)))
                .records(folder.resolve("records"))
                .clock(InstantSource.fixed(NOW));
    }

    static SecretKey key(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return new SecretKeySpec(bytes, "AES");
    }
}
