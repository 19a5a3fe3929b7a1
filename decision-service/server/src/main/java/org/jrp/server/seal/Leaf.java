package org.jrp.server.seal;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jrp.seal.DecisionLeaf;
import org.jrp.seal.MerkleTree;
import org.jspecify.annotations.Nullable;

/**
 * A row as a leaf of the log (叶).
 *
 * @param key of the row
 * @param bytes canonical JSON of what the row holds
 */
record Leaf(LeafKind kind, String key, byte[] bytes) {

    private static final HexFormat HEX = HexFormat.of();
    private static final int SHOWN_WHOLE = 32;

    byte[] hash() {
        return MerkleTree.leaf(bytes);
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The leaf of a row that one of the kind's statements gave. */
    static Leaf of(LeafKind kind, ResultSet row) throws SQLException {
        String key = text(row, "row_key");
        if (kind == LeafKind.DECISION) {
            return new Leaf(kind, key, decision(row).bytes());
        }
        Map<String, @Nullable Object> columns = new TreeMap<>();
        ResultSetMetaData about = row.getMetaData();
        for (int i = 1; i <= about.getColumnCount(); i++) {
            String name = about.getColumnLabel(i);
            if (!name.equals("row_key")) {
                columns.put(camel(name), value(row, i, about.getColumnTypeName(i)));
            }
        }
        return new Leaf(kind, key, DecisionLeaf.bytes(kind.code(), key, columns));
    }

    private static DecisionLeaf decision(ResultSet row) throws SQLException {
        return new DecisionLeaf(
                text(row, "id"),
                HEX.formatHex(row.getBytes("subject")),
                text(row, "department"),
                text(row, "credential"),
                row.getString("officer"),
                text(row, "purpose"),
                text(row, "context"),
                row.getString("matter"),
                text(row, "outcome"),
                row.getObject("as_of", LocalDate.class).toString(),
                row.getObject("decided_at", OffsetDateTime.class).toInstant().toString(),
                text(row, "engine"),
                "sha256:" + HEX.formatHex(row.getBytes("decision_hash")),
                "sha256:" + HEX.formatHex(row.getBytes("record_hash")),
                row.getBytes("canonical"),
                row.getBytes("personal"),
                row.getBytes("exemptions"));
    }

    private static @Nullable Object value(ResultSet row, int column, String type) throws SQLException {
        if (row.getObject(column) == null) {
            return null;
        }
        return switch (type) {
            case "uuid" -> row.getObject(column, UUID.class).toString();
            case "bytea" -> bytes(row.getBytes(column));
            case "timestamptz" ->
                row.getObject(column, OffsetDateTime.class).toInstant().toString();
            case "date" -> row.getObject(column, LocalDate.class).toString();
            case "int2", "int4", "int8", "bigserial", "serial" -> row.getLong(column);
            case "bool" -> row.getBoolean(column);
            case "numeric" -> plain(row.getBigDecimal(column));
            case "_text", "_uuid" -> texts(row.getArray(column));
            default -> row.getString(column);
        };
    }

    private static String plain(BigDecimal number) {
        return number.toPlainString();
    }

    private static Object texts(Array array) throws SQLException {
        return Arrays.stream((Object[]) array.getArray())
                .map(one -> one == null ? null : one.toString())
                .toList();
    }

    /** Hashes and references as they are; what is longer by its digest. */
    private static String bytes(byte[] bytes) {
        if (bytes.length <= SHOWN_WHOLE) {
            return HEX.formatHex(bytes);
        }
        try {
            return "sha256:"
                    + HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static String camel(String column) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < column.length(); i++) {
            char c = column.charAt(i);
            name.append(c == '_' ? Character.toUpperCase(column.charAt(++i)) : c);
        }
        return name.toString();
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column));
    }
}
