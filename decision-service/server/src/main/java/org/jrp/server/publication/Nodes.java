package org.jrp.server.publication;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jrp.server.release.ActiveRelease;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The nodes of the service (节点), as each tells of itself; this one among them. */
@Component
class Nodes {

    /** A node not seen for so many seconds is waited for no longer. */
    static final int LIVE_SECONDS = 5;

    private static final int MOST_SHOWN = 200;

    private final JdbcClient jdbc;
    private final Releases releases;
    private final UUID self = UUID.randomUUID();
    private final String name;
    private volatile @Nullable UUID failedPlan;
    private volatile @Nullable String error;

    Nodes(JdbcClient jdbc, Releases releases) {
        this.jdbc = jdbc;
        this.releases = releases;
        String host = System.getenv("HOSTNAME");
        this.name = (host == null || host.isBlank() ? "node" : host) + "/"
                + ProcessHandle.current().pid();
    }

    /**
     * A node.
     *
     * @param release what it decides by
     * @param since when it began to
     * @param number the count of activations it knows of
     * @param loaded releases that are compiled and warm there
     * @param live whether it was seen within the last five seconds and has not ended
     * @param lastError why it could not load a release
     */
    @Schema(name = "ServiceNode")
    record Node(
            UUID id,
            String name,
            Instant startedAt,
            Instant seenAt,
            boolean live,
            String release,
            Instant since,
            long number,
            List<String> loaded,
            @Nullable String lastError,
            @Nullable Instant errorAt) {}

    /** The nodes of the last day. */
    @Schema(name = "ServiceNodes")
    record All(List<Node> items) {}

    All all() {
        return new All(jdbc.sql("""
                        select *, ended_at is null and seen_at > clock_timestamp() - make_interval(secs => ?) as live from node
                        where seen_at > clock_timestamp() - interval '1 day' order by started_at, id limit ?
                        """)
                .params(LIVE_SECONDS, MOST_SHOWN)
                .query((row, number) -> node(row))
                .list());
    }

    /** Whether every live node has that release loaded. */
    boolean allLoaded(String hash) {
        return jdbc.sql("""
                        select count(*) = 0 from node
                        where ended_at is null and seen_at > clock_timestamp() - make_interval(secs => ?) and not (? = any(loaded))
                        """).params(LIVE_SECONDS, hash).query(Boolean.class).single();
    }

    /** What a live node said that could not load the release of that plan. */
    Optional<String> failure(UUID plan) {
        return jdbc.sql("""
                        select name || ': ' || coalesce(error, '') from node
                        where ended_at is null and seen_at > clock_timestamp() - make_interval(secs => ?) and failed_plan = ? limit 1
                        """).params(LIVE_SECONDS, plan).query(String.class).optional();
    }

    /** Notes that this node could not load the release of that plan. */
    void failed(UUID plan, String reason) {
        failedPlan = plan;
        error = reason;
        beat();
    }

    boolean hasFailed(UUID plan) {
        return plan.equals(failedPlan);
    }

    /** Tells of this node. */
    void beat() {
        ActiveRelease active = releases.active();
        String refused = releases.refusal().map(Releases.Refusal::reason).orElse(error);
        jdbc.sql("""
                        insert into node (id, name, release, since, number, loaded, failed_plan, error, error_at)
                        values (:id, :name, :release, :since::timestamptz, :number, string_to_array(:loaded, ','), :failed::uuid, :error,
                            case when :error::text is null then null else clock_timestamp() end)
                        on conflict (id) do update set seen_at = clock_timestamp(), ended_at = null, release = excluded.release,
                            since = excluded.since, number = excluded.number, loaded = excluded.loaded,
                            failed_plan = excluded.failed_plan, error = excluded.error,
                            error_at = case when excluded.error is not distinct from node.error then node.error_at else excluded.error_at end
                        """)
                .param("id", self)
                .param("name", name)
                .param("release", active.hash())
                .param("since", active.loadedAt().toString())
                .param("number", active.number())
                .param("loaded", String.join(",", releases.loaded()))
                .param("failed", failedPlan == null ? null : String.valueOf(failedPlan))
                .param("error", refused)
                .update();
    }

    /** This node ends; rows of nodes long gone go with it. */
    void end() {
        jdbc.sql("update node set ended_at = clock_timestamp() where id = ?")
                .param(self)
                .update();
        jdbc.sql("delete from node where seen_at < clock_timestamp() - interval '30 days'")
                .update();
    }

    private static Node node(ResultSet row) throws SQLException {
        Array loaded = row.getArray("loaded");
        return new Node(
                row.getObject("id", UUID.class),
                row.getString("name"),
                ReleaseBook.instant(row, "started_at"),
                ReleaseBook.instant(row, "seen_at"),
                row.getBoolean("live"),
                row.getString("release"),
                ReleaseBook.instant(row, "since"),
                row.getLong("number"),
                List.of((String[]) loaded.getArray()),
                row.getString("error"),
                ReleaseBook.instantOrNull(row, "error_at"));
    }
}
