package org.jrp.server.seal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Service;
import org.springframework.core.env.Environment;

/**
 * Edits the database as its owner may, triggers turned off (篡改): one random change at a time, each undone. Before that it fills every
 * sealed table with a few rows.
 */
final class Tampering implements AutoCloseable {

    private static final Set<LeafKind> LEFT_AS_THEY_ARE = Set.of(
            LeafKind.DECISION, LeafKind.ACCESS_LOG, LeafKind.RELEASE, LeafKind.RELEASE_ACTIVATION, LeafKind.LISTING);
    private static final Map<String, String> VALUES = new TreeMap<>(Map.ofEntries(
            Map.entry("feedback.handling", "'carried-out'"),
            Map.entry("feedback.task", "null"),
            Map.entry("feedback_event.type", "'confirmed'"),
            Map.entry("listing_event.import", "null"),
            Map.entry("objection_step.type", "'checked'"),
            Map.entry("commitment_step.type", "'published'"),
            Map.entry("subject_request.kind", "'access'"),
            Map.entry("subject_request_step.type", "'granted'"),
            Map.entry("joint_case_step.type", "'approved'"),
            Map.entry("succession.kind", "'department'"),
            Map.entry("release_plan.kind", "'activate'"),
            Map.entry("release_plan.due", "timestamptz '2999-01-01 00:00:00Z'"),
            Map.entry("release_plan_end.outcome", "'cancelled'"),
            Map.entry("release_plan_end.plan", "(select max(id::text)::uuid from release_plan)")));

    private final Connection connection;
    private final Random random;
    private final Map<LeafKind, List<String[]>> columns = new EnumMap<>(LeafKind.class);
    private final List<String> undo = new ArrayList<>();

    /**
     * A change.
     *
     * @param what for messages
     * @param named what a check of the database names: kind and key, or the code of what is wrong with the log
     * @param inExport what a check of an export names; empty for anything
     * @param exported whether an export shows it
     * @param alone whether nothing may be sealed before it is undone
     * @param sealedFirst whether it shows once it has been sealed
     * @param leaves whether it leaves a trace in the log for good
     */
    record Done(
            String what,
            String named,
            String inExport,
            boolean exported,
            boolean alone,
            boolean sealedFirst,
            boolean leaves) {}

    private record Row(LeafKind kind, String key, long index, String where) {}

    Tampering(Environment environment, long seed) throws SQLException {
        connection = DriverManager.getConnection(
                environment.getRequiredProperty("jrp.database.url"),
                environment.getRequiredProperty("jrp.database.owner-username"),
                environment.getRequiredProperty("jrp.database.owner-password"));
        random = new Random(seed);
        triggers("disable");
        for (String[] key :
                query("select conrelid::regclass::text, quote_ident(conname) from pg_constraint where contype = 'f'"
                        + " and conparentid = 0 and connamespace = current_schema()::regnamespace")) {
            run("alter table " + key[0] + " drop constraint " + key[1]);
        }
        for (LeafKind kind : LeafKind.values()) {
            columns.put(
                    kind,
                    query("select column_name, udt_name, is_nullable from information_schema.columns where"
                            + " table_schema = current_schema() and table_name = '" + table(kind)
                            + "' and is_generated = 'NEVER'"
                            + " and is_identity = 'NO'"));
        }
    }

    /** A few rows for each sealed table. */
    void fill(Service service) throws SQLException {
        for (int i = 0; i < 3; i++) {
            service.list("tampered-" + i, Ids.enterprise(700 + i), "judgment-defaulter", "2018-03-01");
        }
        for (LeafKind kind : LeafKind.values()) {
            for (int n = 1; n <= 3 && !LEFT_AS_THEY_ARE.contains(kind); n++) {
                insert(kind, n);
            }
        }
    }

    private void insert(LeafKind kind, int n) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String[] column : columns.get(kind)) {
            String value = VALUES.getOrDefault(table(kind) + "." + column[0], dummy(column[0], column[1], n));
            boolean reference = Set.of("approval", "plan").contains(column[0]) && column[2].equals("YES");
            names.add('"' + column[0] + '"');
            values.add(reference ? "null" : column[0].equals("release") ? release(kind, value) : value);
        }
        run("insert into " + table(kind) + " (" + String.join(", ", names) + ") values (" + String.join(", ", values)
                + ") on conflict do nothing");
    }

    private static String release(LeafKind kind, String other) {
        return table(kind).startsWith("release") ? "(select min(hash) from release)" : other;
    }

    private static String dummy(String name, String type, int n) {
        return switch (type) {
            case "uuid" -> "uuid_at(clock_timestamp() + interval '" + n + " milliseconds')";
            case "text" -> "'" + name + n + "'";
            case "date" -> "date '2026-11-2" + n + "'";
            case "timestamptz" -> "clock_timestamp()";
            case "bool" -> n % 2 == 0 ? "true" : "false";
            case "bytea" -> "'\\x0" + n + "'::bytea";
            case "numeric" -> n + ".5";
            case "_text" -> "'{a" + n + ",b}'";
            case "_uuid" -> "array[uuid_at(now())]";
            case "jsonb" -> "'{\"a\": " + n + "}'";
            default -> Integer.toString(n);
        };
    }

    /** Makes a change. */
    Done next() throws SQLException {
        int kind = random.nextInt(20);
        if (kind < 12) {
            return changed();
        }
        return switch (kind) {
            case 12, 13 -> removed();
            case 14 -> inserted();
            case 15 -> leafHash();
            case 16 -> leafGone();
            case 17 -> leavesSwapped();
            case 18 -> head();
            default -> keptHash();
        };
    }

    void undo() throws SQLException {
        for (int i = undo.size() - 1; i >= 0; i--) {
            run(undo.get(i));
        }
        undo.clear();
    }

    /** A column of a row: by another value, another day, or that of another row. */
    private Done changed() throws SQLException {
        while (true) {
            Row row = row();
            List<String[]> all = columns.get(row.kind()).stream()
                    .filter(one -> covered(row.kind(), one[0]))
                    .toList();
            String[] column = all.get(random.nextInt(all.size()));
            String name = '"' + column[0] + '"';
            String table = table(row.kind());
            String other = random.nextInt(4) == 0
                    ? "(select o." + name + " from " + table + " o where o." + name + " is distinct from t." + name
                            + " limit 1)"
                    : other(name, column[1], column[2].equals("YES") && random.nextInt(4) == 0);
            if (row.where().contains(column[0] + "::text")) {
                continue; // by another key it would be another row
            }
            keep(row);
            try {
                int count = update("update " + table + " t set " + name + " = " + other + " where " + row.where()
                        + " and " + other + " is distinct from t." + name);
                if (count == 1) {
                    return row(row, "changed " + column[0]);
                }
            } catch (SQLException e) {
                // a value that its column does not take
            }
            undo();
        }
    }

    private static boolean covered(LeafKind kind, String column) {
        String sql = kind.byKeys();
        String list = sql.substring(sql.indexOf("join (select ") + 13, sql.indexOf(" from " + table(kind) + ")"));
        return Arrays.asList(list.split(", ")).contains(column);
    }

    private String other(String name, String type, boolean none) {
        if (none) {
            return "null";
        }
        return switch (type) {
            case "uuid" -> "gen_random_uuid()";
            case "date" -> "(" + name + " - 1)";
            case "timestamptz" -> "(" + name + " - interval '" + (1 + random.nextInt(90_000)) + " seconds')";
            case "bool" -> "(not " + name + ")";
            case "bytea" -> "(set_byte(" + name + ", 0, (get_byte(" + name + ", 0) + 1) % 256))";
            case "text" -> "(" + name + " || 'x')";
            case "_text" -> "(" + name + " || 'z')";
            case "_uuid" -> "(" + name + " || gen_random_uuid())";
            case "jsonb" -> "(" + name + " || '{\"z\": 1}')";
            default -> "(" + name + " + 1)";
        };
    }

    private Done removed() throws SQLException {
        while (true) {
            Row row = row();
            keep(row);
            try {
                run("delete from " + table(row.kind()) + " where " + row.where());
                return row(row, "removed");
            } catch (SQLException e) {
                undo(); // others refer to it
            }
        }
    }

    /** A copy of a row under an id of two days ago: sealed as whatever is new, but out of its time. */
    private Done inserted() throws SQLException {
        while (true) {
            Row row = row();
            if (!row.kind().dated() || row.kind() == LeafKind.RELEASE_APPROVAL || row.kind() == LeafKind.RELEASE_PLAN) {
                continue;
            }
            String table = table(row.kind());
            String id = one("select left(uuid_at(now() - interval '20 hours')::text, 14) || '7'"
                    + " || right(gen_random_uuid()::text, 21)");
            run("create table inserted as select * from " + table + " where " + row.where());
            run("update inserted set id = '" + id + "'");
            try {
                run("insert into " + table + " select * from inserted");
            } catch (SQLException e) {
                continue; // there may be one row of these values and no more
            } finally {
                run("drop table inserted");
            }
            undo.add("delete from " + table + " where id = '" + id + "'");
            boolean decision = row.kind() == LeafKind.DECISION;
            String name = row.kind().code() + " " + id;
            return new Done("inserted " + name, name, decision ? id : name, decision, false, true, true);
        }
    }

    private Done leafHash() throws SQLException {
        Row row = row();
        keepLeaf(row.index());
        run("update seal_leaf set hash = set_byte(hash, 7, (get_byte(hash, 7) + 1) % 256) where index = "
                + row.index());
        return row(row, "leaf changed");
    }

    private Done leafGone() throws SQLException {
        Row row = row();
        keepLeaf(row.index());
        run("delete from seal_leaf where index = " + row.index());
        return new Done("leaf " + row.index() + " removed", "leaf-missing", "", false, true, false, false);
    }

    private Done leavesSwapped() throws SQLException {
        Row one = row();
        Row two = row();
        while (one.index() == two.index()) {
            two = row();
        }
        keepLeaf(one.index());
        keepLeaf(two.index());
        run("create table swapped as select * from seal_leaf where index in (" + one.index() + ", " + two.index()
                + ")");
        run("delete from seal_leaf where index in (" + one.index() + ", " + two.index() + ")");
        run("insert into seal_leaf select " + one.index() + " + " + two.index()
                + " - index, kind, key, hash from swapped");
        run("drop table swapped");
        return new Done("leaves swapped", "root-differs", "", false, true, false, false);
    }

    private Done head() throws SQLException {
        long last = Long.parseLong(one("select max(number) from seal"));
        long number = 1 + random.nextInt((int) Math.max(1, last - 3));
        undo.add("insert into seal select * from kept");
        undo.add("drop table kept");
        java.util.Collections.reverse(undo);
        undo.add("delete from seal where number = " + number);
        run("create table kept as select * from seal where number = " + number);
        String where = " where number = " + number;
        return switch (random.nextInt(4)) {
            case 0 -> {
                run("update seal set root = set_byte(root, 3, (get_byte(root, 3) + 1) % 256)" + where);
                yield head("root of head " + number, "head-differs");
            }
            case 1 -> {
                run(
                        "update seal set checkpoint = overlay(checkpoint placing '\u2014 jrp/forged ' from strpos(checkpoint, '\u2014'))"
                                + where);
                yield head("signature of head " + number, "malformed-head");
            }
            case 2 -> {
                run("delete from seal" + where);
                yield head("head " + number + " removed", "head-number");
            }
            default -> {
                run("update seal set checkpoint = replace(checkpoint, split_part(checkpoint, E'\\n', 2) || E'\\n', "
                        + "(split_part(checkpoint, E'\\n', 2)::bigint + 1)::text || E'\\n')" + where);
                yield head("size of head " + number, "head-differs");
            }
        };
    }

    private static Done head(String what, String code) {
        return new Done(what, code, "", false, true, false, false);
    }

    private Done keptHash() throws SQLException {
        List<String[]> places = query("select index from seal_node where level = 8 order by index");
        if (places.isEmpty()) {
            return head();
        }
        String place = places.get(random.nextInt(places.size()))[0];
        undo.add(
                "update seal_node set hash = set_byte(hash, 0, (get_byte(hash, 0) + 255) % 256) where level = 8 and index = "
                        + place);
        run("update seal_node set hash = set_byte(hash, 0, (get_byte(hash, 0) + 1) % 256) where level = 8 and index = "
                + place);
        return new Done("hash of a subtree", "node-differs", "", false, true, false, false);
    }

    private Done row(Row row, String what) throws SQLException {
        String name = row.kind().code() + " " + row.key();
        long first = Long.parseLong(one("select min(index) from seal_leaf where kind = 'decision'"));
        return new Done(
                what + ": " + name,
                name,
                row.kind() == LeafKind.DECISION ? row.key() : name,
                row.index() > first
                        && row.index()
                                < Long.parseLong(one("select max(index) from seal_leaf where kind = 'decision'")),
                false,
                false,
                false);
    }

    /** A row that is sealed, of any table alike. */
    private Row row() throws SQLException {
        List<String[]> kinds = query("select distinct kind from seal_leaf order by kind");
        while (true) {
            String code = kinds.get(random.nextInt(kinds.size()))[0];
            LeafKind kind = LeafKind.find(code).orElseThrow();
            List<String[]> leaves =
                    query("select key, index from seal_leaf where kind = '" + code + "' order by index limit 400");
            String[] leaf = leaves.get(random.nextInt(leaves.size()));
            String statement = kind.bound(false);
            String where = "("
                    + statement
                            .substring("select ".length(), statement.indexOf(" from "))
                            .replace("t.", "") + ") = '" + leaf[0] + "'";
            if (!query("select 1 from " + table(kind) + " where " + where).isEmpty()) {
                return new Row(kind, leaf[0], Long.parseLong(leaf[1]), where);
            }
        }
    }

    private void keep(Row row) throws SQLException {
        String table = table(row.kind());
        run("create table kept as select * from " + table + " where " + row.where());
        boolean identity = row.kind() == LeafKind.RELEASE_ACTIVATION;
        undo.add("drop table kept");
        undo.add("insert into " + table + (identity ? " overriding system value" : "") + " select * from kept");
        undo.add("delete from " + table + " where " + row.where());
    }

    private void keepLeaf(long index) throws SQLException {
        List<String[]> leaf = query("select kind, key, encode(hash, 'hex') from seal_leaf where index = " + index);
        String[] values = leaf.get(0);
        undo.add(
                0,
                "insert into seal_leaf values (" + index + ", '" + values[0] + "', '" + values[1] + "', '\\x"
                        + values[2] + "')");
        undo.add("delete from seal_leaf where index = " + index);
    }

    private static String table(LeafKind kind) {
        return kind.code().replace('-', '_');
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int update(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.executeUpdate();
        }
    }

    private String one(String sql) throws SQLException {
        return query(sql).get(0)[0];
    }

    private List<String[]> query(String sql) throws SQLException {
        List<String[]> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int count = result.getMetaData().getColumnCount();
            while (result.next()) {
                String[] row = new String[count];
                for (int i = 0; i < count; i++) {
                    row[i] = Objects.requireNonNullElse(result.getString(i + 1), "");
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private void triggers(String word) throws SQLException {
        for (LeafKind kind : LeafKind.values()) {
            run("alter table " + table(kind) + " " + word + " trigger user");
        }
        for (String table : List.of("seal_leaf", "seal_node", "seal")) {
            run("alter table " + table + " " + word + " trigger user");
        }
    }

    @Override
    public void close() throws SQLException {
        triggers("enable");
        connection.close();
    }
}
