package org.jrp.server.figure;

import java.text.Normalizer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * How good the codes of legal persons are (重错码), work plan item 9; identifiers.md §5. Counted over everything stored by the day, of
 * whatever year, drafts and withdrawn entries too: it is about codes, not about entries. Wrong codes are those of deliveries that
 * had arrived by the day, or brought an entry that counts.
 */
@Component
final class UnitCodes {

    /** Rows that count; those of legal persons, and those that may be. */
    private static final String STOCK = """
            from listing l join import i on i.id = l.import
            where i.recorded_at <= ? and coalesce(l.recognised_at, l.valid_from) <= ? and l.person is not true
                and (l.missing is null or not exists (
                    select 1 from listing whole join import came on came.id = whole.import
                    where whole.entry_id = substr(l.entry_id, 1, length(l.entry_id) - 9) and came.recorded_at <= ?))
            """;

    private static final String KNOWN_UNITS = "select count(*) " + STOCK + " and l.person is not null";

    /** Rows under a code that stands more than once, and those of whom it is not known whether they are legal persons. */
    private static final String DOUBTFUL = """
            with stock as materialized (select l.id, l.subject, l.person
            """ + STOCK + """
            ), many as (select subject from stock group by subject having count(*) > 1),
            wanted as (select id, person from stock where person is null or subject in (select subject from many))
            select l.id, l.entry_id, l.list, l.personal, wanted.person
            from wanted join listing l on l.id = wanted.id
            order by l.id
            """;

    private static final String WRONG = """
            select coalesce(sum(i.codes_wrong), 0) from import i
            where i.codes_wrong > 0 and i.recorded_at <= ?
                and ((i.recorded_at at time zone 'Asia/Shanghai')::date <= ? or exists (
                    select 1 from listing l where l.import = i.id and coalesce(l.recognised_at, l.valid_from) <= ?))
            """;

    private static final String PAGE =
            "select l.id, l.entry_id, l.list " + STOCK + " and l.person is not null and l.id > ? order by l.id limit ?";

    private final SubjectVault vault;

    UnitCodes(SubjectVault vault) {
        this.vault = vault;
    }

    /** A record of a legal person, of which only its place is known. */
    private record Stored(long row, String entryId, String list) implements Behind {}

    private record Sealed(Stored stored, byte[] personal, boolean known) {}

    private record Opened(
            Stored stored, SubjectId id, @Nullable String name, boolean known) {}

    Counted of(JdbcTemplate jdbc, Scope scope) {
        OffsetDateTime known = YearEntries.at(scope.knownAt());
        long units = count(jdbc, KNOWN_UNITS, known, scope.asOf(), known);
        long wrong = count(jdbc, WRONG, known, scope.asOf(), scope.asOf());
        List<Sealed> doubtful = new ArrayList<>();
        jdbc.query(
                DOUBTFUL,
                row -> {
                    doubtful.add(new Sealed(
                            new Stored(row.getLong("id"), row.getString("entry_id"), row.getString("list")),
                            row.getBytes("personal"),
                            row.getObject("person") != null));
                },
                known,
                scope.asOf(),
                known);
        List<Opened> opened = doubtful.parallelStream()
                .map(this::opened)
                .filter(one -> one.id().defaultKind() != SubjectKind.INDIVIDUAL)
                .toList();
        long stored = units + opened.stream().filter(one -> !one.known()).count();
        List<Stored> excess = excess(opened);
        long records = stored + wrong;
        Map<String, Long> source = new LinkedHashMap<>();
        source.put("stored", stored);
        source.put("refused", wrong);
        return new Counted(
                null,
                null,
                new Fraction(wrong + excess.size(), records),
                excess,
                List.of(),
                excess,
                List.of(
                        Indicator.Component.of("wrong-codes", "错码率", new Fraction(wrong, records)),
                        Indicator.Component.of("duplicate-codes", "重码率", new Fraction(excess.size(), records))),
                source);
    }

    /** Records of legal persons behind that key, in order. */
    List<? extends Behind> page(JdbcTemplate jdbc, Scope scope, long after, int most) {
        OffsetDateTime known = YearEntries.at(scope.knownAt());
        return jdbc.query(
                PAGE,
                (row, number) -> new Stored(row.getLong("id"), row.getString("entry_id"), row.getString("list")),
                known,
                scope.asOf(),
                known,
                after,
                most);
    }

    /** Of each code, one record for each name above the first. */
    private static List<Stored> excess(List<Opened> opened) {
        Map<SubjectId, Set<String>> names = new LinkedHashMap<>();
        Map<Long, Stored> excess = new TreeMap<>();
        for (Opened one : opened) {
            String name = one.name();
            if (name == null) {
                continue;
            }
            Set<String> before = names.computeIfAbsent(one.id(), unused -> new HashSet<>());
            if (before.add(plain(name)) && before.size() > 1) {
                excess.put(one.stored().row(), one.stored());
            }
        }
        return List.copyOf(excess.values());
    }

    private Opened opened(Sealed sealed) {
        Personal personal = Personal.read(
                vault.open(sealed.personal(), YearEntries.place(sealed.stored().entryId())));
        return new Opened(sealed.stored(), personal.id(), personal.name(), sealed.known());
    }

    /** A name as it is compared: full-width forms made half-width, blanks removed. */
    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).replaceAll("\\s+", "");
    }

    private static long count(JdbcTemplate jdbc, String sql, Object... parameters) {
        return Objects.requireNonNull(jdbc.queryForObject(sql, Long.class, parameters));
    }
}
