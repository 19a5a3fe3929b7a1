package org.jrp.server.catalogue;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Edition;
import org.jrp.catalogue.EditionTable;
import org.jrp.catalogue.EditionTableReader;
import org.jrp.server.ServerProperties;
import org.jrp.server.document.XlsxTables;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.problem.Problems;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Editions as the official table: out as a workbook, and a workbook in as a draft (清单表格导出与导入). */
@RestController
@RequestMapping("/api/v1/catalogue/editions")
@Tag(name = "catalogue")
class EditionTableController {

    private final Releases releases;
    private final InstantSource clock;
    private final ServerProperties properties;

    EditionTableController(Releases releases, InstantSource clock, ServerProperties properties) {
        this.releases = releases;
        this.clock = clock;
        this.properties = properties;
    }

    @GetMapping(path = "/{id}/export", produces = XlsxTables.TYPE)
    @Operation(summary = "一版措施清单,官方表格(XLSX) An edition as the official table")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = XlsxTables.TYPE, schema = @Schema(type = "string", format = "binary")))
    ResponseEntity<byte[]> export(@PathVariable String id) {
        Catalogue catalogue = releases.active().catalogue();
        Edition edition = catalogue
                .findEdition(id)
                .orElseThrow(() -> Parameters.missing(
                        "unknown-edition",
                        "没有这个版次。",
                        "There is no such edition.",
                        id,
                        catalogue.editions(),
                        Edition::id));
        Map<String, List<List<String>>> sheets = new LinkedHashMap<>();
        sheets.put(EditionTable.ROWS, EditionTable.rows(edition, catalogue));
        sheets.put(EditionTable.HEAD, EditionTable.head(edition));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(XlsxTables.TYPE))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(edition.id() + ".xlsx")
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(XlsxTables.bytes(sheets));
    }

    /**
     * A workbook as the body. The parameters state what the official table does not, and go before the sheet that an export has.
     *
     * @param against id of the edition to compare with; the one before, by layer and place, unless said
     */
    @PostMapping(path = "/import", consumes = XlsxTables.TYPE, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "官方清单表格(XLSX)转为版次草案,不保存 The official table as a draft of an edition; nothing is stored")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content = @Content(mediaType = XlsxTables.TYPE, schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = EditionDraft.class)))
    EditionDraft read(
            @RequestParam(required = false) @Nullable String id,
            @RequestParam(required = false) @Nullable String title,
            @RequestParam(required = false) @Nullable String docNo,
            @RequestParam(required = false) @Nullable String layer,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String publishedAt,
            @RequestParam(required = false) @Nullable String effectiveFrom,
            @RequestParam(required = false) @Nullable String against,
            HttpServletRequest request)
            throws IOException {
        Catalogue catalogue = releases.active().catalogue();
        if (against != null && catalogue.findEdition(against).isEmpty()) {
            throw Parameters.missing(
                    "unknown-edition",
                    "没有这个版次。",
                    "There is no such edition.",
                    against,
                    catalogue.editions(),
                    Edition::id);
        }
        Map<String, String> given = new LinkedHashMap<>();
        given(given, "id", id);
        given(given, "title", title);
        given(given, "docNo", docNo);
        given(given, "layer", layer);
        given(given, "place", place);
        given(given, "publishedAt", publishedAt);
        given(given, "effectiveFrom", effectiveFrom);
        List<XlsxTables.Table> tables =
                XlsxTables.read(request.getInputStream(), properties.data().resolve("tmp"));
        List<EditionTableReader.Line> head = List.of();
        List<EditionTableReader.Line> rows = List.of();
        for (XlsxTables.Table table : tables) {
            if (table.name().equals(EditionTable.HEAD)) {
                head = lines(table);
            } else if (rows.isEmpty()) {
                rows = lines(table);
            }
        }
        EditionTableReader.Draft draft =
                EditionTableReader.read(catalogue, Parameters.day(clock.instant()), head, rows, given, against);
        return EditionDraft.of(draft, catalogue, Problems.locale(request));
    }

    private static void given(Map<String, String> fields, String name, @Nullable String value) {
        PersonalNumbers.refuse(value, name);
        if (value != null && !value.isBlank()) {
            if (value.length() > 200 || value.chars().anyMatch(Character::isISOControl)) {
                throw Parameters.invalid(
                        name,
                        "out-of-range",
                        name + " 不超过 200 字,不含控制字符。",
                        "The parameter " + name + " has at most 200 characters, none of them a control character.");
            }
            fields.put(name, value);
        }
    }

    private static List<EditionTableReader.Line> lines(XlsxTables.Table table) {
        List<EditionTableReader.Line> lines = new ArrayList<>();
        for (XlsxTables.Line line : table.rows()) {
            for (String cell : line.cells()) {
                if (PersonalNumbers.in(cell)) {
                    throw ProblemException.of(
                            422,
                            "personal-number",
                            "第 " + line.number() + " 行有公民身份号码;清单中不应有个人信息。",
                            "Row " + line.number()
                                    + " holds a citizen's number; a list of measures holds nothing personal.");
                }
            }
            lines.add(new EditionTableReader.Line(line.number(), line.cells()));
        }
        return lines;
    }
}
