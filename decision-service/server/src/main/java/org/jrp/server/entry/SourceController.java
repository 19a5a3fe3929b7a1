package org.jrp.server.entry;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jrp.server.access.Caller;
import org.jrp.server.access.IdempotentWrites;
import org.jrp.server.access.Role;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Sources of lists over HTTP (数据来源接口): how fresh each is, and reports of outages. */
@RestController
@RequestMapping("/api/v1/sources")
@Tag(name = "sources", description = "数据来源")
class SourceController {

    private static final int LONGEST_REASON = 2_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final SourceBook book;
    private final CatalogueInUse inUse;
    private final EntryReads reads;
    private final InstantSource clock;
    private final IdempotentWrites writes;
    private final JsonMapper json;

    SourceController(
            DataSource source,
            PlatformTransactionManager transactions,
            SourceBook book,
            CatalogueInUse inUse,
            EntryReads reads,
            InstantSource clock,
            IdempotentWrites writes,
            JsonMapper json) {
        this.jdbc = new JdbcTemplate(source);
        this.transaction = new TransactionTemplate(transactions);
        this.book = book;
        this.inUse = inUse;
        this.reads = reads;
        this.clock = clock;
        this.writes = writes;
        this.json = json;
    }

    /**
     * How fresh a list is.
     *
     * @param limitDays age in days above which it is stale
     * @param stale whether it is; a list that was never loaded is
     */
    record Freshness(
            String list,
            String listName,
            @Nullable String source,
            @Nullable Instant loadedAt,
            int limitDays,
            boolean stale,
            boolean reachable,
            @Nullable String reason) {}

    /** The lists in the order of the catalogue. */
    record Sources(Instant knownAt, List<Freshness> items) {}

    @GetMapping
    @Operation(summary = "各名单的数据来源与时效")
    Sources sources(Caller caller, @RequestParam(required = false) @Nullable Instant knownAt) {
        Instant moment = knownAt == null ? clock.instant() : knownAt;
        book.refreshIfOlder(epoch());
        Catalogue catalogue = inUse.now();
        List<Freshness> items = new ArrayList<>();
        // what was recorded while the question was on its way is known as well, whichever clock is ahead
        for (SourceBook.Standing one : book.standings(knownAt == null ? Instant.MAX : knownAt)) {
            ListType type = catalogue.findList(one.list()).orElseThrow();
            boolean stale = one.loadedAt() == null
                    || Duration.between(one.loadedAt(), moment).compareTo(Duration.ofDays(type.freshnessDays())) > 0;
            items.add(new Freshness(
                    one.list(),
                    type.name(),
                    one.source(),
                    one.loadedAt(),
                    type.freshnessDays(),
                    stale,
                    one.reachable(),
                    one.reason()));
        }
        return new Sources(moment, items);
    }

    /** A report about a source. */
    record Report(@Nullable Boolean reachable, @Nullable String reason) {}

    /** A report that was recorded. */
    record Reported(String list, boolean reachable, String reason, Instant recordedAt) {}

    @PostMapping("/{list}/reports")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Reported.class)))
    @Operation(summary = "报告数据来源中断或恢复")
    ResponseEntity<byte[]> report(
            Caller caller,
            @PathVariable("list") String list,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Report report) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(report),
                () -> IdempotentWrites.Answer.of(201, json.writeValueAsBytes(reported(caller, list, report))));
    }

    private Reported reported(Caller caller, String list, Report report) {
        Catalogue catalogue = inUse.now();
        if (catalogue.findList(list).isEmpty()) {
            throw EntryDrafts.unknownList(list, catalogue);
        }
        if (!caller.is(Role.CREDIT_OFFICE)
                && !(caller.is(Role.LIST_MANAGER) && caller.department().manages(list))) {
            throw ProblemException.of(
                    403,
                    "list-not-granted",
                    "只有信用办和该名单的管理员可以报告数据来源。",
                    "Reports on a source are for the credit office and the list's managers.");
        }
        Boolean reachable = report.reachable();
        if (reachable == null) {
            throw EventRequest.field(400, "/reachable", "missing", "请写明是否可访问(reachable)。", "Give reachable.");
        }
        String reason = report.reason();
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw EventRequest.field(422, "/reason", "missing", "请写明原因(reason)。", "Give the reason.");
        }
        PersonalNumbers.refuse(reason, "/reason");
        Instant recordedAt =
                Objects.requireNonNull(transaction.execute(status -> recorded(caller, list, reachable, reason)));
        reads.record(caller, "source-report", null, list, null, reachable ? "reachable" : "unreachable");
        return new Reported(list, reachable, reason, recordedAt);
    }

    /** The epoch's row is locked first: whoever reads the new count finds the report. */
    private Instant recorded(Caller caller, String list, boolean reachable, String reason) {
        jdbc.update("update epoch set sources = sources + 1");
        OffsetDateTime recordedAt = jdbc.queryForObject(
                """
                insert into source_load (list, recorded_at, source, reachable, loaded, reason)
                values (?, clock_timestamp(), ?, ?, false, ?) returning recorded_at
                """, OffsetDateTime.class, list, caller.department().code(), reachable, reason);
        return Objects.requireNonNull(recordedAt).toInstant();
    }

    private long epoch() {
        return Objects.requireNonNull(jdbc.queryForObject("select sources from epoch", Long.class));
    }
}
