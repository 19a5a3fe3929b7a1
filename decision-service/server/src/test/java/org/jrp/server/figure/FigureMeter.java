package org.jrp.server.figure;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jrp.catalogue.Catalogue;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.TestStores;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectKeys;
import org.jrp.server.subject.SubjectVault;
import org.jrp.server.whole.Ids;
import org.jrp.subject.CitizenId;
import org.jrp.subject.SubjectId;
import org.jrp.subject.Uscc;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * How long the figures of a year take (统计测速). Arguments: entries of the year, rows of feedback, rounds. Every fifth entry has events, every tenth
 * a code that stands twice, every eighth is about a person.
 */
final class FigureMeter {

    private FigureMeter() {}

    public static void main(String[] arguments) throws Exception {
        int entries = Integer.parseInt(arguments[0]);
        int reports = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        TestStores.Database database = TestStores.migratedDatabase();
        DataSource source = database.dataSource();
        SubjectVault vault = new SubjectVault(SubjectKeys.random());
        Catalogue catalogue = Catalogue.read(ReleaseFiles.shipped().below("measure-catalogue"));
        FigureProperties properties = new FigureProperties(false, Set.of(), Set.of());
        Snapshot snapshot = new Snapshot(source, new DataSourceTransactionManager(source));
        Figures figures = new Figures(
                snapshot,
                new YearEntries(vault, () -> catalogue, properties),
                new UnitCodes(vault),
                () -> catalogue,
                properties);
        Pressure pressure = new Pressure(snapshot, () -> catalogue);
        fill(source, vault, entries, reports);
        try (Connection owner = database.ownerDataSource().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("analyze");
        }
        Scope scope = new Scope(2018, LocalDate.of(2018, 12, 31), Instant.parse("2100-01-01T00:00:00Z"), list -> true);
        time("figures of a year", rounds, () -> figures.of(scope));
        time("codes alone", rounds, () -> snapshot.read(jdbc -> new UnitCodes(vault).of(jdbc, scope)));
        time(
                "entries alone",
                rounds,
                () -> snapshot.read(jdbc -> new YearEntries(vault, () -> catalogue, properties).of(jdbc, scope)));
        for (Pressure.By by : Pressure.By.values()) {
            time("pressure by " + by.code(), rounds, () -> pressure.of(2018, by));
        }
        time("page behind item 7", rounds, () -> figures.behind(Measure.PUBLISHED, null, Side.MISSING, scope, 0, 50));
        System.exit(0);
    }

    private static void time(String what, int rounds, Supplier<?> work) {
        double[] seconds = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long begun = System.nanoTime();
            java.util.Objects.requireNonNull(work.get());
            seconds[i] = (System.nanoTime() - begun) / 1e9;
        }
        double first = seconds[0];
        Arrays.sort(seconds);
        System.out.printf(
                Locale.ROOT,
                "%s: first %.2f s, median %.2f s, worst %.2f s%n",
                what,
                first,
                seconds[rounds / 2],
                seconds[rounds - 1]);
    }

    private static void fill(DataSource source, SubjectVault vault, int entries, int reports) throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "insert into import (id, source, department, credential, started_at, recorded_at)"
                            + " values ('00000000-0000-7000-8000-000000000001', 'meter', 'credit-office', 'meter', now(), now())");
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into listing (id, entry_id, list, subject, key_version, personal, recogniser, doc_no, basis, recognised_at,
                        valid_from, corrected, digest, import, person)
                    values (?, ?, ?, ?, ?, ?, ?, '示例〔2018〕1号', '法释〔2017〕7号', ?, ?, false, '\\x00', '00000000-0000-7000-8000-000000000001', ?)
                    """)) {
                List<String> lists =
                        List.of("judgment-defaulter", "work-safety-dishonest", "tax-credit-a", "environment-dishonest");
                for (int i = 0; i < entries; i++) {
                    boolean person = i % 8 == 7;
                    String number = person ? Ids.citizen(i % 20_000) : Ids.enterprise(i % 10 == 9 ? i - 1 : i);
                    SubjectId id = person ? new CitizenId(number) : new Uscc(number);
                    LocalDate day = LocalDate.of(2018, 1, 1).plusDays(i % 360);
                    String entryId = "meter-" + i;
                    insert.setLong(1, i + 1);
                    insert.setString(2, entryId);
                    insert.setString(3, lists.get(i % lists.size()));
                    insert.setBytes(4, vault.reference(id));
                    insert.setInt(5, vault.keyVersion());
                    insert.setBytes(
                            6,
                            vault.seal(
                                    new Personal(id, "示例主体" + i, null, List.of()).bytes(),
                                    ("listing:" + entryId).getBytes(StandardCharsets.UTF_8)));
                    insert.setString(7, i % 3 == 0 ? "市财政局" : "国家示例部门");
                    insert.setObject(8, day);
                    insert.setObject(9, day);
                    insert.setBoolean(10, person);
                    insert.addBatch();
                    if (i % 2_000 == 0) {
                        insert.executeBatch();
                    }
                }
                insert.executeBatch();
            }
            statement.execute("""
                    insert into listing_event (listing, seq, subject, type, at, actor, previous_hash, hash, import)
                    select l.id, n.seq, l.subject, (array['rectified', 'committed', 'trained'])[n.seq], l.recognised_at + 30 * n.seq, 'rec',
                        '\\x00', '\\x00', l.import
                    from listing l, generate_series(1, 3) as n (seq) where l.id % 5 = 0
                    """);
            statement.execute("""
                    insert into feedback (id, decision, entry_id, list, subject, measure, kind, edition, rules, department, credential,
                        officer, handling, reason, handled_at, shared, version, needs_confirmation)
                    select gen_random_uuid(), gen_random_uuid(), 'meter-' || i % 100000, 'judgment-defaulter', decode(md5(i::text), 'hex'),
                        'measure-' || i % 120, 'sanction', '2018-mingguang', array['rule ' || i % 300, 'rule ' || (i + 7) % 300],
                        'department-' || i % 36, 'meter', '王某',
                        (array['carried-out', 'lesser', 'not-carried-out', 'exempted'])[1 + i % 4],
                        case when i % 4 > 0 then '理由' || i % 50 end, date '2018-01-01' + i % 365, false, 1 + (i % 100 = 0)::int, i % 3 = 0
                    from generate_series(1, :reports) as i
                    """.replace(":reports", Integer.toString(reports)));
            statement.execute("""
                    insert into feedback_event (feedback, type, officer, department, credential)
                    select id, case when needs_confirmation then 'confirmed' else 'cancelled' end, '李某', department, 'meter'
                    from feedback where needs_confirmation or version = 2
                    """);
            connection.commit();
        }
    }
}
