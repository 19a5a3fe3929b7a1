package org.jrp.server.exchange;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the exchange (对接设置), under {@code jrp.exchange}.
 *
 * @param enabled whether it answers at all
 * @param clients the present clients of departments
 */
@ConfigurationProperties("jrp.exchange")
record ExchangeProperties(
        @DefaultValue("false") boolean enabled, @Nullable List<Client> clients) {

    static final Charset GBK = Charset.forName("GBK");

    ExchangeProperties {
        clients = clients == null ? List.of() : List.copyOf(clients);
        Set<String> seen = new HashSet<>();
        for (Client client : clients) {
            if (!seen.add(client.sysId())) {
                throw new IllegalArgumentException(
                        "The sys-id (%s) stands twice under jrp.exchange.clients. 系统编号重复。".formatted(client.sysId()));
            }
        }
    }

    /** The clients; never null. */
    List<Client> known() {
        return clients == null ? List.of() : clients;
    }

    /**
     * A client of a department (对接系统).
     *
     * @param sysId its number on the platform; no secret
     * @param department code of the department it asks for
     * @param context code of the context of its checks
     * @param purpose why it checks, as recorded with each decision
     * @param charset charset of the answers: GBK, or UTF-8
     */
    record Client(
            String sysId,
            String department,
            String context,
            String purpose,
            @DefaultValue("GBK") Charset charset) {

        Client {
            if (blank(sysId) || blank(department) || blank(context) || blank(purpose)) {
                throw new IllegalArgumentException(
                        "Each of jrp.exchange.clients needs sys-id, department, context and purpose."
                                + " 每个对接系统须写明系统编号、部门、业务场景和用途。");
            }
            if (sysId.indexOf(':') >= 0) {
                throw new IllegalArgumentException(
                        "The sys-id (%s) must not hold a colon. 系统编号不得含冒号。".formatted(sysId));
            }
            if (!charset.equals(GBK) && !charset.equals(StandardCharsets.UTF_8)) {
                throw new IllegalArgumentException(
                        "The charset (%s) of sys-id (%s) must be GBK or UTF-8. 字符集须为 GBK 或 UTF-8。"
                                .formatted(charset, sysId));
            }
        }

        private static boolean blank(@Nullable String value) {
            return value == null || value.isBlank();
        }
    }
}
