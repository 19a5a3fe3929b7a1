package org.jrp.server.feedback;

import java.util.ArrayList;
import java.util.List;
import org.jrp.catalogue.Text;
import org.jrp.server.access.Caller;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with the content of one body (内容检查), to say all of it at once. */
final class Content {

    static final int LONGEST_NAME = 50;
    static final int LONGEST_NUMBER = 200;
    static final int LONGEST_TEXT = 1_000;

    private final List<ProblemException.FieldProblem> errors = new ArrayList<>();

    void wrong(String pointer, String code, String zh, String en) {
        wrong(pointer, code, new Text(zh, en));
    }

    void wrong(String pointer, String code, Text message) {
        errors.add(new ProblemException.FieldProblem(pointer, code, message));
    }

    /**
     * A text without blanks around it; null where nothing is said.
     *
     * @throws ProblemException 400 {@code personal-number} when it holds a citizen's number
     */
    @Nullable String text(String pointer, @Nullable String value, int most) {
        if (value == null || value.isBlank()) {
            return null;
        }
        PersonalNumbers.refuse(value, pointer);
        String text = value.strip();
        if (text.length() > most || text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            wrong(
                    pointer,
                    "invalid-text",
                    "不得超过 " + most + " 字,不得含控制字符。",
                    "At most " + most + " characters, no control characters.");
        }
        return text;
    }

    /** A text that must be there; empty where it is not. */
    String needed(String pointer, @Nullable String value, int most, Text missing) {
        String text = text(pointer, value, most);
        if (text == null) {
            wrong(pointer, "missing", missing);
            return "";
        }
        return text;
    }

    /**
     * The person who answers for what is written: who signed in, where somebody did, and nobody else.
     *
     * @param value as sent
     */
    String officer(Caller caller, String pointer, @Nullable String value) {
        String signedIn = caller.officer();
        if (signedIn == null) {
            return needed(
                    pointer,
                    value,
                    LONGEST_NAME,
                    new Text("请写明经办人姓名(DP-63)。", "Name the person who answers for it (DP-63)."));
        }
        String named = text(pointer, value, LONGEST_NAME);
        if (named != null && !named.equals(signedIn)) {
            wrong(
                    pointer,
                    "not-signed-in",
                    "个人登录只能以本人名义办理;请删去此项或写本人姓名。",
                    "Who signs in acts in his own name: leave the field out or give your own name.");
        }
        return signedIn;
    }

    /** @throws ProblemException 422 {@code invalid-content} when anything was wrong */
    void refuseIfWrong() {
        if (!errors.isEmpty()) {
            Text detail =
                    errors.size() == 1 ? errors.get(0).message() : new Text("有字段不符合要求。", "Some fields are not valid.");
            throw ProblemException.fields(422, "invalid-content", detail, errors);
        }
    }
}
