package org.jrp.server.decision;

import java.util.List;
import java.util.Map;
import org.jrp.catalogue.Text;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Reads the JSON bodies of checks, strictly (请求正文). */
final class Bodies {

    private Bodies() {}

    /**
     * The object in a body.
     *
     * @throws ProblemException when there is none
     */
    static Map<?, ?> object(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            throw ProblemException.of(400, "invalid-body", "缺少请求正文。", "The body is missing.");
        }
        try {
            if (Json.read(body) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (JsonException e) {
            throw malformed(e);
        }
        throw ProblemException.of(400, "invalid-body", "正文须为一个 JSON 对象。", "The body must be one JSON object.");
    }

    private static ProblemException malformed(JsonException e) {
        boolean repeated = e.code().equals("duplicate-key");
        String zh = repeated ? "有一个字段写了两次。" : e.text().zh();
        String en = repeated ? "A field stands there twice." : e.text().en();
        return ProblemException.fields(
                400,
                "invalid-body",
                new Text(
                        "正文不是有效的 JSON(第 " + e.line() + " 行第 " + e.column() + " 列):" + zh,
                        "The body is no valid JSON (line " + e.line() + ", column " + e.column() + "): " + en),
                List.of(new ProblemException.FieldProblem("", e.code(), new Text(zh, en))));
    }
}
