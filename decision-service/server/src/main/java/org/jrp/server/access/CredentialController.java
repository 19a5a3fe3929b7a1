package org.jrp.server.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** API keys, for administrators (密钥管理接口). */
@RestController
@RequestMapping("/api/v1/credentials")
@Tag(name = "credentials", description = "接口密钥")
class CredentialController {

    private static final int LONGEST_LABEL = 100;
    private static final int LONGEST_REASON = 500;

    private final Credentials credentials;
    private final Departments departments;
    private final IdempotentWrites writes;
    private final AccessLog log;
    private final InstantSource clock;
    private final JsonMapper json;

    CredentialController(
            Credentials credentials,
            Departments departments,
            IdempotentWrites writes,
            AccessLog log,
            InstantSource clock,
            JsonMapper json) {
        this.credentials = credentials;
        this.departments = departments;
        this.writes = writes;
        this.log = log;
        this.clock = clock;
        this.json = json;
    }

    /** A key that is wanted. */
    record NewCredential(
            @Nullable String department,
            @Nullable String label,
            @Nullable List<String> roles,
            @Nullable Instant expiresAt) {}

    /**
     * A key just made.
     *
     * @param key the key itself, shown this once
     */
    record MadeCredential(
            UUID id,
            String key,
            String prefix,
            String department,
            String label,
            List<String> roles,
            Instant createdAt,
            Instant expiresAt) {}

    /** Why a key is revoked. */
    record Revocation(@Nullable String reason) {}

    /** One page of keys. */
    @Schema(name = "CredentialPage")
    record Page(List<Credential> items, @Nullable String cursor) {}

    @PostMapping
    @Operation(summary = "新建密钥(密钥只显示一次)")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = MadeCredential.class)))
    ResponseEntity<byte[]> create(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody NewCredential wanted) {
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(wanted), () -> {
            Inputs inputs = new Inputs();
            String department = department(wanted.department(), inputs);
            String label = wanted.label() == null ? "" : wanted.label().strip();
            if (!Inputs.plain(label, LONGEST_LABEL)) {
                inputs.wrong("/label", "invalid-label", "标签应为 1 至 100 个字符。", "A label has 1 to 100 characters.");
            }
            Set<Role> roles = roles(wanted.roles() == null ? List.of() : wanted.roles(), inputs);
            Instant expiresAt = expiry(wanted.expiresAt(), inputs);
            inputs.refuseIfWrong();
            Credentials.Made made = credentials.create(department, label, roles, expiresAt, caller.credential());
            Credential one = made.credential();
            log.record(caller, "credential-create", null, one.id().toString(), null, "created");
            return new IdempotentWrites.Answer(
                    201,
                    "/api/v1/credentials/" + one.id(),
                    json.writeValueAsBytes(new MadeCredential(
                            one.id(),
                            made.key(),
                            one.prefix(),
                            one.department(),
                            one.label(),
                            one.roles(),
                            one.createdAt(),
                            one.expiresAt())));
        });
    }

    @GetMapping
    @Operation(summary = "密钥列表")
    Page page(
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        int most = Cursor.limit(limit);
        List<Credential> found = credentials.page(Cursor.before(cursor), most + 1);
        List<Credential> items = found.subList(0, Math.min(most, found.size()));
        return new Page(
                items,
                found.size() > most ? Cursor.of(items.get(items.size() - 1).id()) : null);
    }

    @PostMapping("/{id}/revoke")
    @Operation(summary = "吊销密钥")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Credential.class)))
    ResponseEntity<byte[]> revoke(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Revocation revocation) {
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(revocation), () -> {
            String reason =
                    revocation.reason() == null ? "" : revocation.reason().strip();
            if (!Inputs.plain(reason, LONGEST_REASON)) {
                throw ProblemException.field(
                        422,
                        "missing-reason",
                        "/reason",
                        "missing-reason",
                        new Text("请说明吊销原因(不超过 500 字)。", "Give a reason of at most 500 characters."));
            }
            Optional<Credential> revoked = credentials.revoke(id, reason, caller.credential());
            if (revoked.isEmpty()) {
                throw ProblemException.of(404, "unknown-credential", "没有这个密钥。", "There is no such key.");
            }
            log.record(caller, "credential-revoke", null, id.toString(), reason, "revoked");
            return IdempotentWrites.Answer.of(200, json.writeValueAsBytes(revoked.get()));
        });
    }

    private String department(@Nullable String code, Inputs inputs) {
        String wanted = code == null ? "" : code;
        if (departments.find(wanted).filter(one -> one.successor() == null).isEmpty()) {
            inputs.wrong(
                    "/department",
                    "unknown-department",
                    Nearest.mend(
                            wanted,
                            departments.all().stream().map(Department::code).toList(),
                            new Text("该部门未登记,或已由其他部门接替。", "The department is not registered, or another took over.")));
        }
        return wanted;
    }

    private static Set<Role> roles(List<String> codes, Inputs inputs) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (int i = 0; i < codes.size(); i++) {
            String code = String.valueOf(codes.get(i));
            Optional<Role> role = Role.find(code);
            if (role.isPresent()) {
                roles.add(role.get());
            } else {
                inputs.wrong(
                        "/roles/" + i,
                        "unknown-role",
                        Nearest.mend(
                                code,
                                Arrays.stream(Role.values()).map(Role::code).toList(),
                                new Text("没有这个角色。", "There is no such role.")));
            }
        }
        if (codes.isEmpty()) {
            inputs.wrong("/roles", "missing-roles", "至少需要一个角色。", "At least one role is needed.");
        }
        if (roles.contains(Role.ADMINISTRATOR) && roles.size() > 1) {
            inputs.wrong(
                    "/roles",
                    "roles-exclude",
                    "administrator 不能与其他角色合用一个密钥:管理员不查询主体。",
                    "The role administrator stands alone: an administrator does not check subjects.");
        }
        return roles;
    }

    private Instant expiry(@Nullable Instant wanted, Inputs inputs) {
        Instant now = clock.instant();
        if (wanted == null) {
            return now.plus(Credentials.USUAL_LIFE);
        }
        if (!wanted.isAfter(now) || wanted.isAfter(now.plus(Credentials.LONGEST_LIFE))) {
            inputs.wrong(
                    "/expiresAt", "out-of-range", "有效期应晚于现在,最长 730 天。", "A key expires after now and within 730 days.");
        }
        return wanted;
    }
}
