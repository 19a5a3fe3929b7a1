package org.jrp.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermissionsTest {

    /** They compute, and change nothing that anybody was answered. */
    private static final Set<String> JOBS = Set.of(
            "/api/v1/decisions/{id}/replay",
            "/api/v1/replays",
            "/api/v1/replays/{id}/cancel",
            "/api/v1/seals/verifications");

    private final Permissions permissions = new Permissions();

    @Test
    void what_is_not_in_the_table_is_not_found() {
        assertThat(permissions.find("GET", "/api/v1/anything")).isEmpty();
        assertThat(permissions.find("DELETE", "/api/v1/decisions")).isEmpty();
        assertThat(permissions.find("GET", "/actuator/health")).isEmpty();
        assertThat(permissions.find("GET", "/error")).isEmpty();
        assertThat(permissions.find("GET", "/")).isEmpty();
        assertThat(permissions.find("POST", "/api/v1/decisions/")).isEmpty();
    }

    @Test
    void the_most_specific_line_counts() {
        assertThat(permissions
                        .find("POST", "/api/v1/entries/import")
                        .orElseThrow()
                        .pattern())
                .isEqualTo("/api/v1/entries/import");
        assertThat(permissions
                        .find("GET", "/api/v1/decisions/search")
                        .orElseThrow()
                        .pattern())
                .isEqualTo("/api/v1/decisions/{id}");
    }

    @Test
    void a_path_written_with_percents_falls_under_the_line_of_what_it_means() {
        assertThat(permissions.find("POST", "/api/v1/%64ecisions").orElseThrow().pattern())
                .isEqualTo("/api/v1/decisions");
    }

    @Test
    void head_is_as_get() {
        assertThat(permissions.find("HEAD", "/api/v1/access-log").orElseThrow().roles())
                .containsExactly(Role.AUDITOR);
    }

    @Test
    void administrators_learn_nothing_about_any_subject() {
        assertThat(Permissions.TABLE)
                .filteredOn(one -> !one.open() && one.roles().contains(Role.ADMINISTRATOR))
                .allSatisfy(one -> assertThat(one.pattern())
                        .doesNotContain("/decisions")
                        .doesNotContain("/entries")
                        .doesNotContain("/access-log"));
    }

    @Test
    void auditors_change_nothing() {
        assertThat(Permissions.TABLE)
                .filteredOn(one -> !one.open() && one.roles().contains(Role.AUDITOR))
                .allSatisfy(one -> assertThat(one.method().equals("GET")
                                || one.pattern().endsWith("/search")
                                || one.pattern().endsWith("/subjects/file")
                                || JOBS.contains(one.pattern()))
                        .as(one.pattern())
                        .isTrue());
    }

    @Test
    void no_line_stands_twice() {
        Set<String> seen = new HashSet<>();
        assertThat(Permissions.TABLE)
                .allSatisfy(one ->
                        assertThat(seen.add(one.method() + one.pattern())).isTrue());
    }

    @Test
    void open_lines_are_these() {
        assertThat(Permissions.TABLE.stream().filter(Permission::open).map(Permission::pattern))
                .containsExactlyInAnyOrder(
                        "/livez",
                        "/readyz",
                        "/v3/api-docs/**",
                        "/v3/api-docs.yaml",
                        "/swagger-ui.html",
                        "/swagger-ui/**",
                        "/webjars/**",
                        "/api/v1/verify/{code}",
                        "/exchange/**");
    }
}
