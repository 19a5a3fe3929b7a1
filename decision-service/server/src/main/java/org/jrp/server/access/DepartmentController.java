package org.jrp.server.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Departments and their grants (部门与授权接口). */
@RestController
@RequestMapping("/api/v1/departments")
@Tag(name = "departments", description = "部门与授权")
class DepartmentController {

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{1,63}");
    private static final Pattern PLACE = Pattern.compile("[0-9]{2}([0-9]{2}){0,2}");
    private static final int LONGEST_NAME = 100;
    private static final int MOST_ALIASES = 50;
    private static final int MOST_REQUESTS = 10_000_000;
    private static final int MOST_SUBJECTS = 100_000_000;

    private final Departments departments;
    private final Releases releases;
    private final IdempotentWrites writes;
    private final AccessLog log;
    private final JsonMapper json;

    DepartmentController(
            Departments departments, Releases releases, IdempotentWrites writes, AccessLog log, JsonMapper json) {
        this.departments = departments;
        this.releases = releases;
        this.writes = writes;
        this.log = log;
        this.json = json;
    }

    /**
     * A department of the catalogue, or registered here, or both.
     *
     * @param registered whether it has a row here; without one it cannot have a key
     * @param successors those that took over from it
     */
    @Schema(name = "DepartmentView")
    record Shown(
            String code,
            String name,
            List<String> aliases,
            boolean registered,
            @Nullable String place,
            List<String> contexts,
            List<String> lists,
            @Nullable Integer requestsPerMinute,
            @Nullable Integer subjectsPerDay,
            boolean sandbox,
            List<String> successors) {}

    /** All departments. */
    @Schema(name = "Departments")
    record All(List<Shown> items, @Nullable String cursor) {}

    /** What a department is to be; what is left out stays as it is. */
    record Grants(
            @Nullable String name,
            @Nullable List<String> contexts,
            @Nullable List<String> lists,
            @Nullable Integer requestsPerMinute,
            @Nullable Integer subjectsPerDay,
            @Nullable String place,
            @Nullable List<String> aliases,
            @Nullable Boolean sandbox) {}

    @GetMapping
    @Operation(summary = "部门、别名、授权场景、承继部门")
    All all() {
        Map<String, Shown> byCode = new TreeMap<>();
        Catalogue catalogue = releases.active().catalogue();
        Map<String, Department> registered = new TreeMap<>();
        departments.all().forEach(one -> registered.put(one.code(), one));
        catalogue
                .departments()
                .forEach(one -> byCode.put(one.code(), shown(catalogue, one.code(), registered.get(one.code()))));
        registered.values().forEach(one -> byCode.put(one.code(), shown(catalogue, one.code(), one)));
        return new All(List.copyOf(byCode.values()), null);
    }

    @PutMapping("/{code}")
    @Operation(summary = "登记部门并授权")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Shown.class)))
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Shown.class)))
    ResponseEntity<byte[]> put(
            Caller caller,
            @PathVariable("code") String code,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Grants grants) {
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(grants), () -> {
            Catalogue catalogue = releases.active().catalogue();
            Optional<Department> before = departments.find(code);
            Department wanted = checked(catalogue, code, grants, before);
            departments.write(wanted);
            log.record(caller, "department-put", null, code, null, before.isPresent() ? "changed" : "created");
            return IdempotentWrites.Answer.of(
                    before.isPresent() ? 200 : 201, json.writeValueAsBytes(shown(catalogue, code, wanted)));
        });
    }

    private Department checked(Catalogue catalogue, String code, Grants grants, Optional<Department> registered) {
        Inputs inputs = new Inputs();
        Optional<org.jrp.catalogue.Department> known = catalogue.findDepartment(code);
        String name = grants.name() != null
                ? grants.name().strip()
                : known.map(org.jrp.catalogue.Department::name).orElse("");
        Department before = registered.orElseGet(() -> departments.fresh(
                code, name, known.map(org.jrp.catalogue.Department::aliases).orElse(List.of())));
        if (!CODE.matcher(code).matches()) {
            inputs.wrong("code", "invalid-code", "部门代码应为小写字母、数字和连字符。", "A code has small letters, digits and hyphens.");
        }
        String shownName = grants.name() == null && registered.isPresent() ? before.name() : name;
        if (!Inputs.plain(shownName, LONGEST_NAME)) {
            Collection<String> codes = catalogue.departments().stream()
                    .map(org.jrp.catalogue.Department::code)
                    .toList();
            inputs.wrong(
                    "/name",
                    "missing-name",
                    Nearest.mend(
                            code,
                            codes,
                            new Text("目录中没有该部门,请给出名称。", "The catalogue has no such department; give its name.")));
        }
        List<String> contexts = grants.contexts() == null ? List.copyOf(before.contexts()) : grants.contexts();
        List<String> lists = grants.lists() == null ? List.copyOf(before.lists()) : grants.lists();
        known(
                contexts,
                catalogue.contexts().stream()
                        .filter(Context::offered)
                        .map(Context::code)
                        .toList(),
                "/contexts/",
                "unknown-context",
                new Text("没有这个业务场景。", "There is no such context."),
                inputs);
        List<String> listCodes =
                new ArrayList<>(catalogue.lists().stream().map(ListType::code).toList());
        listCodes.add("*");
        known(lists, listCodes, "/lists/", "unknown-list", new Text("没有这个名单。", "There is no such list."), inputs);
        List<String> aliases = grants.aliases() == null ? before.aliases() : grants.aliases();
        if (aliases.size() > MOST_ALIASES
                || !aliases.stream().allMatch(alias -> alias != null && Inputs.plain(alias, LONGEST_NAME))) {
            inputs.wrong(
                    "/aliases",
                    "invalid-aliases",
                    "别名至多 50 个,每个 1 至 100 字。",
                    "At most 50 aliases of 1 to 100 characters.");
        }
        String place = grants.place() == null ? before.place() : grants.place();
        if (!PLACE.matcher(place).matches()) {
            inputs.wrong("/place", "invalid-place", "行政区划代码为 2、4 或 6 位数字。", "A division code has 2, 4 or 6 digits.");
        }
        int requests = inRange(
                grants.requestsPerMinute(), before.requestsPerMinute(), MOST_REQUESTS, "/requestsPerMinute", inputs);
        int subjects =
                inRange(grants.subjectsPerDay(), before.subjectsPerDay(), MOST_SUBJECTS, "/subjectsPerDay", inputs);
        inputs.refuseIfWrong();
        return new Department(
                code,
                shownName,
                aliases,
                place,
                Set.copyOf(contexts),
                Set.copyOf(lists),
                requests,
                subjects,
                grants.sandbox() == null ? before.sandbox() : grants.sandbox(),
                before.successor());
    }

    private static void known(
            List<String> words, Collection<String> codes, String pointer, String error, Text otherwise, Inputs inputs) {
        for (int i = 0; i < words.size(); i++) {
            String word = String.valueOf(words.get(i));
            if (!codes.contains(word)) {
                inputs.wrong(pointer + i, error, Nearest.mend(word, codes, otherwise));
            }
        }
    }

    private static int inRange(@Nullable Integer wanted, int before, int most, String pointer, Inputs inputs) {
        if (wanted == null) {
            return before;
        }
        if (wanted < 1 || wanted > most) {
            inputs.wrong(pointer, "out-of-range", "应为 1 至 " + most + "。", "From 1 to " + most + ".");
        }
        return wanted;
    }

    private static Shown shown(Catalogue catalogue, String code, @Nullable Department row) {
        Optional<org.jrp.catalogue.Department> known = catalogue.findDepartment(code);
        List<String> successors = new ArrayList<>(catalogue.departments().stream()
                .filter(one -> one.replaces().contains(code))
                .map(org.jrp.catalogue.Department::code)
                .toList());
        if (row == null) {
            return new Shown(
                    code,
                    known.map(org.jrp.catalogue.Department::name).orElse(code),
                    known.map(org.jrp.catalogue.Department::aliases).orElse(List.of()),
                    false,
                    null,
                    List.of(),
                    List.of(),
                    null,
                    null,
                    false,
                    successors);
        }
        if (row.successor() != null && !successors.contains(row.successor())) {
            successors.add(row.successor());
        }
        return new Shown(
                code,
                row.name(),
                row.aliases(),
                true,
                row.place(),
                row.contexts().stream().sorted().toList(),
                row.lists().stream().sorted().toList(),
                row.requestsPerMinute(),
                row.subjectsPerDay(),
                row.sandbox(),
                successors);
    }
}
