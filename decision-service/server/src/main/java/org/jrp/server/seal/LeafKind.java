package org.jrp.server.seal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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
    RELEASE_ACTIVATION(
            "release_activation",
            "seq bigint",
            "true",
            "seq, release, activated_at, activated_by, reason, credential, officer, approval, plan"),
    ACCESS_LOG(
            "access_log",
            "id uuid",
            "id >= :id",
            "id, department, credential, officer, action, subject, object, purpose, outcome"),
    LISTING(
            "listing",
            "id bigint",
            "false",
            "id, entry_id, list, recogniser, doc_no, basis, recognised_at, valid_from, valid_to, ground, severity,"
                    + " corrected, court_order, personal_responsibility, person, missing, digest, import"),
    ENTRY_BLOCK("entry_block", "listing bigint", "recorded_at >= :moment", "listing, ended_on, run, recorded_at"),
    TASK_EVENT(
            "task_event",
            "task uuid, seq integer",
            "recorded_at >= :moment",
            "task, seq, type, reason, department, credential, officer, recorded_at"),
    RECONSIDERATION(
            "reconsideration",
            "id uuid",
            "id >= :id",
            "id, decision, subject, department, change, cause, entries, as_of, known_at, release, outcome_before,"
                    + " outcome_after, measures_added, measures_removed, recorded_at"),
    AFFECTED_DECISION(
            "affected_decision",
            "decision uuid, entry_id text",
            "recorded_at >= :moment",
            "entry_id, decision, department, withdrawn_at, due, recorded_at"),
    SUCCESSION(
            "succession",
            "id uuid",
            "id >= :id",
            "id, kind, from_department, to_department, takes_effect, document_no, reason, department, credential, officer,"
                    + " recorded_at"),
    OBJECTION(
            "objection",
            "id uuid",
            "id >= :id",
            "id, entry_id, list, subject, lodged_on, lodged_by, channel, grounds, document_no, attachments_hash, department,"
                    + " credential, officer, event_seq, check_due, decide_due, longest_due, due_assumed, recorded_at"),
    OBJECTION_STEP(
            "objection_step",
            "objection uuid, seq integer",
            "recorded_at >= :moment",
            "objection, seq, type, at, result, reason, remedies, document_no, department, credential, officer, event_seq,"
                    + " recorded_at"),
    COMMITMENT_TEMPLATE(
            "commitment_template",
            "code text, version integer",
            "recorded_at >= :moment",
            "code, version, title, type, body, source, digest, department, credential, recorded_at"),
    COMMITMENT(
            "commitment",
            "id uuid",
            "id >= :id",
            "id, template, template_version, type, entry_id, reason, made_on, document_no, published, department, credential,"
                    + " officer, event_seq, recorded_at"),
    COMMITMENT_STEP(
            "commitment_step",
            "commitment uuid, seq integer",
            "recorded_at >= :moment",
            "commitment, seq, type, at, reason, department, credential, officer, recorded_at"),
    TRAINING(
            "training",
            "id uuid",
            "id >= :id",
            "id, title, field, held_on, hours, organiser, document_no, credential, officer, recorded_at"),
    TRAINING_ATTENDANCE(
            "training_attendance",
            "training uuid, entry_id text",
            "recorded_at >= :moment",
            "training, entry_id, subject, evidence, event_seq, recorded_at"),
    SUBJECT_REQUEST(
            "subject_request",
            "id uuid",
            "id >= :id",
            "id, kind, decision, entry_id, grounds, lodged_on, document_no, department, credential, officer, due, recorded_at"),
    SUBJECT_REQUEST_STEP(
            "subject_request_step",
            "request uuid, seq integer",
            "recorded_at >= :moment",
            "request, seq, type, at, reason, objection, department, credential, officer, recorded_at"),
    RETENTION_RUN("retention_run", "id uuid", "id >= :id", "id, as_of, dry, report, credential, officer, recorded_at"),
    JOINT_CASE(
            "joint_case",
            "id uuid",
            "id >= :id",
            "id, department, list, kind, feedback, entries, author, credential, recorded_at"),
    JOINT_CASE_TEXT(
            "joint_case_text",
            "joint_case uuid, version integer",
            "recorded_at >= :moment",
            "joint_case, version, title, body, author, credential, recorded_at"),
    JOINT_CASE_STEP(
            "joint_case_step",
            "joint_case uuid, seq integer",
            "recorded_at >= :moment",
            "joint_case, seq, type, version, reason, officer, department, credential, recorded_at"),
    RELEASE(
            "release",
            "hash text",
            "stored_at >= :moment",
            "hash, origin, stored_at, author_department, author_credential, author_officer, report, bundle, scenarios"),
    RELEASE_COMMENT(
            "release_comment",
            "id uuid",
            "id >= :id",
            "id, release, text, file, line, department, credential, officer, recorded_at"),
    RELEASE_APPROVAL(
            "release_approval",
            "id uuid",
            "id >= :id",
            "id, release, reason, department, credential, officer, approved_at, statement, signature"),
    RELEASE_PLAN(
            "release_plan",
            "id uuid",
            "id >= :id",
            "id, release, kind, due, reason, approval, department, credential, officer, recorded_at"),
    RELEASE_PLAN_END(
            "release_plan_end",
            "plan uuid",
            "recorded_at >= :moment",
            "plan, outcome, reason, credential, officer, recorded_at"),
    DECISION_UPLOAD(
            "decision_upload",
            "decision uuid",
            "uploaded_at >= :moment",
            "decision, record_hash, department, credential, officer, uploaded_at");

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

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

    /** Rows that came with an import, after a key, and have no leaf: parameters {@code import}, {@code after}, {@code most}. */
    String unsealedOfImport(boolean after) {
        return select() + " where import = :import and "
                + (after ? "(" + order() + ") > (" + cast(":after") + ") and " : "") + without() + " order by "
                + order() + " limit :most";
    }

    /** Whether rows of this kind come with imports, thousands at a time. */
    boolean imported() {
        return this == LISTING || this == LISTING_EVENT;
    }

    /** Rows of a range of ids that have no leaf: parameters {@code from}, {@code to}, {@code most}. */
    String unsealedBetween() {
        return select() + " where id >= :from and id < :to and " + without() + " order by id limit :most";
    }

    /** Whether there is any row that was written lately and has no leaf, as a part of one statement over many kinds. */
    String anyUnsealedLately() {
        return "select " + ordinal() + " where exists (select from " + table + " t where (" + recent + ") and "
                + without() + ")";
    }

    /** Whether the key is a UUIDv7, which says when the row was made. */
    boolean dated() {
        return keyTypes.equals(List.of("uuid")) && keyColumns.equals(List.of("id"));
    }

    /** Whether that could be the key of a row: PostgreSQL would refuse the whole statement for one that could not. */
    boolean fits(String key) {
        String rest = key;
        for (int i = 0; i < keyTypes.size(); i++) {
            int slash = i + 1 < keyTypes.size() ? rest.indexOf('/') : rest.length();
            if (slash < 0 || !fits(rest.substring(0, slash), keyTypes.get(i))) {
                return false;
            }
            rest = rest.substring(Math.min(rest.length(), slash + 1));
        }
        return true;
    }

    private static boolean fits(String part, String type) {
        return switch (type) {
            case "uuid" -> UUID.matcher(part).matches();
            case "bigint" -> part.matches("-?[0-9]{1,18}");
            case "integer" -> part.matches("-?[0-9]{1,9}");
            default -> part.indexOf(0) < 0;
        };
    }

    /** How many rows were written lately that have no leaf: parameters {@code id}, {@code moment}. */
    String countUnsealedLately() {
        return "select count(*) from " + table + " t where (" + recent + ") and " + without();
    }

    /** The key that stands so many rows behind another: parameters {@code after}, {@code most}; behind the first without {@code after}. */
    String bound(boolean after) {
        return "select " + key() + " from " + table + " t"
                + (after ? " where (" + order() + ") > (" + cast(":after") + ")" : "") + " order by " + order()
                + " offset :most limit 1";
    }

    /** Rows between two keys, the second included, that have no leaf: parameters {@code after}, {@code bound}. */
    String unsealed(boolean after, boolean bound) {
        return select() + " where " + (after ? "(" + order() + ") > (" + cast(":after") + ") and " : "")
                + (bound ? "(" + order() + ") <= (" + cast(":bound") + ") and " : "") + without() + " order by "
                + order();
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
            parts.add((keyTypes.size() == 1
                            ? key
                            : i == 0
                                    ? "split_part(" + key + ", '/', 1)"
                                    : "substr(" + key + ", strpos(" + key + ", '/') + 1)")
                    + "::" + keyTypes.get(i));
        }
        return String.join(", ", parts);
    }
}
