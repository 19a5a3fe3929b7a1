package org.jrp.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jrp.server.ServerTest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every line of the table with every role, and without any. */
@ServerTest
class AuthorisationMatrixTest {

    @LocalServerPort
    int port;

    @Autowired
    Credentials credentials;

    @Autowired
    Departments departments;

    @Autowired
    @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings;

    @TestFactory
    Stream<DynamicTest> every_line_lets_in_its_roles_and_nobody_else() {
        Api api = new Api(port);
        Map<Role, String> keys = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            keys.put(role, Api.key(credentials, departments, role));
        }
        return Permissions.TABLE.stream()
                .map(line -> dynamicTest(line.method() + " " + line.pattern(), () -> {
                    String method = line.method() == null ? "GET" : line.method();
                    String path = sample(line.pattern());

                    if (line.open()) {
                        assertThat(api.call(method, path, null, (String) null).status())
                                .isNotIn(401, 403, 405);
                        return;
                    }
                    assertThat(api.call(method, path, null, (String) null).code())
                            .isEqualTo("unauthenticated");
                    for (Role role : Role.values()) {
                        Api.Answer answer = api.call(method, path, keys.get(role), (String) null);
                        if (line.roles().contains(role)) {
                            assertThat(answer.status()).as(role.code()).isNotIn(401, 405);
                            assertThat(answer.code()).as(role.code()).isNotEqualTo("forbidden");
                        } else {
                            assertThat(answer.status()).as(role.code()).isEqualTo(403);
                            assertThat(answer.code()).as(role.code()).isEqualTo("forbidden");
                        }
                    }
                }));
    }

    @Test
    void every_controller_mapping_has_its_line_in_the_table() {
        Permissions permissions = new Permissions();
        mappings.getHandlerMethods().forEach((info, controller) -> {
            // Errors are forwarded to it inside; no call from outside reaches it.
            if (!controller.getBeanType().getName().startsWith("org.jrp.")
                    || ErrorController.class.isAssignableFrom(controller.getBeanType())) {
                return;
            }
            for (String pattern : info.getPatternValues()) {
                for (String method : methods(info)) {
                    Permission line = permissions
                            .find(method, sample(pattern))
                            .orElseThrow(() ->
                                    new AssertionError(method + " " + pattern + " has no line in Permissions.TABLE."));
                    assertThat(shape(line.pattern()).equals(shape(pattern))
                                    || line.pattern().endsWith("/**"))
                            .as("%s %s falls under the line of %s; it wants one of its own.", method, pattern, line)
                            .isTrue();
                }
            }
        });
    }

    @Test
    void an_address_without_a_line_is_not_told_apart_without_a_sign_in() {
        Api api = new Api(port);
        String key = Api.key(credentials, departments, Role.OFFICER);

        assertThat(api.call("GET", "/api/v1/no-such-thing", null, (String) null).code())
                .isEqualTo("unauthenticated");
        assertThat(api.call("DELETE", "/api/v1/decisions", null, (String) null).code())
                .isEqualTo("unauthenticated");
        assertThat(api.call("GET", "/api/v1/no-such-thing", key, (String) null).status())
                .isEqualTo(404);
        Api.Answer wrongMethod = api.call("DELETE", "/api/v1/decisions", key, (String) null);
        assertThat(wrongMethod.status()).isEqualTo(405);
        assertThat(wrongMethod.raw().headers().firstValue("Allow")).hasValue("POST");
    }

    private static Set<String> methods(RequestMappingInfo info) {
        Set<String> methods = new java.util.TreeSet<>();
        info.getMethodsCondition().getMethods().forEach(method -> methods.add(method.name()));
        return methods.isEmpty() ? Set.of("GET", "POST", "PUT", "DELETE", "PATCH") : methods;
    }

    /** The names of its variables do not matter. */
    private static String shape(String pattern) {
        return pattern.replaceAll("\\{[^}]*}", "{}");
    }

    private static String sample(String pattern) {
        return pattern.replace("/**", "/sample").replaceAll("\\{[^}]*}", "01936f5c-0000-7000-8000-000000000001");
    }
}
