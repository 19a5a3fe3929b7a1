package org.jrp.server.impact;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Via;
import org.jrp.decision.CaseEntry;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Severity;
import org.jrp.record.CanonicalDecision;
import org.jrp.subject.SubjectKind;

/**
 * Records of a year's checks: 200,000 subjects, six contexts, every day from 2018-06-01, three in twenty about somebody listed. Each record is
 * decided and written as the service does; subjects are made-up references, and nothing personal is in them.
 */
final class RecordedYear {

    static final LocalDate FIRST = LocalDate.of(2018, 6, 1);

    private static final int SUBJECTS = 200_000;
    private static final int DAYS = 365;
    private static final HexFormat HEX = HexFormat.of();

    private final DecisionEngine engine;
    private final List<String> lists;
    private final List<String> contexts;
    private final String release;

    RecordedYear(DecisionEngine engine) {
        this.engine = engine;
        Catalogue catalogue = engine.release().catalogue();
        this.lists = catalogue.lists().stream().map(ListType::code).sorted().toList();
        this.contexts = catalogue.contexts().stream()
                .filter(Context::offered)
                .map(Context::code)
                .sorted()
                .toList();
        this.release = engine.release().hash();
    }

    private CaseFile file(SplittableRandom random, int subject) {
        LocalDate asOf = FIRST.plusDays(random.nextInt(DAYS));
        Instant knownAt = asOf.atStartOfDay().toInstant(Question.SHANGHAI).plusSeconds(30_000 + random.nextInt(30_000));
        Instant loaded = asOf.minusDays(random.nextInt(2))
                .atStartOfDay()
                .toInstant(Question.SHANGHAI)
                .plusSeconds(10_800);
        SubjectKind kind = subject % 8 == 0
                ? SubjectKind.INDIVIDUAL
                : subject % 8 == 1 ? SubjectKind.SOLE_TRADER : SubjectKind.ENTERPRISE;
        List<CaseEntry> entries = new ArrayList<>();
        if (subject % 20 < 3) {
            SplittableRandom own = new SplittableRandom(subject * 31L);
            for (int i = own.nextInt(5) == 0 ? 2 : 1; i > 0; i--) {
                entries.add(entry(own));
            }
        }
        return new CaseFile(
                kind,
                false,
                contexts.get(random.nextInt(contexts.size())),
                null,
                "341182",
                asOf,
                knownAt,
                entries,
                List.of(),
                List.of(Source.file("city-platform", loaded)));
    }

    private CaseEntry entry(SplittableRandom own) {
        LocalDate from = FIRST.minusDays(own.nextInt(1_000));
        String list = own.nextInt(4) == 0
                ? List.of("judgment-defaulter", "work-safety-dishonest").get(own.nextInt(2))
                : lists.get(own.nextInt(lists.size()));
        List<Event> events = own.nextInt(12) == 0
                ? List.of(new Event(
                        EventType.DISPUTED,
                        from.plusDays(30),
                        from.plusDays(31).atStartOfDay().toInstant(Question.SHANGHAI),
                        null,
                        null,
                        null,
                        null,
                        Map.of()))
                : List.of();
        return new CaseEntry(
                "y" + own.nextInt(10_000_000),
                CaseFile.SUBJECT,
                Via.SELF,
                null,
                null,
                list,
                "某认定部门",
                "认定〔" + from.getYear() + "〕" + own.nextInt(100_000) + "号",
                null,
                from,
                from,
                own.nextBoolean() ? from.plusYears(3) : null,
                null,
                own.nextBoolean() ? Severity.SERIOUS : null,
                false,
                null,
                null,
                events);
    }

    /** Row number of the year as a line of {@code copy … from stdin}. */
    byte[] line(long number, UUID id, Instant decidedAt) {
        SplittableRandom random = new SplittableRandom(number * 0x9E3779B97F4A7C15L);
        int subject = random.nextInt(SUBJECTS);
        CaseFile file = file(random, subject);
        Decision decision = engine.decide(file);
        byte[] canonical = CanonicalDecision.bytes(file, decision, release);
        String hash = HEX.formatHex(sha256(canonical));
        String line = String.join(
                        "\t",
                        id.toString(),
                        "\\\\x" + HEX.formatHex(reference(subject)),
                        "d" + subject % 12,
                        "key",
                        "\\N",
                        "资格审查",
                        file.context(),
                        "\\N",
                        decision.outcome().code(),
                        file.asOf().toString(),
                        decidedAt.toString(),
                        DecisionEngine.VERSION,
                        "\\\\x" + hash,
                        "\\\\x" + hash,
                        "\\\\x" + HEX.formatHex(canonical),
                        "\\\\x00")
                + "\n";
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] reference(int subject) {
        return sha256(Integer.toString(subject).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
