package org.jrp.server.notice;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.jrp.catalogue.Text;
import org.jrp.json.JsonWriter;
import org.jrp.server.document.Form;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lets anybody who holds a notice check it (验证), without a sign-in and without telling about whom it is. */
@RestController
@Tag(name = "notices", description = "告知书与验证 · notices and their verification")
class VerifyController {

    private final NoticeSource source;
    private final VerificationCodes codes;
    private final AddressLimits limits;

    VerifyController(NoticeSource source, VerificationCodes codes, NoticeProperties properties, InstantSource clock) {
        this.source = source;
        this.codes = codes;
        this.limits = new AddressLimits(clock, properties.verificationsPerMinute());
    }

    /** What a code tells, as the API's description shows it; written by hand in {@link #json}. */
    record Verified(
            LocalDate decisionDate,
            String outcome,
            String outcomeName,
            boolean stands,
            String reason,
            @Nullable LocalDate validUntil) {}

    @GetMapping("/api/v1/verify/{code}")
    @Operation(summary = "核对告知书的验证码 · check the code of a notice")
    @SecurityRequirements
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = Verified.class)),
                @Content(mediaType = "text/html", schema = @Schema(type = "string"))
            })
    ResponseEntity<byte[]> verify(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable String format,
            @RequestParam(required = false) @Nullable String lang,
            HttpServletRequest request) {
        if (!limits.allows(String.valueOf(request.getRemoteAddr()))) {
            throw ProblemException.later(
                    429,
                    "too-many-requests",
                    new Text("核对过于频繁,请稍后再试。", "Too many checks from this address; try again soon."),
                    Duration.ofSeconds(limits.secondsLeft()));
        }
        Form form = Form.of(format, request, Form.JSON, Form.HTML);
        boolean english = NoticeController.english(lang, request);
        Standing standing = find(code)
                .orElseThrow(
                        () -> ProblemException.of(
                                404,
                                "unknown-code",
                                "没有这个验证码。请核对是否抄写有误;仍查不到的,告知书可能不是本服务签发的。",
                                "There is no such code. Check how it was copied; if it is still not found, the notice may not be ours."));
        return form.response()
                .body(
                        form == Form.HTML
                                ? NoticePage.verification(standing, english).getBytes(StandardCharsets.UTF_8)
                                : json(standing, english ? Locale.ENGLISH : Locale.CHINESE));
    }

    private Optional<Standing> find(String code) {
        return VerificationCodes.read(code)
                .flatMap(range -> source.between(range.low(), range.high()).stream()
                        .filter(id -> codes.proves(range, id))
                        .findFirst()
                        .flatMap(source::findStanding));
    }

    private static byte[] json(Standing standing, Locale locale) {
        JsonWriter out = new JsonWriter().object();
        out.field("decisionDate", standing.decisionDate().toString());
        out.field("outcome", standing.outcome().code());
        out.field("outcomeName", standing.outcome().chinese());
        out.field("stands", standing.stands());
        out.field("reason", standing.reason().in(locale));
        out.field(
                "validUntil",
                standing.validUntil() == null ? null : standing.validUntil().toString());
        return out.endObject().toBytes();
    }
}
