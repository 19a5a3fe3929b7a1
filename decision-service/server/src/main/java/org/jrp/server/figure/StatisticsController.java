package org.jrp.server.figure;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jrp.catalogue.Text;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Role;
import org.jrp.server.document.Form;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The figures of the work plan over HTTP (统计接口). */
@RestController
@RequestMapping("/api/v1/statistics")
@Tag(name = "statistics", description = "统计指标")
class StatisticsController {

    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2100;

    private final Figures figures;
    private final ItemEntries entries;
    private final Usage usage;
    private final Pressure pressure;
    private final Sharing sharing;
    private final AccessLog log;
    private final InstantSource clock;
    private final JsonMapper json;

    StatisticsController(
            Figures figures,
            ItemEntries entries,
            Usage usage,
            Pressure pressure,
            Sharing sharing,
            AccessLog log,
            InstantSource clock,
            JsonMapper json) {
        this.figures = figures;
        this.entries = entries;
        this.usage = usage;
        this.pressure = pressure;
        this.sharing = sharing;
        this.log = log;
        this.clock = clock;
        this.json = json;
    }

    /** The figures of a year as of a day. */
    @Schema(name = "Statistics")
    record Statistics(int year, LocalDate asOf, Instant knownAt, List<Indicator> items) {}

    @GetMapping
    @Operation(summary = "年度工作指标(第 7、9、10、13、14、15、25 项)")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = Statistics.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
            })
    ResponseEntity<byte[]> statistics(
            Caller caller,
            @RequestParam int year,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate asOf,
            @RequestParam(required = false) @Nullable Instant knownAt,
            @RequestParam(required = false) @Nullable String format,
            HttpServletRequest request) {
        Form form = Form.of(format, request, Form.JSON, Form.CSV);
        Scope scope = scope(caller, year, asOf, knownAt);
        Statistics statistics = new Statistics(year, scope.asOf(), scope.knownAt(), figures.of(scope));
        log.record(caller, "statistics-read", null, String.valueOf(year), null, "ok");
        return answer(form, "statistics-" + year, statistics, () -> csv(statistics));
    }

    @GetMapping("/{year}/items/{item}")
    @Operation(summary = "指标所依据的条目(分子、分母、差额)")
    ItemEntries.Page entries(
            Caller caller,
            @PathVariable int year,
            @PathVariable int item,
            @RequestParam(required = false) @Nullable String side,
            @RequestParam(required = false) @Nullable String part,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate asOf,
            @RequestParam(required = false) @Nullable Instant knownAt,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        ItemEntries.Page page = entries.page(item, part, side, scope(caller, year, asOf, knownAt), limit, cursor);
        log.record(caller, "statistics-entries-listed", null, year + "/items/" + item, null, "ok");
        return page;
    }

    @GetMapping("/usage")
    @Operation(summary = "信用信息应用情况(第 8 项):按部门、业务场景、月份")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = Usage.Report.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
            })
    ResponseEntity<byte[]> usage(
            Caller caller,
            @RequestParam int year,
            @RequestParam(required = false) @Nullable String format,
            HttpServletRequest request) {
        Form form = Form.of(format, request, Form.JSON, Form.CSV);
        Usage.Report report = usage.of(known(year));
        log.record(caller, "statistics-read", null, "usage/" + year, null, "ok");
        return answer(form, "usage-" + year, report, () -> usage.csv(report));
    }

    @GetMapping("/pressure")
    @Operation(summary = "执行压力:未执行比例与理由,按规则、措施或部门")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = Pressure.Report.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
            })
    ResponseEntity<byte[]> pressure(
            Caller caller,
            @RequestParam int year,
            @RequestParam(required = false) @Nullable String by,
            @RequestParam(required = false) @Nullable String format,
            HttpServletRequest request) {
        Form form = Form.of(format, request, Form.JSON, Form.CSV);
        Optional<Pressure.By> wanted = Pressure.By.find(by == null ? "rule" : by);
        if (wanted.isEmpty()) {
            throw parameter(
                    400,
                    "by",
                    "unknown-dimension",
                    "by 应为 rule、measure 或 department。",
                    "by is rule, measure or department.");
        }
        Pressure.Report report = pressure.of(known(year), wanted.get());
        log.record(caller, "statistics-read", null, "pressure/" + year, null, "ok");
        return answer(form, "pressure-" + wanted.get().code() + "-" + year, report, () -> pressure.csv(report));
    }

    @GetMapping("/sharing")
    @Operation(summary = "信息共享情况(第 4、28 项):各部门报送")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = Sharing.Report.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
            })
    ResponseEntity<byte[]> sharing(
            Caller caller,
            @RequestParam int year,
            @RequestParam(required = false) @Nullable String format,
            HttpServletRequest request) {
        Form form = Form.of(format, request, Form.JSON, Form.CSV);
        Sharing.Report report = sharing.of(known(year));
        log.record(caller, "statistics-read", null, "sharing/" + year, null, "ok");
        return answer(form, "sharing-" + year, report, () -> sharing.csv(report));
    }

    private ResponseEntity<byte[]> answer(Form form, String name, Object report, Supplier<byte[]> csv) {
        if (form == Form.CSV) {
            return form.response()
                    .header("Content-Disposition", "attachment; filename=\"" + name + form.ending() + "\"")
                    .body(csv.get());
        }
        return form.response().body(json.writeValueAsBytes(report));
    }

    /** Entries are shown by id to those who may read the lists they stand on. */
    private Scope scope(Caller caller, int year, @Nullable LocalDate asOf, @Nullable Instant knownAt) {
        known(year);
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, Usage.ZONE);
        LocalDate last = LocalDate.of(year, 12, 31);
        LocalDate day = asOf != null ? asOf : today.isBefore(last) ? today : last;
        if (day.getYear() != year) {
            throw parameter(
                    422,
                    "asOf",
                    "as-of-out-of-range",
                    "统计日(" + day + ")应在该年度(" + year + ")内。",
                    "The day (" + day + ") must be within the year (" + year + ").");
        }
        boolean all = caller.is(Role.AUDITOR) || caller.is(Role.CREDIT_OFFICE);
        return new Scope(
                year,
                day,
                knownAt == null ? now : knownAt,
                list -> all || caller.department().manages(list));
    }

    private static int known(int year) {
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw parameter(400, "year", "out-of-range", "year 应为 2000 到 2100。", "The year is from 2000 to 2100.");
        }
        return year;
    }

    private static byte[] csv(Statistics statistics) {
        CsvText csv = new CsvText(
                "工作要点项", "代码", "分项", "指标", "年度", "统计日", "知悉时点", "分子", "分母", "比率", "要求", "要求值", "是否达到", "单位", "差额条目数",
                "口径", "工作要点原文");
        for (Indicator one : statistics.items()) {
            csv.row(Row.of(
                    one.item(),
                    one.code(),
                    one.part(),
                    one.name(),
                    one.year(),
                    one.asOf(),
                    one.knownAt(),
                    one.numerator(),
                    one.denominator(),
                    one.rate(),
                    one.comparator().sign(),
                    one.threshold().text(),
                    one.met().code(),
                    one.unit().zh(),
                    one.missingCount(),
                    one.method().zh(),
                    one.plan()));
            for (Indicator.Component part : one.components()) {
                csv.row(Row.of(
                        one.item(),
                        part.code(),
                        null,
                        part.name(),
                        one.year(),
                        one.asOf(),
                        one.knownAt(),
                        part.numerator(),
                        part.denominator(),
                        part.rate()));
            }
        }
        return csv.bytes();
    }

    private static ProblemException parameter(int status, String name, String code, String zh, String en) {
        return ProblemException.field(status, status == 400 ? "invalid-parameter" : code, name, code, new Text(zh, en));
    }
}
