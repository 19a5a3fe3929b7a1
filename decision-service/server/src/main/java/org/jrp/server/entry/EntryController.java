package org.jrp.server.entry;

import java.time.Instant;
import java.time.LocalDate;
import org.jrp.server.access.Caller;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Entries over HTTP (条目接口): lists of them, search, one with its life, events, drafts. */
@RestController
@RequestMapping("/api/v1/entries")
class EntryController {

    private final EntryPages pages;
    private final EntryLife life;
    private final EntryDrafts drafts;

    EntryController(EntryPages pages, EntryLife life, EntryDrafts drafts) {
        this.pages = pages;
        this.life = life;
        this.drafts = drafts;
    }

    @GetMapping
    EntryPage list(
            Caller caller,
            @RequestParam(required = false) @Nullable String list,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate asOf,
            @RequestParam(required = false) @Nullable Instant knownAt,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return pages.list(caller, list, state, new EntryPages.Page(asOf, knownAt, limit, cursor));
    }

    /** What to look for: a subject, or one entry. */
    record SearchRequest(
            @Nullable IdRequest subject,
            @Nullable String entryId,
            @Nullable String purpose,
            @Nullable LocalDate asOf,
            @Nullable Instant knownAt,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    @PostMapping("/search")
    EntryPage search(Caller caller, @RequestBody SearchRequest request) {
        EntryPages.Page page =
                new EntryPages.Page(request.asOf(), request.knownAt(), request.limit(), request.cursor());
        if ((request.subject() == null) == (request.entryId() == null)) {
            throw ProblemException.of(
                    400, "invalid-body", "请写明 subject 或 entryId 之一。", "Give either subject or entryId.");
        }
        if (request.subject() == null) {
            return pages.single(caller, String.valueOf(request.entryId()), request.purpose(), page);
        }
        LocalDate notBornAfter = life.today();
        return pages.about(
                caller, request.subject().parsed("/subject", notBornAfter).id(), request.purpose(), page);
    }

    @GetMapping("/{key}")
    EntryView entry(
            Caller caller,
            @PathVariable String key,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate asOf,
            @RequestParam(required = false) @Nullable Instant knownAt) {
        return pages.view(caller, EntryKey.entryId(key), new EntryPages.Page(asOf, knownAt, null, null));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    EventOutcome begin(Caller caller, @RequestBody EntryRequest request) {
        return drafts.begin(caller, request);
    }

    @PostMapping("/{key}/events")
    @ResponseStatus(HttpStatus.CREATED)
    EventOutcome event(Caller caller, @PathVariable String key, @RequestBody EventRequest request) {
        return life.append(caller, EntryKey.entryId(key), request);
    }
}
