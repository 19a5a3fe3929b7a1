package org.jrp.server.seal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is sealed (封存种类), in the order in which rows of one moment are. The columns are those that a leaf covers; a column that may
 * lawfully change (an exemption's ciphertext under a new key) is not among them. docs/seals.md repeats this list.
 */
enum LeafKind {
    DECISION(
            "decision",
            "id uuid",
            // What was decided offline came later than its id says.
            "id >= :id or id = any (array(select decision from decision_upload where uploaded_at >= :moment))",
            "id, subject, department, credential, officer, purpose, context, matter, outcome, as_of, decided_at, engine,"
                    + " decision_hash, record_hash, canonical, personal, exemptions"),
    CONFIRMATION(
            "confirmation",
            "decision uuid, measure text",
            "recorded_at >= :moment",
            "decision, measure, officer, department, credential, recorded_at"),
    FEEDBACK(
            "feedback",
            "id uuid",
            "id >= :id",
            "id, decision, task, entry_id, list, subject, measure, kind, edition, rules, department, credential, officer,"
                    + " handling, action, reason, handled_at, document_no, amount, period_from, period_to, exempted_until,"
                    + " due_before, remark, shared, version, needs_confirmation, recorded_at"),
    FEEDBACK_EVENT(
            "feedback_event",
            "feedback uuid, type text",
            "recorded_at >= :moment",
            "feedback, type, reason, officer, department, credential, recorded_at"),
    EXEMPTION(
            "exemption",
            "id uuid",
            "id >= :id",
            "id, department, measure, entry_id, valid_from, valid_to, author, reason, document_no, credential, recorded_at"),
    EXEMPTION_END(
            "exemption_end",
            "exemption uuid",
            "recorded_at >= :moment",
            "exemption, ended_on, reason, officer, credential, recorded_at"),
    LISTING_EVENT(
            "listing_event",
            "listing bigint, seq integer",
            "import is null and recorded_at >= :moment",
            "listing, seq, subject, type, at, actor, actor_org, actor_person, doc_no, article, reason, origin, changes,"
                    + " from_state, to_state, attachments_hash, previous_hash, hash, import, recorded_at"),
    RELEASE_ACTIVATION("release_activation", "seq bigint", "true", "seq, release, activated_at, activated_by"),
    ACCESS_LOG(
            "access_log",
            "id uuid",
            "id >= :id",
            "id, department, credential, officer, action, subject, object, purpose, outcome");

    private final String table;
    private final String code;
    private final List<String> keyColumns = new ArrayList<>();
    private final List<String> keyTypes = new ArrayList<>();
    private final String recent;
    private final String columns;

    LeafKind(String table, String key, String recent, String columns) {
        this.table = table;
        this.code = table.replace('_', '-');
        for (String column : key.split(", ")) {
            keyColumns.add(column.substring(0, column.indexOf(' ')));
            keyTypes.add(column.substring(column.indexOf(' ') + 1));
        }
        this.recent = recent;
        this.columns = columns;
    }

    static Optional<LeafKind> find(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code.equals(code)).findFirst();
    }

    /** As it stands in a leaf, kebab-case. */
    String code() {
        return code;
    }

    /** Rows written lately that have no leaf: parameters {@code id}, {@code moment}, {@code most}. */
    String unsealedLately() {
        return select() + " where (" + recent + ") and " + without() + " order by " + order() + " limit :most";
    }

    /** Events that came with certain imports and have no leaf: parameters {@code imports}, {@code most}. */
    String unsealedOfImports() {
        return select() + " where import = any (:imports) and " + without() + " order by " + order() + " limit :most";
    }

    /** How many rows were written lately that have no leaf: parameters {@code id}, {@code moment}. */
    String countUnsealedLately() {
        return "select count(*) from " + table + " t where (" + recent + ") and " + without();
    }

    /** Rows after a key that have no leaf: parameters {@code after}, {@code most}; all of them without {@code after}. */
    String unsealed(boolean after) {
        return select() + " where " + (after ? "(" + order() + ") > (" + cast(":after") + ") and " : "") + without()
                + " order by " + order() + " limit :most";
    }

    /** Rows by their keys: parameter {@code keys}. */
    String byKeys() {
        return "select t.*, given.key as row_key from unnest(:keys::text[]) as given (key) join (select " + columns
                + " from " + table + ") t on (" + qualified() + ") = (" + cast("given.key") + ")";
    }

    private String qualified() {
        return String.join(
                ", ", keyColumns.stream().map(column -> "t." + column).toList());
    }

    private String select() {
        return "select " + columns + ", " + key() + " as row_key from " + table + " t";
    }

    private String without() {
        return "not exists (select from seal_leaf l where l.kind = '" + code + "' and l.key = " + key() + ")";
    }

    private String order() {
        return String.join(", ", keyColumns);
    }

    private String key() {
        return String.join(
                " || '/' || ",
                keyColumns.stream().map(column -> "t." + column + "::text").toList());
    }

    private String cast(String key) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < keyTypes.size(); i++) {
            parts.add((keyTypes.size() == 1 ? key : "split_part(" + key + ", '/', " + (i + 1) + ")") + "::"
                    + keyTypes.get(i));
        }
        return String.join(", ", parts);
    }
}
