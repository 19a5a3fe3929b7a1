package org.jrp.server.exchange;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.dao.DataAccessException;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The cities' SOAP exchange, queries and reports, for clients that cannot be changed yet. Logs nothing that a call carries. */
@RestController
@RequestMapping("/exchange/BlackRedSOAPImplService")
@ConditionalOnProperty(prefix = "jrp.exchange", name = "enabled", havingValue = "true")
@Hidden
final class ExchangeController {

    private static final Logger log = LoggerFactory.getLogger(ExchangeController.class);

    private static final int MOST_BYTES = 64 * 1024;
    private static final String BEARER = "bearer ";
    private static final String WSDL = "BlackRedSOAPImplService.wsdl";
    private static final String ADDRESS = "@address@";

    private final RedBlackQueries queries;
    private final RedBlackReports reports;
    private final String wsdl;

    ExchangeController(RedBlackQueries queries, RedBlackReports reports) {
        this.queries = queries;
        this.reports = reports;
        this.wsdl = wsdl();
    }

    @PostMapping
    ResponseEntity<byte[]> call(HttpServletRequest request) throws IOException {
        try {
            SoapCall call = SoapCall.read(message(request), request.getContentType());
            return switch (call.operation()) {
                case "getRedBlackType" -> answer(call, request, asker -> queries.types(asker, call.argument(4)));
                case "getRedBlackPage" ->
                    answer(
                            call,
                            request,
                            asker -> queries.page(asker, call.argument(4), call.argument(5), call.argument(6)));
                case SoapCall.COMMIT ->
                    answer(call, request, asker -> reports.commit(asker, call.argument(2), call.items()));
                default ->
                    throw SoapFault.client(
                            "只提供 getRedBlackType、getRedBlackPage 和 commitRedBlackBack。",
                            "Only getRedBlackType, getRedBlackPage and commitRedBlackBack are offered.");
            };
        } catch (SoapFault fault) {
            return response(fault.status(), StandardCharsets.UTF_8, fault.body());
        }
    }

    @GetMapping
    ResponseEntity<byte[]> description(HttpServletRequest request) {
        if (!"wsdl".equalsIgnoreCase(request.getQueryString())) {
            throw ProblemException.of(404, "not-found", "服务描述在 ?wsdl。", "The description is at ?wsdl.");
        }
        String address = Markup.attribute(request.getRequestURL().toString(), StandardCharsets.UTF_8);
        return response(
                200, StandardCharsets.UTF_8, wsdl.replace(ADDRESS, address).getBytes(StandardCharsets.UTF_8));
    }

    /** What an operation returns to a client. */
    private interface Operation {
        String of(RedBlackQueries.Asker asker);
    }

    private ResponseEntity<byte[]> answer(SoapCall call, HttpServletRequest request, Operation operation) {
        Charset charset = ExchangeProperties.GBK;
        String inner;
        try {
            RedBlackQueries.Asker asker = queries.asker(call.argument(0), bearer(request));
            charset = asker.client().charset();
            inner = operation.of(asker);
        } catch (ProblemException e) {
            inner = RedBlackAnswer.failure(
                    charset, resultCode(e.status()), e.detail().zh());
        } catch (DataAccessException | TransactionException e) {
            log.warn("The database could not be asked: {}", e.getClass().getSimpleName());
            inner = unavailable(charset, call);
        } catch (RuntimeException e) {
            log.error("A call of the exchange failed: {}", call.operation(), e);
            inner = unavailable(charset, call);
        }
        String wrapper = "ns:" + call.operation() + "Response";
        byte[] body = Markup.document(charset)
                .start("soap:Envelope", "xmlns:soap", SoapFault.ENVELOPE)
                .raw("<soap:Body>")
                .start(wrapper, "xmlns:ns", SoapCall.NAMESPACE)
                .element("return", inner)
                .end(wrapper)
                .raw("</soap:Body>")
                .end("soap:Envelope")
                .toBytes();
        return response(200, charset, body);
    }

    private static String unavailable(Charset charset, SoapCall call) {
        return RedBlackAnswer.failure(
                charset,
                503,
                call.operation().equals(SoapCall.COMMIT) ? "暂时无法受理,请稍后重新提交;已受理的不会重复登记。" : "暂时无法查询,请稍后再试;不得视为没有记录。");
    }

    /** The codes that clients know: for what they sent, for who they are, for what they may not, for later. */
    private static int resultCode(int status) {
        return status == 401 || status == 403 ? status : status == 429 || status >= 500 ? 503 : 400;
    }

    private static @Nullable String bearer(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    private static byte[] message(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > MOST_BYTES) {
            throw SoapFault.tooLarge(MOST_BYTES);
        }
        byte[] message = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (message.length > MOST_BYTES) {
            throw SoapFault.tooLarge(MOST_BYTES);
        }
        return message;
    }

    private static ResponseEntity<byte[]> response(int status, Charset charset, byte[] body) {
        return ResponseEntity.status(status)
                .contentType(new MediaType(MediaType.TEXT_XML, charset))
                .cacheControl(CacheControl.noStore())
                .body(body);
    }

    private static String wsdl() {
        try (InputStream in = ExchangeController.class.getResourceAsStream(WSDL)) {
            if (in == null) {
                throw new IllegalStateException("The file (%s) is missing from the class path.".formatted(WSDL));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("The file (%s) cannot be read.".formatted(WSDL), e);
        }
    }
}
