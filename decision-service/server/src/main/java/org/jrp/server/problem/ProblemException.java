package org.jrp.server.problem;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/** Thrown when a call is refused (拒绝); becomes a problem detail (RFC 9457). Its texts hold no personal data. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Text detail;
    private final transient List<FieldProblem> errors;
    private final transient @Nullable Duration retryAfter;
    private final transient Map<String, Object> extras;

    /**
     * What is wrong with one field of the input.
     *
     * @param pointer JSON pointer to it, such as {@code /subject/id}; or the name of a query parameter
     * @param code kebab-case
     */
    public record FieldProblem(String pointer, String code, Text message) {}

    private ProblemException(
            int status,
            String code,
            Text detail,
            List<FieldProblem> errors,
            @Nullable Duration retryAfter,
            Map<String, Object> extras) {
        super(code + ": " + detail.en(), null, false, false);
        this.status = status;
        this.code = code;
        this.detail = detail;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
        this.extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
    }

    /** A refusal of the call as a whole. */
    public static ProblemException of(int status, String code, String zh, String en) {
        return new ProblemException(status, code, new Text(zh, en), List.of(), null, Map.of());
    }

    /** A refusal of the call as a whole. */
    public static ProblemException of(int status, String code, Text detail) {
        return new ProblemException(status, code, detail, List.of(), null, Map.of());
    }

    /** A refusal for what stands in one field. */
    public static ProblemException field(int status, String code, String pointer, String fieldCode, Text message) {
        return new ProblemException(
                status, code, message, List.of(new FieldProblem(pointer, fieldCode, message)), null, Map.of());
    }

    /** A refusal for several fields. */
    public static ProblemException fields(int status, String code, Text detail, List<FieldProblem> errors) {
        return new ProblemException(status, code, detail, errors, null, Map.of());
    }

    /** A refusal for now; ask again after that time. */
    public static ProblemException later(int status, String code, Text detail, Duration retryAfter) {
        return new ProblemException(status, code, detail, List.of(), retryAfter, Map.of());
    }

    /**
     * The same refusal with one field more in its body, such as what is allowed instead.
     *
     * @param value a text, whole number, boolean, or a list or map of them
     */
    public ProblemException with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extras);
        more.put(name, value);
        return new ProblemException(status, code, detail, errors, retryAfter, more);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What is wrong, kebab-case, stable over releases. */
    public String code() {
        return code;
    }

    public Text detail() {
        return detail;
    }

    public List<FieldProblem> errors() {
        return errors;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Fields of the body besides those that every refusal has, by name. */
    public Map<String, Object> extras() {
        return extras;
    }
}
