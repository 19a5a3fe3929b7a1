package org.jrp.server.offline;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.server.access.Caller;
import org.jrp.server.access.RateLimits;
import org.jrp.server.problem.Problems;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes records of embedded engines, a line each (离线决定补录接口). Sending a line again changes nothing. */
@RestController
@RequestMapping("/api/v1/decisions/upload")
@Tag(name = "decisions", description = "核查与决定记录 · checks and their records")
class UploadController {

    private static final int WINDOW = 100;
    private static final int LONGEST_LINE = 4 << 20;
    private static final int WINDOW_BYTES = 8 << 20;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final Uploads uploads;
    private final RateLimits limits;

    UploadController(Uploads uploads, RateLimits limits) {
        this.uploads = uploads;
        this.limits = limits;
    }

    /** Whom a record is about. */
    @Schema(name = "UploadedSubject")
    record SentSubject(
            @Nullable String idType, String id, @Nullable String name) {}

    /** A person or unit beside the subject. */
    @Schema(name = "UploadedRelated")
    record SentRelated(String role, @Nullable String idType, String id) {}

    /** A row, as the API's description shows it; {@link UploadedRow} reads it. */
    @Schema(
            name = "OfflineDecision",
            description = "嵌入式引擎留痕文件的一行,另加主体 · a line of an embedded engine's record file, and the subject")
    record OfflineDecision(
            @Schema(allowableValues = "1") int version,
            UUID decisionId,
            OffsetDateTime decidedAt,
            String requester,
            @Nullable String officer,
            String purpose,
            String engineBuild,
            @Nullable String personalCiphertext,
            String decisionHash,
            String recordHash,
            SentSubject subject,

            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) @Nullable List<SentRelated> relatedPersons,

            @Schema(description = "规范化决定,第 1 版 · canonical decision, version 1")
            Map<String, Object> decision) {}

    /** What became of the rows, as the API's description shows it; {@link UploadReport} writes it. */
    @Schema(name = "UploadAnswer")
    record Answer(long accepted, long unchanged, long rejected, List<RowError> errors) {}

    /** Why a row did not land. */
    @Schema(name = "UploadError")
    record RowError(long row, @Nullable String field, String code, String message) {}

    @PostMapping(consumes = "application/x-ndjson", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "补录嵌入式引擎离线作出的决定,长度不限 · take in decisions made offline, any number")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/x-ndjson",
                            schema = @Schema(implementation = OfflineDecision.class)))
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Answer.class)))
    ResponseEntity<byte[]> upload(Caller caller, HttpServletRequest request) throws IOException {
        UploadReport report = new UploadReport();
        try (InputStream in = new BufferedInputStream(request.getInputStream(), 1 << 16);
                Engines engines = uploads.engines()) {
            List<Uploads.Line> window = new ArrayList<>(WINDOW);
            int bytes = 0;
            long row = 0;
            for (byte[] line = line(in); line != null; line = line(in)) {
                row++;
                if (blank(line)) {
                    continue;
                }
                if (line.length > LONGEST_LINE) {
                    report.rejected(
                            row, new RowRefused(null, "too-long", "该行超过 4 MB。", "The row is longer than 4 MB."));
                    continue;
                }
                window.add(new Uploads.Line(row, line));
                bytes += line.length;
                if (window.size() == WINDOW || bytes > WINDOW_BYTES) {
                    take(caller, window, engines, report);
                    bytes = 0;
                }
            }
            take(caller, window, engines, report);
        }
        return ResponseEntity.ok()
                .header("Cache-Control", "no-store")
                .contentType(MediaType.APPLICATION_JSON)
                .body(report.bytes(Problems.locale(request)));
    }

    private void take(Caller caller, List<Uploads.Line> window, Engines engines, UploadReport report) {
        if (!window.isEmpty()) {
            limits.await(caller, window.size(), LONGEST_WAIT);
            uploads.take(caller, window, engines, report);
            window.clear();
        }
    }

    private static boolean blank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Up to the next line feed; what is over the longest is left out. Null at the end. */
    private static byte @Nullable [] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 12);
        int b = in.read();
        if (b < 0) {
            return null;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (line.size() <= LONGEST_LINE) {
                line.write(b);
            }
        }
        return line.toByteArray();
    }
}
