package org.jrp.server.notice;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jrp.server.access.Caller;
import org.jrp.server.document.Form;
import org.jrp.server.document.Pdf;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.problem.Problems;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The subject's notice of a decision (告知书). */
@RestController
@Tag(name = "notices", description = "告知书与验证 · notices and their verification")
class NoticeController {

    private final NoticeSource source;
    private final Releases releases;
    private final VerificationCodes codes;
    private final NoticeProperties properties;
    private final Pdf pdf = new Pdf();

    NoticeController(NoticeSource source, Releases releases, VerificationCodes codes, NoticeProperties properties) {
        this.source = source;
        this.releases = releases;
        this.codes = codes;
        this.properties = properties;
    }

    @GetMapping("/api/v1/decisions/{id}/notice")
    @Operation(summary = "告知书(网页或 PDF)· the subject's notice, as a page or PDF")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "text/html", schema = @Schema(type = "string")),
                @Content(mediaType = "application/pdf", schema = @Schema(type = "string", format = "binary"))
            })
    ResponseEntity<byte[]> notice(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String format,
            @RequestParam(required = false) @Nullable String lang,
            HttpServletRequest request) {
        Form form = Form.of(format, request, Form.HTML, Form.PDF);
        boolean english = english(lang, request);
        NoticeFacts facts = source.find(id, caller)
                .orElseThrow(() -> ProblemException.of(
                        404,
                        "unknown-decision",
                        "没有这个编号的决定,或者无权查看。",
                        "There is no such decision, or it is not yours to read."));
        String code = codes.of(id);
        String page = NoticePage.of(facts, releases.active().catalogue(), code, address(request) + code, english);
        byte[] body = form == Form.PDF ? pdf.of(page) : page.getBytes(StandardCharsets.UTF_8);
        return form.response()
                .header("Content-Disposition", "inline; filename=\"notice-" + id + form.ending() + "\"")
                .body(body);
    }

    /** English where the parameter or, without one, the browser asks for it. */
    static boolean english(@Nullable String lang, HttpServletRequest request) {
        return lang == null ? Problems.locale(request).getLanguage().equals("en") : lang.startsWith("en");
    }

    private String address(HttpServletRequest request) {
        String base = properties.address() == null
                ? ServletUriComponentsBuilder.fromContextPath(request).toUriString()
                : properties.address().toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/v1/verify/";
    }
}
