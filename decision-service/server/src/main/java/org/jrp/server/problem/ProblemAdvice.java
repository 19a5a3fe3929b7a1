package org.jrp.server.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jrp.catalogue.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

/** Turns whatever a controller throws into a problem detail, without a stack trace and without what the caller sent. */
@RestControllerAdvice
class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private static final String DATA_EXCEPTION = "22";
    private static final String SYNTAX_OR_ACCESS = "42";

    @ExceptionHandler
    void refused(ProblemException e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Problems.write(request, response, e);
    }

    @ExceptionHandler
    void unreadable(HttpMessageNotReadableException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Problems.write(request, response, BodyProblem.of(e));
    }

    @ExceptionHandler
    void mistyped(MethodArgumentTypeMismatchException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Problems.write(
                request,
                response,
                ProblemException.field(
                        400,
                        "invalid-parameter",
                        e.getName(),
                        "wrong-type",
                        new Text(
                                "参数 " + e.getName() + " 的值格式不对。",
                                "The parameter " + e.getName() + " is not well formed.")));
    }

    @ExceptionHandler
    void invalid(HandlerMethodValidationException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        List<ProblemException.FieldProblem> errors = e.getParameterValidationResults().stream()
                .map(result -> {
                    String name = String.valueOf(result.getMethodParameter().getParameterName());
                    return new ProblemException.FieldProblem(
                            name,
                            "out-of-range",
                            new Text("参数 " + name + " 超出范围。", "The parameter " + name + " is out of range."));
                })
                .toList();
        Problems.write(
                request,
                response,
                ProblemException.fields(
                        400, "invalid-parameter", new Text("参数有误。", "A parameter is not valid."), errors));
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    void storeGone(RuntimeException e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String state = sqlState(e);
        if (state.startsWith(DATA_EXCEPTION)) {
            // A value that no column can hold: a control character, a year that no calendar has.
            log.warn("The database did not take a value (SQL state {}): {}", state, route(request));
            Problems.write(
                    request,
                    response,
                    ProblemException.of(
                            400,
                            "invalid-request",
                            "请求中有无法保存的值,例如控制字符或过大的日期。",
                            "The request holds a value that cannot be kept, such as a control character or a year too large."));
            return;
        }
        if (state.startsWith(SYNTAX_OR_ACCESS)) {
            anything(e, request, response);
            return;
        }
        log.warn("The database could not be asked: {}", e.getClass().getSimpleName());
        Problems.write(
                request,
                response,
                ProblemException.later(
                        503,
                        "store-unavailable",
                        new Text("数据库暂时无法访问,请稍后再试。", "The database cannot be reached; try again soon."),
                        Duration.ofSeconds(2)));
    }

    /** What stands after the question mark, or in a form, cannot be read. Its message holds what was sent: it goes nowhere. */
    @ExceptionHandler({InvalidParameterException.class, MultipartException.class})
    void unreadableParameters(RuntimeException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (e instanceof MaxUploadSizeExceededException) {
            Problems.write(request, response, ofStatus(413));
            return;
        }
        Problems.write(
                request,
                response,
                ProblemException.of(
                        400,
                        "invalid-parameter",
                        "查询参数或表单无法读取:请检查百分号编码和分隔符。",
                        "The parameters or the form cannot be read: check percent-encoding and boundaries."));
    }

    /** The caller hung up; there is nobody to answer. */
    @ExceptionHandler
    void gone(AsyncRequestNotUsableException e) {
        log.debug("The caller went away.");
    }

    @ExceptionHandler
    void anything(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            HttpHeaders headers = known.getHeaders();
            headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
            Problems.write(request, response, ofStatus(known.getStatusCode().value()));
            return;
        }
        log.error("A call failed: {} {}\n{}", request.getMethod(), route(request), StackTrace.withoutNumbers(e));
        Problems.write(
                request,
                response,
                ProblemException.later(
                        503,
                        "failed",
                        new Text(
                                "服务内部出错,已记录;请稍后再试或联系管理员。",
                                "The service failed and has logged why; try again or tell its administrator."),
                        Duration.ofSeconds(5)));
    }

    static ProblemException ofStatus(int status) {
        return switch (status) {
            case 404 -> ProblemException.of(404, "not-found", "没有这个地址。", "There is no such address.");
            case 405 ->
                ProblemException.of(405, "method-not-allowed", "该地址不支持此方法。", "The address does not take that method.");
            case 406 -> ProblemException.of(406, "not-acceptable", "不提供所要的格式。", "The form asked for is not available.");
            case 413 -> ProblemException.of(413, "too-large", "内容过大。", "The content is too large.");
            case 415 ->
                ProblemException.of(415, "unsupported-media-type", "不支持该内容格式。", "The content's form is not supported.");
            default -> ProblemException.of(status, "invalid-request", "请求有误。", "The request is not valid.");
        };
    }

    private static String sqlState(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    private static String route(HttpServletRequest request) {
        Object pattern = request.getAttribute("org.springframework.web.servlet.HandlerMapping.bestMatchingPattern");
        return pattern == null ? "(no route)" : pattern.toString();
    }
}
