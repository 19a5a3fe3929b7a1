package org.jrp.server.problem;

import java.util.List;
import java.util.stream.Collectors;
import org.jrp.catalogue.Text;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What is wrong with a JSON body (请求正文有误), told by place and without what stood there. */
final class BodyProblem {

    private BodyProblem() {}

    static ProblemException of(HttpMessageNotReadableException e) {
        Throwable cause = e.getCause();
        if (cause instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds() == null
                    ? ""
                    : unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "));
            return ProblemException.field(
                    400,
                    "invalid-body",
                    pointer(unknown),
                    "unknown-field",
                    new Text("不认识的字段;可用:" + known, "The field is not known. Known: " + known));
        }
        if (cause instanceof DatabindException bind) {
            return ProblemException.field(
                    400,
                    "invalid-body",
                    pointer(bind),
                    "wrong-type",
                    new Text("该字段的值格式不对。", "The value of the field is not well formed."));
        }
        if (cause instanceof StreamReadException read && read.getLocation() != null) {
            int line = read.getLocation().getLineNr();
            int column = read.getLocation().getColumnNr();
            return ProblemException.fields(
                    400,
                    "invalid-body",
                    new Text(
                            "正文不是有效的 JSON(第 " + line + " 行第 " + column + " 列)。",
                            "The body is no valid JSON (line " + line + ", column " + column + ")."),
                    List.of());
        }
        return ProblemException.of(400, "invalid-body", "正文缺失或不是有效的 JSON。", "The body is missing or no valid JSON.");
    }

    private static String pointer(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null
                        ? "/" + step.getIndex()
                        : Problems.pointer(step.getPropertyName()))
                .collect(Collectors.joining());
    }
}
