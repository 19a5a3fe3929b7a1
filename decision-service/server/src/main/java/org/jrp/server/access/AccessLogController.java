package org.jrp.server.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.IdType;
import org.jrp.subject.InvalidIdException;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who asked about whom, and why; for auditors (访问日志接口). Subjects are never shown, and never stand in an address. */
@RestController
@RequestMapping("/api/v1/access-log")
@Tag(name = "access-log", description = "访问日志")
class AccessLogController {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final AccessLogReader reader;
    private final AccessLog log;
    private final SubjectVault vault;
    private final InstantSource clock;

    AccessLogController(AccessLogReader reader, AccessLog log, SubjectVault vault, InstantSource clock) {
        this.reader = reader;
        this.log = log;
        this.vault = vault;
        this.clock = clock;
    }

    /** A subject by its number. */
    record SubjectIn(@Nullable String idType, @Nullable String id) {}

    /** Which accesses are wanted. */
    @Schema(name = "AccessSearch")
    record Search(
            @Nullable SubjectIn subject,
            @Nullable String department,
            @Nullable String from,
            @Nullable String to,
            @Nullable String action,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    /** One page of accesses, newest first. */
    @Schema(name = "AccessPage")
    record Page(
            List<AccessLogReader.Access> items, @Nullable String cursor) {}

    @GetMapping
    @Operation(summary = "访问日志")
    Page page(
            Caller caller,
            @RequestParam(name = "department", required = false) @Nullable String department,
            @RequestParam(name = "from", required = false) @Nullable String from,
            @RequestParam(name = "to", required = false) @Nullable String to,
            @RequestParam(name = "action", required = false) @Nullable String action,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        Page page = read(
                new AccessLogReader.Wanted(
                        department, action, null, moment(from, "from", false), moment(to, "to", true)),
                limit,
                cursor);
        log.record(caller, "access-log-read", null, null, null, "answered");
        return page;
    }

    @PostMapping("/search")
    @Operation(summary = "查询某主体被谁、因何查询")
    Page search(Caller caller, @RequestBody Search search) {
        List<byte[]> references = null;
        byte[] reference = null;
        if (search.subject() != null) {
            SubjectId id = subject(search.subject());
            references = vault.references(id);
            reference = vault.reference(id);
        }
        Page page = read(
                new AccessLogReader.Wanted(
                        search.department(),
                        search.action(),
                        references,
                        moment(search.from(), "/from", false),
                        moment(search.to(), "/to", true)),
                search.limit(),
                search.cursor());
        log.record(caller, "access-log-search", reference, null, null, "answered");
        return page;
    }

    private Page read(AccessLogReader.Wanted wanted, @Nullable Integer limit, @Nullable String cursor) {
        // What this node recorded a moment ago is to be seen.
        log.flush();
        int most = Cursor.limit(limit);
        List<AccessLogReader.Access> found = reader.page(wanted, Cursor.before(cursor), most + 1);
        List<AccessLogReader.Access> items = found.subList(0, Math.min(most, found.size()));
        return new Page(
                items,
                found.size() > most ? Cursor.of(items.get(items.size() - 1).id()) : null);
    }

    private SubjectId subject(SubjectIn subject) {
        IdType type = null;
        if (subject.idType() != null) {
            type = Coded.find(IdType.class, subject.idType())
                    .orElseThrow(() -> ProblemException.field(
                            400,
                            "invalid-id",
                            "/subject/idType",
                            "unknown-type",
                            new Text("没有这种代码类型。", "There is no such type of identifier.")));
        }
        try {
            return SubjectIds.parse(
                            type,
                            subject.id() == null ? "" : subject.id(),
                            LocalDate.ofInstant(clock.instant(), SHANGHAI))
                    .id();
        } catch (InvalidIdException e) {
            // The message of the reader may show an organisation's number; this one shows none.
            throw ProblemException.field(
                    e.code().equals("ambiguous-id") ? 409 : 400,
                    e.code().equals("ambiguous-id") ? "ambiguous-id" : "invalid-id",
                    "/subject/id",
                    e.code(),
                    new Text("主体代码有误。", "The identifier is not well formed."));
        }
    }

    /** A moment, or the beginning of a day; for an end, the end of the day. */
    private static @Nullable Instant moment(@Nullable String text, String pointer, boolean end) {
        if (text == null) {
            return null;
        }
        try {
            Instant moment;
            if (text.indexOf('T') > 0) {
                moment = OffsetDateTime.parse(text).toInstant();
            } else {
                LocalDate day = LocalDate.parse(text);
                moment = (end ? day.plusDays(1) : day).atStartOfDay(SHANGHAI).toInstant();
            }
            if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
                throw new DateTimeException("An id of the log has no such moment.");
            }
            return moment;
        } catch (DateTimeException e) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    pointer,
                    "wrong-type",
                    new Text("请写日期(2018-09-01)或时刻(RFC 3339)。", "Write a date (2018-09-01) or a moment (RFC 3339)."));
        }
    }
}
