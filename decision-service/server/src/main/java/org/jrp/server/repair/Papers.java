package org.jrp.server.repair;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one request (材料检查) and says all that is wrong with them at once. What it gives for a wrong field is empty. */
final class Papers {

    static final int LONGEST_TEXT = 2_000;
    static final int LONGEST_NUMBER = 200;

    private static final int HASH_BYTES = 32;

    private final LocalDate today;
    private final List<ProblemException.FieldProblem> errors = new ArrayList<>();

    Papers(LocalDate today) {
        this.today = today;
    }

    void wrong(String pointer, String code, String zh, String en) {
        errors.add(new ProblemException.FieldProblem(pointer, code, new Text(zh, en)));
    }

    /** A text that must be there. */
    String text(@Nullable String sent, String pointer, int most) {
        String text = maybeText(sent, pointer, most);
        if (text == null) {
            wrong(pointer, "missing", "请填写 " + name(pointer) + "。", "Give " + name(pointer) + ".");
            return "";
        }
        return text;
    }

    /** A text that may be left out; null for none and for a blank one. */
    @Nullable String maybeText(@Nullable String sent, String pointer, int most) {
        if (sent == null || sent.isBlank()) {
            return null;
        }
        PersonalNumbers.refuse(sent, pointer);
        String text = sent.strip();
        if (text.length() > most) {
            wrong(
                    pointer,
                    "too-long",
                    name(pointer) + " 最多 " + most + " 字。",
                    "The text of " + name(pointer) + " has at most " + most + " characters.");
            return "";
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r')) {
            wrong(pointer, "control-character", name(pointer) + " 含有控制字符。", "There is a control character in it.");
            return "";
        }
        return text;
    }

    /** One of those words. */
    String word(@Nullable String sent, String pointer, List<String> known) {
        if (sent != null && known.contains(sent)) {
            return sent;
        }
        Text mend = new Text("可用:" + String.join(", ", known), "Known: " + String.join(", ", known));
        if (sent != null) {
            mend = Nearest.mend(sent, known, mend);
        }
        wrong(
                pointer,
                sent == null ? "missing" : "unknown-word",
                (sent == null ? "请填写 " : "不认识 ") + name(pointer) + "。" + mend.zh(),
                (sent == null ? "Give " : "Not known: ") + name(pointer) + ". " + mend.en());
        return "";
    }

    /** A day not later than today. */
    LocalDate day(@Nullable LocalDate sent, String pointer) {
        if (sent == null) {
            wrong(pointer, "missing", "请填写 " + name(pointer) + "。", "Give " + name(pointer) + ".");
            return today;
        }
        return dayOrToday(sent, pointer);
    }

    /** A day not later than today; today where none is given. */
    LocalDate dayOrToday(@Nullable LocalDate sent, String pointer) {
        if (sent != null && sent.isAfter(today)) {
            wrong(pointer, "in-the-future", name(pointer) + " 不能晚于今天。", "It must not be later than today.");
            return today;
        }
        return sent == null ? today : sent;
    }

    /** A SHA-256 in hexadecimal digits. */
    byte @Nullable [] hash(@Nullable String sent, String pointer) {
        if (sent == null) {
            return null;
        }
        try {
            byte[] hash = HexFormat.of().parseHex(sent.startsWith("sha256:") ? sent.substring(7) : sent);
            if (hash.length == HASH_BYTES) {
                return hash;
            }
        } catch (IllegalArgumentException e) {
            // told below, as a hash of the wrong length is
        }
        wrong(pointer, "wrong-value", "附件哈希应为 64 位十六进制 SHA-256。", "It is a SHA-256 of 64 hexadecimal digits.");
        return null;
    }

    /** @throws ProblemException 422 {@code invalid-content} when anything was wrong */
    void refuseIfWrong() {
        if (errors.size() == 1) {
            ProblemException.FieldProblem only = errors.get(0);
            throw ProblemException.field(422, "invalid-content", only.pointer(), only.code(), only.message());
        }
        if (!errors.isEmpty()) {
            throw ProblemException.fields(
                    422, "invalid-content", new Text("有字段不符合要求。", "Some fields are not valid."), errors);
        }
    }

    private static String name(String pointer) {
        return pointer.substring(1);
    }
}
