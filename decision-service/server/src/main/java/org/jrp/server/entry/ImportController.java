package org.jrp.server.entry;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Text;
import org.jrp.listing.EntriesReader.Format;
import org.jrp.server.ServerProperties;
import org.jrp.server.access.Caller;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.problem.Problems;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Takes files of entries (条目导入接口). Repeating a file changes nothing, with or without an idempotency key. */
@RestController
@RequestMapping("/api/v1/entries/import")
class ImportController {

    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final int LONGEST_SOURCE = 100;

    private final EntryImport imports;
    private final CatalogueInUse catalogues;
    private final Path folder;
    private final long most;

    ImportController(
            EntryImport imports,
            CatalogueInUse catalogues,
            ServerProperties properties,
            @Value("${jrp.import.most-bytes:1073741824}") long most) {
        this.imports = imports;
        this.catalogues = catalogues;
        this.folder = properties.data().resolve("tmp");
        this.most = most;
    }

    /** What an import answers, as the API's description shows it; {@link ImportReport} writes it. */
    record ImportAnswer(
            @Nullable UUID importId,
            long accepted,
            long unchanged,
            long quarantined,
            long rejected,
            long warnings,
            long errorsShown,
            List<RowProblem> errors) {}

    /** An error or warning of a row. */
    record RowProblem(
            long row,
            @Nullable String field,
            @Schema(allowableValues = {"error", "warning"}) String severity,

            String code,
            String message,
            @Nullable String value,
            String mend) {}

    /**
     * A file as the body.
     *
     * @param list name or code of the one list the file covers
     * @param covers {@code all} where the file covers every list
     * @param source who delivers it; the caller's department unless said
     */
    @PostMapping(consumes = {"text/csv", "application/x-ndjson", XLSX})
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content = {
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")),
                @Content(mediaType = XLSX, schema = @Schema(type = "string", format = "binary"))
            })
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ImportAnswer.class)))
    void body(
            @RequestParam(required = false) @Nullable String list,
            @RequestParam(required = false) @Nullable String covers,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(defaultValue = "false") boolean dryRun,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ImportOrder order = order(caller, list, covers, source, dryRun, Problems.locale(request));
        MediaType type = MediaType.parseMediaType(request.getContentType());
        String kind = type.getType() + "/" + type.getSubtype();
        answer(order, kind, "upload", request.getInputStream(), request.getContentLengthLong(), response);
    }

    /** A file as the one part of a form; the end of its name tells what it is. */
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ImportAnswer.class)))
    void form(
            @RequestParam(required = false) @Nullable String list,
            @RequestParam(required = false) @Nullable String covers,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestPart MultipartFile file,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ImportOrder order = order(caller, list, covers, source, dryRun, Problems.locale(request));
        String kind = kind(String.valueOf(file.getOriginalFilename()).toLowerCase(Locale.ROOT));
        try (InputStream in = file.getInputStream()) {
            answer(order, kind, "upload", in, file.getSize(), response);
        }
    }

    private void answer(
            ImportOrder order, String kind, String name, InputStream in, long length, HttpServletResponse response)
            throws IOException {
        if (length > most) {
            throw TextFeed.tooLarge(most);
        }
        try (ImportReport report = new ImportReport(folder, order.locale())) {
            ImportResult result;
            if (kind.equals(XLSX)) {
                try (XlsxFeed feed = XlsxFeed.spooled(name, in, length, most, folder)) {
                    result = imports.run(order, feed, report);
                }
            } else {
                Format format = kind.equals("text/csv") ? Format.CSV : Format.NDJSON;
                result = imports.run(order, new TextFeed(name, format, in, length, most), report);
            }
            response.setStatus(HttpServletResponse.SC_OK);
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            response.setHeader("Cache-Control", "no-store");
            report.write(result, response.getOutputStream());
        }
    }

    private ImportOrder order(
            Caller caller,
            @Nullable String list,
            @Nullable String covers,
            @Nullable String source,
            boolean dryRun,
            Locale locale) {
        if (covers != null && (!covers.equals("all") || list != null)) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    "covers",
                    "unknown-word",
                    new Text("covers 只能为 all,且不与 list 并用。", "covers can only be all, and not beside list."));
        }
        if (source != null && (source.isBlank() || source.length() > LONGEST_SOURCE)) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    "source",
                    "out-of-range",
                    new Text("source 应为 1 至 100 字。", "The source has 1 to 100 characters."));
        }
        PersonalNumbers.refuse(source, "source");
        Catalogue catalogue = catalogues.now();
        String code = list == null
                ? null
                : catalogue.listWords().find(list).orElseThrow(() -> EntryImport.unknown(list, catalogue));
        return new ImportOrder(
                caller,
                code,
                covers != null,
                source == null ? caller.department().code() : source.strip(),
                dryRun,
                locale);
    }

    private static String kind(String name) {
        if (name.endsWith(".xlsx") || name.endsWith(".xlsm")) {
            return XLSX;
        }
        if (name.endsWith(".csv") || name.endsWith(".tsv")) {
            return "text/csv";
        }
        if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
            return "application/x-ndjson";
        }
        throw ProblemException.field(
                400,
                "unknown-format",
                "file",
                "unknown-format",
                new Text("文件名请以 .csv、.ndjson 或 .xlsx 结尾。", "End the file's name in .csv, .ndjson or .xlsx."));
    }
}
