package org.jrp.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as the service words it (RFC 9457; 拒绝的说明).
 *
 * @param type URI of its kind; {@code about:blank} where none is given
 * @param title its kind in words; empty where none is given
 * @param status HTTP status
 * @param code what is wrong, kebab-case, stable over releases
 * @param detail what is wrong, for people
 * @param errors what is wrong with which field
 * @param raw every field as it came, those unknown to this version among them; unmodifiable
 */
public record JrpProblem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        List<FieldError> errors,
        Map<String, @Nullable Object> raw) {

    /**
     * What is wrong with one field.
     *
     * @param pointer JSON pointer to it, such as {@code /subject/id}
     * @param code kebab-case
     * @param message for people
     */
    public record FieldError(String pointer, String code, String message) {}

    public JrpProblem {
        errors = List.copyOf(errors);
    }

    @Override
    public String toString() {
        return "JrpProblem[" + status + " " + code + "]";
    }
}
