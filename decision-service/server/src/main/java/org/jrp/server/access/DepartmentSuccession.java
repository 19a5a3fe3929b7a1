package org.jrp.server.access;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * One department takes over from another (机构承继): its contexts, its lists and the names under which it recognised entries. The keys of the one
 * before end at once; a department that is no more asks nothing.
 */
@Component
public class DepartmentSuccession {

    private final JdbcClient jdbc;
    private final Departments departments;
    private final InstantSource clock;

    DepartmentSuccession(JdbcClient jdbc, Departments departments, InstantSource clock) {
        this.jdbc = jdbc;
        this.departments = departments;
        this.clock = clock;
    }

    /** What was handed over; {@code keysEnded} counts the keys that were revoked. */
    public record HandedOver(Department from, Department to, Set<String> contexts, Set<String> lists, int keysEnded) {}

    /**
     * Hands over; inside a transaction of the caller's.
     *
     * @throws ProblemException 422 where one of them is not registered, 409 where the first was succeeded before or both would take over
     *     from each other
     */
    public HandedOver handOver(Caller caller, String from, String to, String reason) {
        Department before = registered(from, "/from");
        Department after = registered(to, "/to");
        if (before.successor() != null) {
            throw ProblemException.of(
                    409,
                    "already-succeeded",
                    "该部门的职责已由 " + before.successor() + " 承继。",
                    "The department was taken over by " + before.successor() + " before.");
        }
        Set<String> seen = new HashSet<>(Set.of(from));
        for (String at = to; at != null; at = registered(at, "/to").successor()) {
            if (!seen.add(at)) {
                throw ProblemException.of(
                        409, "circular-succession", "两个部门不能互相承继。", "Two departments cannot take over from each other.");
            }
        }
        Set<String> contexts = union(before.contexts(), after.contexts());
        Set<String> lists = union(before.lists(), after.lists());
        departments.write(with(after, contexts, lists, after.successor()));
        departments.write(with(before, before.contexts(), before.lists(), to));
        int ended = jdbc.sql("update credential set revoked_at = ?, revoked_by = ?, revoke_reason = ?"
                        + " where department = ? and revoked_at is null")
                .param(Rows.moment(clock.instant()))
                .param(caller.credential())
                .param(reason)
                .param(from)
                .update();
        return new HandedOver(before, after, contexts, lists, ended);
    }

    private Department registered(String code, String pointer) {
        return departments.find(code).orElseThrow(() -> {
            List<String> known =
                    departments.all().stream().map(Department::code).toList();
            return ProblemException.field(
                    422,
                    "unknown-department",
                    pointer,
                    "unknown-department",
                    Nearest.mend(code, known, new Text("该部门未登记。", "The department is not registered.")));
        });
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new LinkedHashSet<>(one);
        both.addAll(other);
        return both;
    }

    private static Department with(
            Department one, Set<String> contexts, Set<String> lists, @Nullable String successor) {
        return new Department(
                one.code(),
                one.name(),
                one.aliases(),
                one.place(),
                contexts,
                lists,
                one.requestsPerMinute(),
                one.subjectsPerDay(),
                one.sandbox(),
                successor);
    }
}
