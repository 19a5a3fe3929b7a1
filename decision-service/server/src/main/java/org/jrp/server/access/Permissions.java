package org.jrp.server.access;

import static org.jrp.server.access.Role.ADMINISTRATOR;
import static org.jrp.server.access.Role.AUDITOR;
import static org.jrp.server.access.Role.CREDIT_OFFICE;
import static org.jrp.server.access.Role.LIST_MANAGER;
import static org.jrp.server.access.Role.OFFICER;
import static org.jrp.server.access.Role.POLICY_APPROVER;
import static org.jrp.server.access.Role.POLICY_AUTHOR;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which role may call what (权限表): the one place where that is said. What is not in the table cannot be called; a controller that
 * maps something else fails the build.
 *
 * <p>Each line stands for a purpose. Officers check subjects and read what their department was answered; they do not read lists,
 * for a list is more than a case needs. Auditors read and change nothing. Administrators set up departments and keys, and learn
 * nothing about any subject. Whose rows a caller sees (its own department's, its own lists') is the controllers' to say.
 */
final class Permissions {

    private static final long MEGABYTE = 1024 * 1024;
    private static final Set<Role> ANY = EnumSet.allOf(Role.class);

    static final List<Permission> TABLE = List.of(
            // No sign-in. The adapter for the city's platform signs its clients in by itself.
            open("GET", "/livez"),
            open("GET", "/readyz"),
            open("GET", "/v3/api-docs/**"),
            open("GET", "/v3/api-docs.yaml"),
            open("GET", "/swagger-ui.html").as(Permission.Page.DOCUMENTATION),
            open("GET", "/swagger-ui/**").as(Permission.Page.DOCUMENTATION),
            open("GET", "/webjars/**").as(Permission.Page.DOCUMENTATION),
            open("GET", "/api/v1/verify/{code}").as(Permission.Page.NOTICE),
            open(null, "/exchange/**").upTo(0),

            // Decisions
            only("POST", "/api/v1/decisions", OFFICER),
            only("POST", "/api/v1/decisions/batch", OFFICER).upTo(2 * MEGABYTE),
            only("POST", "/api/v1/decisions/stream", OFFICER).upTo(0),
            only("POST", "/api/v1/decisions/upload", OFFICER).upTo(0),
            only("GET", "/api/v1/decisions/{id}", OFFICER, AUDITOR),
            only("POST", "/api/v1/decisions/search", OFFICER, AUDITOR),
            only("GET", "/api/v1/decisions/{id}/notice", OFFICER, AUDITOR).as(Permission.Page.NOTICE),

            // Lists and entries
            only("POST", "/api/v1/entries/import", LIST_MANAGER, CREDIT_OFFICE).upTo(0),
            only("POST", "/api/v1/entries/{id}/events", LIST_MANAGER, CREDIT_OFFICE, OFFICER),
            only("GET", "/api/v1/entries", LIST_MANAGER, CREDIT_OFFICE, AUDITOR),
            only("POST", "/api/v1/entries", LIST_MANAGER, CREDIT_OFFICE),
            only("POST", "/api/v1/entries/search", LIST_MANAGER, CREDIT_OFFICE, AUDITOR),
            only("GET", "/api/v1/entries/{id}", LIST_MANAGER, CREDIT_OFFICE, AUDITOR),
            only("GET", "/api/v1/sources", LIST_MANAGER, CREDIT_OFFICE, AUDITOR),
            only("POST", "/api/v1/sources/{list}/reports", LIST_MANAGER, CREDIT_OFFICE),

            // Feedback and exemptions
            only("POST", "/api/v1/decisions/{id}/feedback", OFFICER),
            only("GET", "/api/v1/decisions/{id}/feedback", OFFICER, AUDITOR, CREDIT_OFFICE),
            only("POST", "/api/v1/decisions/{id}/confirm", OFFICER),
            only("GET", "/api/v1/decisions/{id}/confirmations", OFFICER, AUDITOR),
            only("POST", "/api/v1/tasks/{id}/feedback", OFFICER),
            only("GET", "/api/v1/feedback", OFFICER, AUDITOR, CREDIT_OFFICE),
            only("GET", "/api/v1/feedback/pending", OFFICER, AUDITOR, CREDIT_OFFICE),
            only("GET", "/api/v1/feedback/summary", OFFICER, AUDITOR, CREDIT_OFFICE),
            only("GET", "/api/v1/feedback/{id}", OFFICER, AUDITOR, CREDIT_OFFICE),
            only("GET", "/api/v1/feedback/{id}/form", OFFICER, AUDITOR, CREDIT_OFFICE)
                    .as(Permission.Page.NOTICE),
            only("POST", "/api/v1/feedback/{id}/cancel", OFFICER),
            only("POST", "/api/v1/feedback/{id}/confirm", OFFICER),
            only("GET", "/api/v1/exemptions", OFFICER, AUDITOR, CREDIT_OFFICE),
            only("POST", "/api/v1/exemptions", OFFICER),
            only("GET", "/api/v1/exemptions/{id}", OFFICER, AUDITOR, CREDIT_OFFICE),
            only("POST", "/api/v1/exemptions/{id}/end", OFFICER),

            // Tasks, weighed again, successions
            only("GET", "/api/v1/tasks", OFFICER, CREDIT_OFFICE, AUDITOR),
            only("GET", "/api/v1/tasks/counts", OFFICER, CREDIT_OFFICE, AUDITOR),
            only("POST", "/api/v1/tasks/search", OFFICER, CREDIT_OFFICE, AUDITOR),
            only("GET", "/api/v1/tasks/{id}", OFFICER, CREDIT_OFFICE, AUDITOR),
            only("POST", "/api/v1/tasks/{id}/acknowledge", OFFICER),
            only("GET", "/api/v1/entries/{id}/decisions", LIST_MANAGER, CREDIT_OFFICE, AUDITOR),
            only("POST", "/api/v1/entries/withdraw", LIST_MANAGER),
            only("GET", "/api/v1/affected-decisions", OFFICER, CREDIT_OFFICE, AUDITOR),
            only("GET", "/api/v1/reconsiderations", OFFICER, CREDIT_OFFICE, AUDITOR),
            only("GET", "/api/v1/decisions/{id}/reconsiderations", OFFICER, AUDITOR),
            any("GET", "/api/v1/successions"),
            only("POST", "/api/v1/successions", LIST_MANAGER, CREDIT_OFFICE, ADMINISTRATOR),

            // Notifications and webhooks
            only("GET", "/api/v1/notifications", OFFICER),
            only("GET", "/api/v1/webhooks", OFFICER, ADMINISTRATOR),
            only("POST", "/api/v1/webhooks", OFFICER),
            only("GET", "/api/v1/webhooks/{id}", OFFICER, ADMINISTRATOR),
            only("POST", "/api/v1/webhooks/{id}/end", OFFICER, ADMINISTRATOR),
            only("POST", "/api/v1/webhooks/{id}/test", OFFICER),
            only("POST", "/api/v1/webhooks/{id}/rotate", OFFICER),
            only("GET", "/api/v1/webhooks/{id}/dead-letters", OFFICER),
            only("POST", "/api/v1/webhooks/{id}/dead-letters/retry", OFFICER),
            only("POST", "/api/v1/webhooks/{id}/dead-letters/{position}/discard", OFFICER),

            // Objections, commitments, training
            only("POST", "/api/v1/objections", OFFICER, LIST_MANAGER, CREDIT_OFFICE),
            only("GET", "/api/v1/objections", OFFICER, LIST_MANAGER, CREDIT_OFFICE, AUDITOR),
            only("GET", "/api/v1/objections/{id}", OFFICER, LIST_MANAGER, CREDIT_OFFICE, AUDITOR),
            only("POST", "/api/v1/objections/{id}/check", CREDIT_OFFICE),
            only("POST", "/api/v1/objections/{id}/extend", LIST_MANAGER),
            only("POST", "/api/v1/objections/{id}/decide", LIST_MANAGER),
            only("POST", "/api/v1/objections/{id}/retract", OFFICER, LIST_MANAGER, CREDIT_OFFICE),
            only("POST", "/api/v1/commitments", OFFICER, LIST_MANAGER, CREDIT_OFFICE),
            only("GET", "/api/v1/commitments", OFFICER, LIST_MANAGER, CREDIT_OFFICE, AUDITOR),
            only("POST", "/api/v1/commitments/search", OFFICER, LIST_MANAGER, CREDIT_OFFICE, AUDITOR),
            any("GET", "/api/v1/commitments/published"),
            any("GET", "/api/v1/commitments/templates"),
            any("GET", "/api/v1/commitments/templates/{code}"),
            only("POST", "/api/v1/commitments/templates", LIST_MANAGER, CREDIT_OFFICE),
            only("GET", "/api/v1/commitments/{id}", OFFICER, LIST_MANAGER, CREDIT_OFFICE, AUDITOR),
            only("GET", "/api/v1/commitments/{id}/letter", OFFICER, LIST_MANAGER, CREDIT_OFFICE, AUDITOR)
                    .as(Permission.Page.NOTICE),
            only("POST", "/api/v1/commitments/{id}/publish", OFFICER, LIST_MANAGER, CREDIT_OFFICE),
            only("POST", "/api/v1/commitments/{id}/unpublish", OFFICER, LIST_MANAGER, CREDIT_OFFICE),
            only("POST", "/api/v1/commitments/{id}/fulfil", OFFICER, LIST_MANAGER, CREDIT_OFFICE),
            only("POST", "/api/v1/commitments/{id}/breach", OFFICER, LIST_MANAGER, CREDIT_OFFICE),
            only("POST", "/api/v1/trainings", OFFICER, CREDIT_OFFICE),
            only("GET", "/api/v1/trainings", OFFICER, LIST_MANAGER, CREDIT_OFFICE, AUDITOR),
            only("GET", "/api/v1/trainings/{id}", OFFICER, LIST_MANAGER, CREDIT_OFFICE, AUDITOR),
            only("GET", "/api/v1/repairs", LIST_MANAGER, CREDIT_OFFICE, AUDITOR),
            only("GET", "/api/v1/repairs/worklist", LIST_MANAGER, CREDIT_OFFICE, AUDITOR),
            only("POST", "/api/v1/subjects/file", OFFICER, LIST_MANAGER, CREDIT_OFFICE, AUDITOR),

            // Rights of subjects, retention
            only("GET", "/api/v1/subject-requests", OFFICER, CREDIT_OFFICE, AUDITOR),
            only("POST", "/api/v1/subject-requests", OFFICER, CREDIT_OFFICE),
            only("GET", "/api/v1/subject-requests/{id}", OFFICER, CREDIT_OFFICE, AUDITOR),
            only("POST", "/api/v1/subject-requests/{id}/decide", OFFICER, CREDIT_OFFICE),
            only("GET", "/api/v1/subject-requests/{id}/file", OFFICER, CREDIT_OFFICE),
            only("GET", "/api/v1/retention/plan", ADMINISTRATOR, AUDITOR),
            only("POST", "/api/v1/retention/run", ADMINISTRATOR),

            // Cases
            only("GET", "/api/v1/cases", OFFICER, CREDIT_OFFICE, AUDITOR),
            only("POST", "/api/v1/cases", OFFICER),
            only("GET", "/api/v1/cases/export", CREDIT_OFFICE, AUDITOR),
            only("GET", "/api/v1/cases/{id}", OFFICER, CREDIT_OFFICE, AUDITOR),
            only("GET", "/api/v1/cases/{id}/page", OFFICER, CREDIT_OFFICE, AUDITOR)
                    .as(Permission.Page.NOTICE),
            only("POST", "/api/v1/cases/{id}/text", OFFICER),
            only("POST", "/api/v1/cases/{id}/approve", OFFICER, CREDIT_OFFICE),
            only("POST", "/api/v1/cases/{id}/return", OFFICER, CREDIT_OFFICE),
            only("POST", "/api/v1/cases/{id}/upload", CREDIT_OFFICE),
            only("POST", "/api/v1/cases/{id}/retract", OFFICER, CREDIT_OFFICE),

            // Figures
            only("GET", "/api/v1/statistics", CREDIT_OFFICE, AUDITOR, LIST_MANAGER),
            only("GET", "/api/v1/statistics/{year}/items/{item}", CREDIT_OFFICE, AUDITOR, LIST_MANAGER),
            only("GET", "/api/v1/statistics/usage", CREDIT_OFFICE, AUDITOR, LIST_MANAGER),
            only(
                    "GET",
                    "/api/v1/statistics/pressure",
                    CREDIT_OFFICE,
                    AUDITOR,
                    LIST_MANAGER,
                    POLICY_AUTHOR,
                    POLICY_APPROVER),
            only("GET", "/api/v1/statistics/sharing", CREDIT_OFFICE, AUDITOR, LIST_MANAGER),

            // Replay, samples, evidence, export
            only("POST", "/api/v1/decisions/{id}/replay", OFFICER, AUDITOR),
            only("GET", "/api/v1/decisions/{id}/evidence", OFFICER, AUDITOR),
            only("GET", "/api/v1/decisions/export", AUDITOR),
            only("GET", "/api/v1/decisions/sample", AUDITOR),
            only("POST", "/api/v1/replays", AUDITOR),
            only("GET", "/api/v1/replays", AUDITOR),
            only("GET", "/api/v1/replays/{id}", AUDITOR),
            only("POST", "/api/v1/replays/{id}/cancel", AUDITOR),

            // Seals and proofs
            any("GET", "/api/v1/seals"),
            any("GET", "/api/v1/seals/latest"),
            any("GET", "/api/v1/seals/consistency"),
            any("GET", "/api/v1/seals/key"),
            any("GET", "/api/v1/seals/{number}"),
            only("POST", "/api/v1/seals/verifications", AUDITOR),
            only("GET", "/api/v1/seals/verifications", AUDITOR),
            only("GET", "/api/v1/seals/verifications/latest", AUDITOR),
            only("GET", "/api/v1/decisions/{id}/proof", OFFICER, AUDITOR),

            // Impact of a release
            only("POST", "/api/v1/releases/{hash}/impact", POLICY_AUTHOR, POLICY_APPROVER),
            only("GET", "/api/v1/impacts", POLICY_AUTHOR, POLICY_APPROVER, AUDITOR),
            only("POST", "/api/v1/impacts/{id}/cancel", POLICY_AUTHOR, POLICY_APPROVER),
            only("GET", "/api/v1/impacts/{id}", POLICY_AUTHOR, POLICY_APPROVER, AUDITOR),
            only("GET", "/api/v1/impacts/{id}/cases", POLICY_AUTHOR, POLICY_APPROVER, AUDITOR),

            // Releases: upload, approval, activation
            only("POST", "/api/v1/releases", POLICY_AUTHOR).upTo(20 * MEGABYTE),
            any("GET", "/api/v1/releases/key"),
            any("GET", "/api/v1/releases/{hash}"),
            any("GET", "/api/v1/releases/{hash}/bundle"),
            only("GET", "/api/v1/releases/{hash}/changes", POLICY_AUTHOR, POLICY_APPROVER, AUDITOR, CREDIT_OFFICE),
            only("GET", "/api/v1/releases/{hash}/health", POLICY_AUTHOR, POLICY_APPROVER, AUDITOR, CREDIT_OFFICE),
            only("GET", "/api/v1/releases/{hash}/comments", POLICY_AUTHOR, POLICY_APPROVER, AUDITOR, CREDIT_OFFICE),
            only("POST", "/api/v1/releases/{hash}/comments", POLICY_AUTHOR, POLICY_APPROVER),
            only("POST", "/api/v1/releases/{hash}/approve", POLICY_APPROVER),
            only("POST", "/api/v1/releases/{hash}/activate", POLICY_APPROVER),
            only("POST", "/api/v1/releases/{hash}/cancel", POLICY_APPROVER),
            only("POST", "/api/v1/releases/rollback", POLICY_APPROVER),
            only("POST", "/api/v1/releases/{hash}/shadow", POLICY_AUTHOR, POLICY_APPROVER),
            only("GET", "/api/v1/releases/{hash}/shadow", POLICY_AUTHOR, POLICY_APPROVER, AUDITOR),
            only("POST", "/api/v1/releases/{hash}/shadow/cancel", POLICY_AUTHOR, POLICY_APPROVER),

            // Drafts of a release, and scenarios tried on them
            only("GET", "/api/v1/drafts", POLICY_AUTHOR, POLICY_APPROVER, AUDITOR),
            only("POST", "/api/v1/drafts", POLICY_AUTHOR),
            only("GET", "/api/v1/drafts/{draft}", POLICY_AUTHOR, POLICY_APPROVER, AUDITOR),
            only("DELETE", "/api/v1/drafts/{draft}", POLICY_AUTHOR),
            only("GET", "/api/v1/drafts/{draft}/files", POLICY_AUTHOR, POLICY_APPROVER, AUDITOR),
            only("GET", "/api/v1/drafts/{draft}/files/{*path}", POLICY_AUTHOR, POLICY_APPROVER, AUDITOR),
            only("PUT", "/api/v1/drafts/{draft}/files/{*path}", POLICY_AUTHOR).upTo(8 * MEGABYTE),
            only("DELETE", "/api/v1/drafts/{draft}/files/{*path}", POLICY_AUTHOR),
            only("POST", "/api/v1/drafts/{draft}/lint", POLICY_AUTHOR, POLICY_APPROVER)
                    .upTo(8 * MEGABYTE),
            only("POST", "/api/v1/drafts/{draft}/submit", POLICY_AUTHOR),
            only("POST", "/api/v1/scenarios/run", POLICY_AUTHOR, POLICY_APPROVER)
                    .upTo(4 * MEGABYTE),

            // Who asked about whom, and why
            only("GET", "/api/v1/access-log", AUDITOR),
            only("POST", "/api/v1/access-log/search", AUDITOR),

            // Published matter: no subject in it
            any("GET", "/api/v1/lists"),
            any("GET", "/api/v1/contexts"),
            any("GET", "/api/v1/matters"),
            any("GET", "/api/v1/catalogue/**"),
            only("POST", "/api/v1/catalogue/editions/import", POLICY_AUTHOR, POLICY_APPROVER)
                    .upTo(5 * MEGABYTE),
            any("GET", "/api/v1/instruments/**"),
            any("GET", "/api/v1/statutes/**"),
            any("GET", "/api/v1/departments"),
            any("GET", "/api/v1/releases"),
            any("GET", "/api/v1/releases/current"),
            any("GET", "/api/v1/nodes"),

            // Administration
            only("PUT", "/api/v1/departments/{code}", ADMINISTRATOR),
            only("POST", "/api/v1/credentials", ADMINISTRATOR),
            only("GET", "/api/v1/credentials", ADMINISTRATOR),
            only("POST", "/api/v1/credentials/{id}/revoke", ADMINISTRATOR));

    private record Line(PathPattern pattern, Permission permission) {}

    private final Map<String, Permission> exact = new HashMap<>();
    private final List<Line> lines;

    Permissions() {
        this(TABLE);
    }

    Permissions(List<Permission> table) {
        for (Permission one : table) {
            if (one.method() != null
                    && one.pattern().indexOf('{') < 0
                    && one.pattern().indexOf('*') < 0) {
                exact.put(one.method() + ' ' + one.pattern(), one);
            }
        }
        this.lines = table.stream()
                .map(one -> new Line(PathPatternParser.defaultInstance.parse(one.pattern()), one))
                .sorted(Comparator.comparing(Line::pattern))
                .toList();
    }

    /**
     * The line that a call falls under: of those that fit, the most specific, as the dispatcher chooses among controllers.
     *
     * @param path as it came, not decoded
     */
    Optional<Permission> find(String method, String path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        Permission direct = exact.get(asked.concat(" ").concat(path));
        if (direct != null) {
            return Optional.of(direct);
        }
        PathContainer parsed = PathContainer.parsePath(path);
        for (Line line : lines) {
            Permission one = line.permission();
            if ((one.method() == null || one.method().equals(asked))
                    && line.pattern().matches(parsed)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** The methods that the table knows for a path, sorted. */
    Set<String> methods(String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        Set<String> methods = new TreeSet<>();
        for (Line line : lines) {
            String method = line.permission().method();
            if (method != null && line.pattern().matches(parsed)) {
                methods.add(method);
            }
        }
        return methods;
    }

    private static Permission open(@Nullable String method, String pattern) {
        return new Permission(method, pattern, null, Permission.Page.DATA, MEGABYTE);
    }

    private static Permission only(String method, String pattern, Role... roles) {
        return new Permission(method, pattern, Set.of(roles), Permission.Page.DATA, MEGABYTE);
    }

    private static Permission any(String method, String pattern) {
        return new Permission(method, pattern, ANY, Permission.Page.DATA, MEGABYTE);
    }
}
