package org.jrp.server.access;

import java.util.ArrayList;
import java.util.List;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;

/** Collects what is wrong with the fields of one request (字段检查), to say all of it at once. */
public final class Inputs {

    private final List<ProblemException.FieldProblem> errors = new ArrayList<>();

    public void wrong(String pointer, String code, String zh, String en) {
        errors.add(new ProblemException.FieldProblem(pointer, code, new Text(zh, en)));
    }

    public void wrong(String pointer, String code, Text message) {
        errors.add(new ProblemException.FieldProblem(pointer, code, message));
    }

    /** Whether there is something between one and so many characters, no control character and no citizen's number among them. */
    public static boolean plain(String text, int most) {
        return !text.isBlank()
                && text.length() <= most
                && text.chars().noneMatch(Character::isISOControl)
                && !PersonalNumbers.in(text);
    }

    /** @throws ProblemException 422 {@code invalid-fields} when anything was wrong */
    public void refuseIfWrong() {
        if (errors.size() == 1) {
            ProblemException.FieldProblem only = errors.get(0);
            throw ProblemException.field(422, only.code(), only.pointer(), only.code(), only.message());
        }
        if (!errors.isEmpty()) {
            throw ProblemException.fields(
                    422, "invalid-fields", new Text("有字段不符合要求。", "Some fields are not valid."), errors);
        }
    }
}
