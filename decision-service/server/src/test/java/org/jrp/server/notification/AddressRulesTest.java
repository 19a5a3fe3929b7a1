package org.jrp.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jrp.server.ServerProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRulesTest {

    @ParameterizedTest
    @CsvSource({
        "https://8.8.8.8/jrp, ''",
        "https://8.8.8.8:8443/jrp?from=jrp, ''",
        "HTTPS://8.8.8.8/, ''",
        "https://[2400:3200::1]/jrp, ''",
        "http://8.8.8.8/jrp, address-not-secure",
        "ftp://8.8.8.8/jrp, address-not-secure",
        "file:///etc/passwd, invalid-address",
        "mailto:somebody@example.com, invalid-address",
        "/jrp, invalid-address",
        "'', invalid-address",
        "https://, invalid-address",
        "https:///jrp, invalid-address",
        "https://8.8.8.8:0/, invalid-address",
        "https://8.8.8.8:70000/, invalid-address",
        "'https://8.8.8.8/a b', invalid-address",
        "https://user:secret@8.8.8.8/, address-parts",
        "https://user@8.8.8.8/, address-parts",
        "https://8.8.8.8/#part, address-parts",
        "https://127.0.0.1/, address-private",
        "https://localhost/, address-private",
        "https://[::1]/, address-private",
        "https://2130706433/, address-private",
        "https://127.1/, invalid-address",
        "https://[::ffff:127.0.0.1]/, address-private",
        "https://[::ffff:10.0.0.1]/, address-private",
        "https://0.0.0.0/, address-private",
        "https://10.0.0.1/, address-private",
        "https://172.16.0.1/, address-private",
        "https://172.31.255.255/, address-private",
        "https://172.32.0.1/, ''",
        "https://192.168.1.1/, address-private",
        "https://169.254.169.254/latest/meta-data, address-private",
        "https://100.64.0.1/, address-private",
        "https://100.128.0.1/, ''",
        "https://224.0.0.1/, address-private",
        "https://255.255.255.255/, address-private",
        "https://[fe80::1]/, address-private",
        "https://[fd00::1]/, address-private",
        "https://[fec0::1]/, address-private",
        "https://[ff02::1]/, address-private",
        "https://[64:ff9b::7f00:1]/, address-private",
        "https://[2002:7f00:1::]/, address-private",
    })
    void only_the_open_network_is_called(String url, String code) {
        assertThat(refusal(rules(false, List.of()), url)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:9000/, ''",
        "http://localhost:9000/, ''",
        "http://[::1]:9000/, ''",
        "https://127.0.0.1:9000/, ''",
        "http://8.8.8.8/, address-not-secure",
        "http://10.0.0.1/, address-not-secure",
        "https://10.0.0.1/, address-private",
    })
    void this_machine_is_called_where_the_settings_say_so(String url, String code) {
        assertThat(refusal(rules(true, List.of()), url)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "https://10.1.2.3/, ''",
        "https://10.2.0.1/, address-private",
        "https://192.168.7.7/, ''",
        "https://192.168.7.8/, address-private",
        "https://[fd12::1]/, ''",
        "https://[fd13::1]/, address-private",
        "https://127.0.0.1/, address-private",
        "http://10.1.2.3/, address-not-secure",
    })
    void the_own_network_is_called_in_the_ranges_allowed(String url, String code) {
        assertThat(refusal(rules(false, List.of("10.1.0.0/16", "192.168.7.7", "fd12::/16")), url))
                .isEqualTo(code);
    }

    @Test
    void plain_http_is_usual_in_the_demonstration_alone() {
        assertThat(refusal(rules(null, true, List.of()), "http://127.0.0.1/")).isEmpty();
        assertThat(refusal(rules(null, false, List.of()), "http://127.0.0.1/")).isEqualTo("address-not-secure");
        assertThat(refusal(rules(false, true, List.of()), "http://127.0.0.1/")).isEqualTo("address-not-secure");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/33", "example.com", "10.0.0.0/x", "fd00::/129", "''"})
    void a_range_that_is_none_is_refused_at_the_start(String range) {
        assertThatThrownBy(() -> AddressRange.of(range)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String refusal(AddressRules rules, String url) {
        try {
            rules.resolve(rules.read(url));
            return "";
        } catch (AddressRules.RefusedException e) {
            return e.code();
        } catch (java.net.UnknownHostException e) {
            return "unknown-host";
        }
    }

    private static AddressRules rules(boolean plainHttp, List<String> ranges) {
        return rules(plainHttp, false, ranges);
    }

    private static AddressRules rules(
            @org.jspecify.annotations.Nullable Boolean plainHttp, boolean demo, List<String> ranges) {
        Duration second = Duration.ofSeconds(1);
        return new AddressRules(
                new WebhookProperties(second, second, second, second, 5, 100, second, second, 4, 5, plainHttp, ranges),
                new ServerProperties(Path.of("target"), null, demo));
    }
}
