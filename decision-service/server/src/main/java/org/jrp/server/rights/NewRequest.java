package org.jrp.server.rights;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Text;
import org.jrp.server.access.Inputs;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.subject.IdType;
import org.jrp.subject.InvalidIdException;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is sent in, for the subject (申请登记).
 *
 * @param documentNo number of the letter or form that it came by
 * @param lodgedOn the day on which the subject asked; today unless given
 */
@Schema(name = "NewSubjectRequest")
record NewRequest(
        @Nullable String kind,
        @Nullable Subject subject,
        @Nullable UUID decisionId,
        @Nullable String entryId,
        @Nullable String grounds,
        @Nullable LocalDate lodgedOn,
        @Nullable String documentNo) {

    private static final int LONGEST_GROUNDS = 2_000;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_ENTRY_ID = 200;

    /** The subject as it is sent. */
    @Schema(name = "NewRequestSubject")
    record Subject(
            @Nullable String idType,
            @Nullable String id,
            @Nullable String name) {}

    /** A request whose content is in order. */
    record Checked(
            SubjectRequest.Kind kind,
            SubjectId subject,
            @Nullable String name,
            @Nullable UUID decisionId,
            @Nullable String entryId,
            @Nullable String grounds,
            LocalDate lodgedOn,
            String documentNo) {}

    Checked checked(LocalDate today) {
        SubjectId id = parsed(today);
        PersonalNumbers.refuse(grounds, "/grounds");
        PersonalNumbers.refuse(documentNo, "/documentNo");
        PersonalNumbers.refuse(entryId, "/entryId");
        Inputs inputs = new Inputs();
        Optional<SubjectRequest.Kind> wanted = Coded.find(SubjectRequest.Kind.class, kind == null ? "" : kind);
        if (wanted.isEmpty()) {
            inputs.wrong(
                    "/kind",
                    "unknown-kind",
                    "种类应为 access、copy、correction、explanation 或 deletion。",
                    "The kind is access, copy, correction, explanation or deletion.");
        }
        SubjectRequest.Kind one = wanted.orElse(SubjectRequest.Kind.ACCESS);
        String name = text(subject == null ? null : subject.name(), "/subject/name", LONGEST_NAME, false, inputs);
        boolean needsGrounds = one == SubjectRequest.Kind.CORRECTION || one == SubjectRequest.Kind.DELETION;
        String why = text(grounds, "/grounds", LONGEST_GROUNDS, needsGrounds, inputs);
        String number = text(documentNo, "/documentNo", LONGEST_NUMBER, true, inputs);
        String entry = text(entryId, "/entryId", LONGEST_ENTRY_ID, one == SubjectRequest.Kind.CORRECTION, inputs);
        if (entry != null && !needsGrounds) {
            inputs.wrong("/entryId", "not-expected", "只有更正、删除申请指明条目。", "Only a correction or deletion names an entry.");
        }
        if ((decisionId == null) == (one == SubjectRequest.Kind.EXPLANATION)) {
            inputs.wrong(
                    "/decisionId",
                    decisionId == null ? "missing" : "not-expected",
                    "解释说明申请须指明决定,其他申请不指明。",
                    "A request for explanation, and no other, names the decision.");
        }
        LocalDate lodged = lodgedOn == null ? today : lodgedOn;
        if (lodged.isAfter(today) || lodged.isBefore(today.minusYears(1))) {
            inputs.wrong(
                    "/lodgedOn", "out-of-range", "申请日期应在今天之前一年内。", "It was lodged today or within the year before.");
        }
        inputs.refuseIfWrong();
        return new Checked(one, id, name, decisionId, entry, why, lodged, number == null ? "" : number);
    }

    private SubjectId parsed(LocalDate today) {
        String id = subject == null || subject.id() == null ? "" : subject.id();
        String type = subject == null ? null : subject.idType();
        if (id.isBlank()) {
            throw ProblemException.field(
                    422,
                    "invalid-content",
                    "/subject/id",
                    "missing",
                    new Text("请写明主体代码(id)。", "Give the subject's number (id)."));
        }
        IdType known = type == null ? null : Coded.find(IdType.class, type).orElse(null);
        if (type != null && known == null) {
            throw ProblemException.field(
                    422,
                    "unknown-id-type",
                    "/subject/idType",
                    "unknown-id-type",
                    new Text("没有这种证件类型。", "There is no such type of number."));
        }
        try {
            return SubjectIds.parse(known, id, today).id();
        } catch (InvalidIdException e) {
            boolean ambiguous = e.code().equals("ambiguous-id");
            throw ProblemException.field(
                    ambiguous ? 409 : 400,
                    ambiguous ? "ambiguous-id" : "invalid-id",
                    "/subject/id",
                    e.code(),
                    new Text(
                            e.message().zh() + e.mend().zh(),
                            e.message().en() + " " + e.mend().en()));
        }
    }

    private static @Nullable String text(
            @Nullable String text, String pointer, int most, boolean required, Inputs inputs) {
        String stripped = text == null || text.isBlank() ? null : text.strip();
        if (stripped == null ? required : !Inputs.plain(stripped.replaceAll("[\r\n\t]", " "), most)) {
            inputs.wrong(
                    pointer,
                    stripped == null ? "missing" : "invalid-text",
                    stripped == null ? "此项必填。" : "此项应为不超过 " + most + " 字的文字。",
                    stripped == null ? "This is needed." : "This is a text of at most " + most + " characters.");
        }
        return stripped;
    }
}
