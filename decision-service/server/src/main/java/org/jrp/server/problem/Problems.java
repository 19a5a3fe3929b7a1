package org.jrp.server.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jrp.json.JsonWriter;
import org.jrp.subject.SubjectIds;
import org.jspecify.annotations.Nullable;

/** Writes problem details (问题详情): the one form in which this service refuses anything. */
public final class Problems {

    private static final String TYPE = "https://jrp.example/problems/";
    private static final int MOST_SHOWN = 60;
    private static final Locale CHINESE = Locale.SIMPLIFIED_CHINESE;

    private Problems() {}

    /** The language a caller asked for: English where it prefers that, else Chinese. */
    public static Locale locale(HttpServletRequest request) {
        String asked = request.getHeader("Accept-Language");
        if (asked == null || asked.length() > 1_000) {
            return CHINESE;
        }
        try {
            for (Locale.LanguageRange range : Locale.LanguageRange.parse(asked)) {
                if (range.getRange().startsWith("en")) {
                    return Locale.ENGLISH;
                }
                if (range.getRange().startsWith("zh")) {
                    return CHINESE;
                }
            }
        } catch (IllegalArgumentException e) {
            return CHINESE;
        }
        return CHINESE;
    }

    /** The step of a JSON Pointer to a field of that name; where the name may be somebody's number, that is masked. */
    public static String pointer(String name) {
        return "/" + shown(name).replace("~", "~0").replace("/", "~1");
    }

    /** What was sent, as a refusal may repeat it: short, printable, and masked where it may be somebody's number. */
    public static String shown(String sent) {
        String masked = SubjectIds.masked(sent);
        if (masked.indexOf('*') >= 0) {
            return masked;
        }
        String known = PersonalNumbers.masked(sent);
        StringBuilder shown = new StringBuilder();
        known.codePoints().limit(MOST_SHOWN).forEach(c -> {
            boolean printable = !Character.isISOControl(c)
                    && Character.getType(c) != Character.FORMAT
                    && Character.getType(c) != Character.SURROGATE
                    && Character.isDefined(c);
            shown.appendCodePoint(printable ? c : '\uFFFD');
        });
        return known.codePointCount(0, known.length()) > MOST_SHOWN ? shown + "…" : shown.toString();
    }

    /** The body for a refusal. */
    public static byte[] body(ProblemException problem, Locale locale) {
        return JsonWriter.inOrder(fields(problem, locale));
    }

    /** The fields of the body, in order; as a batch holds them beside decisions. */
    public static Map<String, @Nullable Object> fields(ProblemException problem, Locale locale) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", TYPE + problem.code());
        fields.put("title", title(problem.status(), locale));
        fields.put("status", (long) problem.status());
        fields.put("detail", problem.detail().in(locale));
        fields.put("code", problem.code());
        if (!problem.errors().isEmpty()) {
            List<Map<String, @Nullable Object>> errors = new ArrayList<>();
            for (ProblemException.FieldProblem error : problem.errors()) {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                one.put("pointer", error.pointer());
                one.put("code", error.code());
                one.put("message", error.message().in(locale));
                errors.add(one);
            }
            fields.put("errors", errors);
        }
        fields.putAll(problem.extras());
        return fields;
    }

    /** Answers with a refusal. */
    public static void write(HttpServletRequest request, HttpServletResponse response, ProblemException problem)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = body(problem, locale(request));
        response.resetBuffer();
        response.setStatus(problem.status());
        response.setContentType("application/problem+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Cache-Control", "no-store");
        if (problem.retryAfter() != null) {
            response.setHeader(
                    "Retry-After",
                    Long.toString(Math.max(1, problem.retryAfter().toSeconds())));
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static String title(int status, Locale locale) {
        boolean english = locale.getLanguage().equals("en");
        return switch (status) {
            case 400 -> english ? "The request is not understood" : "请求有误";
            case 401 -> english ? "Sign in first" : "未登录";
            case 403 -> english ? "Not allowed" : "无权操作";
            case 404 -> english ? "Not found" : "未找到";
            case 405 -> english ? "Method not allowed" : "不支持的方法";
            case 406 -> english ? "Not available in that form" : "不支持所要的格式";
            case 409 -> english ? "In conflict" : "有冲突";
            case 413 -> english ? "Too large" : "内容过大";
            case 415 -> english ? "Form not supported" : "不支持的内容格式";
            case 422 -> english ? "Cannot be carried out" : "无法执行";
            case 429 -> english ? "Too many requests" : "请求过多";
            case 503 -> english ? "Not available now" : "暂时无法提供";
            default -> english ? "Refused" : "已拒绝";
        };
    }
}
