package org.jrp.server.decision;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.json.JsonWriter;
import org.jrp.server.access.Caller;
import org.jrp.server.access.RateLimits;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.problem.Problems;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Checks before an approval (核查). */
@RestController
@RequestMapping("/api/v1/decisions")
@Tag(name = "decisions", description = "核查与决定记录 · checks and their records")
class DecisionController {

    private static final int MOST_SUBJECTS = 1_000;
    private static final Set<String> BATCH_FIELDS =
            Set.of("context", "matter", "purpose", "asOf", "knownAt", "place", "subjects");
    private static final Set<String> BATCH_SUBJECT_FIELDS = Set.of("idType", "id", "name", "kind", "relatedPersons");

    private final DecisionService service;
    private final DecisionLog log;
    private final DecisionStream stream;
    private final RateLimits limits;
    private final IdempotencyKeys keys;

    DecisionController(
            DecisionService service, DecisionLog log, DecisionStream stream, RateLimits limits, IdempotencyKeys keys) {
        this.service = service;
        this.log = log;
        this.stream = stream;
        this.limits = limits;
        this.keys = keys;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "核查一个主体 · check one subject")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = ApiBodies.Check.class)))
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = ApiBodies.Decided.class)))
    ResponseEntity<byte[]> decide(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody(required = false) byte @Nullable [] body) {
        limits.take(caller, 1);
        Map<?, ?> fields = Bodies.object(body);
        Asked asked = service.reader(caller).read(fields);
        Result result = service.decide(caller, asked, keys.of(caller, key, "", fields));
        if (result instanceof Result.Answered answered) {
            return ResponseEntity.created(URI.create("/api/v1/decisions/" + answered.id()))
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(answered.body());
        }
        throw ((Result.Refused) result).problem();
    }

    @PostMapping(
            path = "/batch",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "一次核查多个主体(不超过 1000 个) · check up to 1,000 subjects")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = ApiBodies.Batch.class)))
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ApiBodies.BatchResults.class)))
    ResponseEntity<byte[]> batch(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody(required = false) byte @Nullable [] body,
            HttpServletRequest request) {
        Map<?, ?> fields = Bodies.object(body);
        QuestionReader.unknown(fields, BATCH_FIELDS, "");
        if (!(fields.get("subjects") instanceof List<?> subjects)
                || subjects.isEmpty()
                || subjects.size() > MOST_SUBJECTS) {
            throw ProblemException.field(
                    400,
                    "invalid-body",
                    "/subjects",
                    "out-of-range",
                    new Text(
                            "主体须为列表,1 至 " + MOST_SUBJECTS + " 个;更多请用 /decisions/stream。",
                            "The subjects must be a list of 1 to " + MOST_SUBJECTS
                                    + "; for more use /decisions/stream."));
        }
        limits.take(caller, subjects.size());
        List<Map<?, ?>> questions = new ArrayList<>(subjects.size());
        for (int i = 0; i < subjects.size(); i++) {
            questions.add(question(fields, subjects.get(i), "/subjects/" + i));
        }
        Locale locale = Problems.locale(request);
        List<Result> results =
                service.decideEach(caller, questions, i -> keys.of(caller, key, "#" + i, questions.get(i)));
        ByteArrayOutputStream out = new ByteArrayOutputStream(results.size() * 4_096);
        out.writeBytes("{\"results\":[".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < results.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(Answers.of(results.get(i), locale));
        }
        out.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(out.toByteArray());
    }

    @PostMapping(
            path = "/stream",
            consumes = {"application/x-ndjson", "text/csv"})
    @Operation(summary = "逐行核查,长度不限 · check line by line, any length")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "context",
            description =
                    "各行未写时的业务场景;matter、purpose、asOf、knownAt、place、kind 同样可用 · for lines that do not say; so for the other fields",
            schema = @Schema(type = "string"))
    @Parameter(in = ParameterIn.QUERY, name = "purpose", schema = @Schema(type = "string"))
    @Parameter(in = ParameterIn.QUERY, name = "asOf", schema = @Schema(type = "string", format = "date"))
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content = {
                @Content(mediaType = "application/x-ndjson", schema = @Schema(implementation = ApiBodies.Check.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
            })
    @ApiResponse(
            responseCode = "200",
            description = "每行一个决定或问题详情,各带行号 row · a line each: a decision or a problem detail, with its row",
            content =
                    @Content(
                            mediaType = "application/x-ndjson",
                            schema = @Schema(implementation = ApiBodies.StreamLine.class)))
    void stream(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        stream.answer(caller, key, request, response);
    }

    @GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "决定记录,与当时答复相同 · a decision as answered")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ApiBodies.Decided.class)))
    byte[] decision(Caller caller, @PathVariable UUID id) {
        return log.answer(id, caller);
    }

    @PostMapping(
            path = "/search",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "查找决定记录 · find decisions")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = ApiBodies.SearchDecisions.class)))
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ApiBodies.Found.class)))
    byte[] search(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        return JsonWriter.inOrder(
                log.search(caller, DecisionSearch.read(Bodies.object(body), caller, service.today())));
    }

    /** A subject of a batch as a question of its own. */
    private static Map<String, @Nullable Object> question(Map<?, ?> batch, @Nullable Object item, String pointer) {
        Map<String, @Nullable Object> question = new LinkedHashMap<>();
        for (String field : BATCH_FIELDS) {
            if (!field.equals("subjects") && batch.containsKey(field)) {
                question.put(field, batch.get(field));
            }
        }
        if (item instanceof Map<?, ?> subject) {
            QuestionReader.unknown(subject, BATCH_SUBJECT_FIELDS, pointer);
            Map<String, @Nullable Object> bare = new LinkedHashMap<>();
            for (String field : List.of("idType", "id", "name")) {
                if (subject.containsKey(field)) {
                    bare.put(field, subject.get(field));
                }
            }
            question.put("subject", bare);
            for (String field : List.of("kind", "relatedPersons")) {
                if (subject.containsKey(field)) {
                    question.put(field, subject.get(field));
                }
            }
        } else {
            question.put("subject", item);
        }
        return question;
    }
}
