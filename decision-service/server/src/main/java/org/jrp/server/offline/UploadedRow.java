package org.jrp.server.offline;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Question;
import org.jrp.decision.RelatedSubject;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.json.JsonWriter;
import org.jrp.listing.RelatedPerson;
import org.jrp.record.CanonicalDecision;
import org.jrp.record.DecisionRecord;
import org.jrp.record.InvalidRecordException;
import org.jrp.server.Uuids;
import org.jrp.server.decision.OfflineDecisions;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.subject.Personal;
import org.jrp.subject.CitizenId;
import org.jrp.subject.IdType;
import org.jrp.subject.InvalidIdException;
import org.jrp.subject.SubjectIds;
import org.jspecify.annotations.Nullable;

/**
 * A row as it was sent (补录行): the line of an embedded engine's record file, and whom the check was about, which that line holds
 * encrypted if at all. Both hashes of the record are computed again, so that a row is either the record as it was written or none.
 */
final class UploadedRow {

    private static final Set<String> FIELDS = Set.of(
            "version",
            "decisionId",
            "decidedAt",
            "requester",
            "officer",
            "purpose",
            "engineBuild",
            "personalCiphertext",
            "decisionHash",
            "recordHash",
            "decision",
            "subject",
            "relatedPersons");
    private static final Set<String> SUBJECT_FIELDS = Set.of("idType", "id", "name");
    private static final Set<String> RELATED_FIELDS = Set.of("role", "idType", "id");
    private static final int LONGEST_PURPOSE = 500;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_WORD = 100;
    private static final int LONGEST_CIPHERTEXT = 1 << 17;
    private static final int MOST_RELATED = 100;

    private UploadedRow() {}

    /**
     * The decision in a line.
     *
     * @throws RowRefused when there is none, or it is not as it was written
     */
    static OfflineDecisions.Made read(byte[] line) {
        Map<?, ?> row = object(line);
        unknown(row, FIELDS, "");
        if (!Long.valueOf(1).equals(row.get("version"))) {
            throw new RowRefused(
                    "version", "unknown-version", "留痕行的 version 应为 1。", "The record's version should be 1.");
        }
        UUID id = id(row);
        Instant decidedAt = decidedAt(row);
        if (!Uuids.moment(id).equals(Instant.ofEpochMilli(decidedAt.toEpochMilli()))) {
            throw new RowRefused(
                    "decisionId",
                    "id-of-another-time",
                    "decisionId 所含时刻与 decidedAt 不符。",
                    "The decisionId is of another moment than decidedAt.");
        }
        String requester = text(row, "requester", "requester", LONGEST_WORD);
        if (row.get("officer") != null) {
            throw new RowRefused(
                    "officer",
                    "officer-not-signed-in",
                    "离线决定不能署经办人:经办人须本人登录本服务。请由嵌入式引擎原样留痕后再传。",
                    "A decision made offline names no officer: officers sign in to this service. Send the engine's own record.");
        }
        String purpose = text(row, "purpose", "purpose", LONGEST_PURPOSE);
        personal(purpose, "purpose");
        String engine = text(row, "engineBuild", "engineBuild", LONGEST_WORD);
        if (!(row.get("decision") instanceof Map<?, ?> decision)) {
            throw missing("decision");
        }
        byte[] canonical = JsonWriter.canonical(decision);
        String decisionHash = text(row, "decisionHash", "decisionHash", LONGEST_WORD);
        CanonicalDecision.Stored stored = stored(canonical);
        if (!CanonicalDecision.hash(stored.caseFile(), stored.decision(), stored.release())
                .equals(decisionHash)) {
            throw new RowRefused(
                    "decisionHash",
                    "decision-altered",
                    "规范化决定与其 decisionHash 不符:记录已被改动。请从留痕文件原样重传。",
                    "The decision does not give its decisionHash: the record was altered. Send it again as the record file has it.");
        }
        DecisionRecord record = new DecisionRecord(
                new DecisionRecord.Envelope(
                        id.toString(), requester, null, purpose, engine, decidedAt, ciphertext(row)),
                canonical,
                decisionHash);
        String recordHash = record.recordHash();
        if (!recordHash.equals(row.get("recordHash"))) {
            throw new RowRefused(
                    "recordHash",
                    "record-altered",
                    "信封(部门、用途、时间、密文)与其 recordHash 不符:记录已被改动。请从留痕文件原样重传。",
                    "The envelope (department, purpose, time, ciphertext) does not give its recordHash: the record was altered. Send it"
                            + " again as the record file has it.");
        }
        if (PersonalNumbers.in(new String(canonical, StandardCharsets.UTF_8))) {
            throw new RowRefused(
                    "decision",
                    "personal-number",
                    "决定中有公民身份号码(多为条目的文书号),不能保存。请更正条目来源后重新核查。",
                    "The decision holds a citizen's number, most likely in an entry's document number, and cannot be kept. Mend the"
                            + " source of entries and ask again.");
        }
        Personal personal = personal(row, stored.caseFile(), decidedAt);
        return new OfflineDecisions.Made(
                id,
                requester,
                purpose,
                engine,
                decidedAt,
                canonical,
                decisionHash,
                stored,
                HexFormat.of().parseHex(recordHash, "sha256:".length(), recordHash.length()),
                personal);
    }

    private static Map<?, ?> object(byte[] line) {
        try {
            if (Json.read(line) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (JsonException e) {
            throw new RowRefused(
                    null,
                    "invalid-json",
                    "该行不是有效的 JSON(第 " + e.column() + " 列)。",
                    "The row is no valid JSON (column " + e.column() + ").");
        }
        throw new RowRefused(null, "invalid-json", "该行须为一个 JSON 对象。", "The row must be one JSON object.");
    }

    private static void unknown(Map<?, ?> at, Set<String> known, String under) {
        for (Object key : at.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                throw new RowRefused(
                        under.isEmpty() ? null : under,
                        "unknown-field",
                        "该行有不认识的字段;可用:" + sorted(known) + "。",
                        "The row has a field that is not known. Known: " + sorted(known) + ".");
            }
        }
    }

    private static String sorted(Set<String> words) {
        return words.stream().sorted().collect(Collectors.joining(", "));
    }

    private static UUID id(Map<?, ?> row) {
        String text = text(row, "decisionId", "decisionId", LONGEST_WORD);
        try {
            UUID id = UUID.fromString(text);
            if (id.version() == 7 && id.variant() == 2 && id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw notAnId();
        }
        throw notAnId();
    }

    private static RowRefused notAnId() {
        return new RowRefused(
                "decisionId",
                "invalid-id",
                "decisionId 应为第 7 版 UUID,小写。",
                "The decisionId should be a version 7 UUID in lower case.");
    }

    private static Instant decidedAt(Map<?, ?> row) {
        String text = text(row, "decidedAt", "decidedAt", LONGEST_WORD);
        try {
            Instant moment = Instant.parse(text);
            if (moment.toString().equals(text) && moment.getNano() % 1_000 == 0 && moment.toEpochMilli() >= 0) {
                return moment;
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw notAMoment();
        }
        throw notAMoment();
    }

    private static RowRefused notAMoment() {
        return new RowRefused(
                "decidedAt",
                "invalid-instant",
                "decidedAt 应写成 2026-11-23T00:00:00.123456Z 的形式(微秒以内)。",
                "The decidedAt should be written as 2026-11-23T00:00:00.123456Z, to the microsecond at most.");
    }

    private static @Nullable String ciphertext(Map<?, ?> row) {
        return row.get("personalCiphertext") == null
                ? null
                : text(row, "personalCiphertext", "personalCiphertext", LONGEST_CIPHERTEXT);
    }

    private static CanonicalDecision.Stored stored(byte[] canonical) {
        try {
            return CanonicalDecision.read(canonical);
        } catch (InvalidRecordException e) {
            throw new RowRefused(
                    "decision",
                    "invalid-record",
                    "decision 不是规范化决定(第 1 版)。请从留痕文件原样重传。",
                    "The decision is no canonical decision of version 1. Send it again as the record file has it.");
        }
    }

    /** Whom it was about, as far as the case file can tell whether that is so. */
    private static Personal personal(Map<?, ?> row, CaseFile file, Instant decidedAt) {
        if (!(row.get("subject") instanceof Map<?, ?> subject)) {
            throw new RowRefused(
                    "subject",
                    "missing-subject",
                    "缺少主体。留痕中的主体只有部门的密钥能解开:请由客户端的 upload 上传,或补上 {\"subject\": {\"id\": …}}。未以密钥留痕的决定不能补录。",
                    "The subject is missing. Only the department's key opens it: send records by the client's upload, or add"
                            + " {\"subject\": {\"id\": …}}. What was recorded without a key cannot be taken in.");
        }
        unknown(subject, SUBJECT_FIELDS, "subject");
        LocalDate day = decidedAt.atOffset(Question.SHANGHAI).toLocalDate();
        LocalDate notBornAfter = file.asOf().isAfter(day) ? file.asOf() : day;
        SubjectIds.ParsedId id = parsed(subject, "subject.id", notBornAfter);
        String name = subject.get("name") == null ? null : text(subject, "name", "subject.name", LONGEST_NAME);
        personal(name, "subject.name");
        List<RelatedPerson> related = related(row, notBornAfter);
        boolean underage = id.id() instanceof CitizenId person && person.minorOn(file.asOf());
        List<String> roles = related.stream().map(RelatedPerson::role).sorted().toList();
        List<String> recorded =
                file.related().stream().map(RelatedSubject::role).sorted().toList();
        if (underage != file.underage() || !roles.equals(recorded)) {
            throw new RowRefused(
                    "subject",
                    "subject-mismatch",
                    "主体或关联人员与案卷不符(是否未成年、关联角色)。",
                    "The subject or the related persons are not those of the case file (whether underage, or the roles).");
        }
        String submitted = id.submitted().equals(id.id().value()) ? null : id.submitted();
        return new Personal(id.id(), name, submitted, related);
    }

    private static List<RelatedPerson> related(Map<?, ?> row, LocalDate notBornAfter) {
        Object given = row.get("relatedPersons");
        if (given == null) {
            return List.of();
        }
        if (!(given instanceof List<?> list) || list.size() > MOST_RELATED) {
            throw new RowRefused(
                    "relatedPersons",
                    "wrong-type",
                    "关联人员须为列表,不超过 " + MOST_RELATED + " 个。",
                    "The related persons must be a list of at most " + MOST_RELATED + ".");
        }
        List<RelatedPerson> related = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof Map<?, ?> person)) {
                throw new RowRefused("relatedPersons", "wrong-type", "关联人员须为 {…}。", "Each must be an object.");
            }
            unknown(person, RELATED_FIELDS, "relatedPersons");
            String role = text(person, "role", "relatedPersons.role", LONGEST_WORD);
            if (!Question.ROLES.contains(role)) {
                throw new RowRefused(
                        "relatedPersons.role",
                        "unknown-role",
                        "关联角色不认识;可用:" + sorted(Question.ROLES) + "。",
                        "The role is not known. Known: " + sorted(Question.ROLES) + ".");
            }
            related.add(new RelatedPerson(
                    role, parsed(person, "relatedPersons.id", notBornAfter).id(), null));
        }
        return related;
    }

    private static SubjectIds.ParsedId parsed(Map<?, ?> at, String field, LocalDate notBornAfter) {
        IdType type = null;
        if (at.get("idType") != null) {
            String word = text(at, "idType", field.replace(".id", ".idType"), LONGEST_WORD);
            type = Arrays.stream(IdType.values())
                    .filter(one -> one.code().equals(word) || one.chinese().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new RowRefused(
                            field.replace(".id", ".idType"),
                            "unknown-id-type",
                            "证件类型不认识;可用:" + types() + "。",
                            "The id type is not known. Known: " + types() + "."));
        }
        Object raw = at.get("id");
        try {
            return SubjectIds.parse(type, raw instanceof String text ? text : "", notBornAfter);
        } catch (InvalidIdException e) {
            throw new RowRefused(
                    field,
                    e.code(),
                    e.message().zh() + e.mend().zh(),
                    e.message().en() + " " + e.mend().en());
        }
    }

    private static String types() {
        return Arrays.stream(IdType.values()).map(IdType::code).collect(Collectors.joining(", "));
    }

    private static void personal(@Nullable String text, String field) {
        if (text != null && PersonalNumbers.in(text)) {
            throw new RowRefused(
                    field, "personal-number", "其中有公民身份号码,不能保存。", "It holds a citizen's number and cannot be kept.");
        }
    }

    private static String text(Map<?, ?> at, String key, String field, int longest) {
        Object value = at.get(key);
        if (value == null) {
            throw missing(field);
        }
        if (!(value instanceof String text)) {
            throw new RowRefused(field, "wrong-type", "应为文字。", "It should be a text.");
        }
        if (text.isBlank() || text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
            throw new RowRefused(
                    field,
                    "out-of-range",
                    "应为 1 至 " + longest + " 字,不含控制字符。",
                    "It should have 1 to " + longest + " characters, none of them a control character.");
        }
        return text;
    }

    private static RowRefused missing(String field) {
        return new RowRefused(field, "missing", "缺少该字段。", "The field is missing.");
    }
}
