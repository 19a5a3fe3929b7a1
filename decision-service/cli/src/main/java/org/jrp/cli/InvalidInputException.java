package org.jrp.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.decision.InvalidQuestionException;
import org.jrp.subject.InvalidIdException;
import org.jspecify.annotations.Nullable;

/** Thrown when what the command was given cannot be used (输入无效); the run ends with {@link ExitCode#INVALID}. */
final class InvalidInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;
    private final transient List<Fault> faults;

    private InvalidInputException(String code, int status, List<Fault> faults) {
        super(faults.get(0).message().en());
        this.code = code;
        this.status = status;
        this.faults = List.copyOf(faults);
    }

    /**
     * One thing that is wrong.
     *
     * @param option option or parameter concerned; null where a file is
     * @param pointer where the same field stands in the HTTP API; null where it has none
     * @param problem place in a file; null where an option is concerned
     */
    record Fault(
            String code,
            @Nullable String option,
            @Nullable String pointer,
            @Nullable Problem problem,
            Text message,
            Text mend) {

        static Fault of(Problem problem) {
            return new Fault(problem.code(), null, null, problem, problem.message(), problem.mend());
        }
    }

    /** An option that cannot be used. */
    static InvalidInputException option(String code, String option, Text message, Text mend) {
        return new InvalidInputException(code, 400, List.of(new Fault(code, option, null, null, message, mend)));
    }

    /** An option that stands for a field of the HTTP API. */
    static InvalidInputException field(String code, String option, @Nullable String pointer, Text message, Text mend) {
        return new InvalidInputException(code, 400, List.of(new Fault(code, option, pointer, null, message, mend)));
    }

    /** An identifier that is not well formed. */
    static InvalidInputException id(String option, String pointer, InvalidIdException e) {
        boolean ambiguous = e.code().equals("ambiguous-id");
        return new InvalidInputException(
                ambiguous ? "ambiguous-id" : "invalid-id",
                ambiguous ? 409 : 400,
                List.of(new Fault(e.code(), option, pointer, null, e.message(), e.mend())));
    }

    /** A question without an answer. */
    static InvalidInputException question(InvalidQuestionException e) {
        String field = switch (e.code()) {
            case "unknown-context" -> "context";
            case "unknown-matter" -> "matter";
            case "as-of-out-of-range" -> "as-of";
            default -> "entries";
        };
        return new InvalidInputException(
                e.code(),
                e.code().equals("as-of-out-of-range") ? 422 : 400,
                List.of(new Fault(
                        e.code(), "--" + field, "/" + field.replace("as-of", "asOf"), null, e.text(), e.mend())));
    }

    /** Files that cannot be used. */
    static InvalidInputException files(List<Problem> problems) {
        List<Fault> faults = new ArrayList<>();
        problems.forEach(problem -> faults.add(Fault.of(problem)));
        return new InvalidInputException("invalid-files", 422, faults);
    }

    /** Files that cannot be used. */
    static InvalidInputException files(InvalidFilesException e) {
        return files(e.problems());
    }

    /** A file that cannot be opened or read to its end. */
    static InvalidInputException unreadable(String option, Object file, UncheckedIOException e) {
        return unreadable(option, file, Objects.requireNonNull(e.getCause()));
    }

    /** A file that cannot be opened or written. */
    static InvalidInputException unreadable(String option, Object file, IOException e) {
        boolean absent = e instanceof NoSuchFileException;
        boolean denied = e instanceof AccessDeniedException;
        return option(
                "unreadable-file",
                option,
                new Text(
                        absent ? "文件 " + file + " 不存在。" : denied ? "没有读写 " + file + " 的权限。" : "无法读写 " + file + "。",
                        absent
                                ? "There is no file " + file + "."
                                : denied ? "Access to " + file + " is denied." : "Cannot read or write " + file + "."),
                new Text("请核对路径和权限。", "Check path and permissions."));
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }

    List<Fault> faults() {
        return faults;
    }
}
