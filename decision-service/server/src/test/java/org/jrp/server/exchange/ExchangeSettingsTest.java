package org.jrp.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.jrp.server.release.Releases;
import org.jrp.server.release.ShippedReleases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class ExchangeSettingsTest {

    private final WebApplicationContextRunner application =
            new WebApplicationContextRunner().withUserConfiguration(Parts.class);

    @Test
    void the_exchange_is_off_unless_switched_on() {
        application.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(ExchangeController.class)
                .doesNotHaveBean(RedBlackQueries.class));
        application
                .withPropertyValues("jrp.exchange.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ExchangeController.class));
    }

    @Test
    void clients_are_read_from_the_settings() {
        client().withPropertyValues("jrp.exchange.clients[0].charset=UTF-8").run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(ExchangeController.class);
            assertThat(context.getBean(ExchangeProperties.class).known())
                    .containsExactly(new ExchangeProperties.Client(
                            "CZJ", "finance-bureau", "government-procurement", "资格审查", StandardCharsets.UTF_8));
        });
    }

    @Test
    void a_client_reads_gbk_unless_said_otherwise() {
        client().run(context -> assertThat(
                        context.getBean(ExchangeProperties.class).known().get(0).charset())
                .isEqualTo(ExchangeProperties.GBK));
    }

    @ParameterizedTest
    @CsvSource({
        "jrp.exchange.clients[0].context, goverment-procurement, lacks",
        "jrp.exchange.clients[0].department, finance, lacks",
        "jrp.exchange.clients[0].purpose, '', purpose",
        "jrp.exchange.clients[0].sys-id, a:b, colon",
        "jrp.exchange.clients[0].charset, UTF-16, GBK or UTF-8"
    })
    void a_client_that_cannot_be_meant_stops_the_start(String setting, String value, String told) {
        client().withPropertyValues(setting + "=" + value)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(told));
    }

    @Test
    void two_clients_of_one_number_stop_the_start() {
        client().withPropertyValues(
                        "jrp.exchange.clients[1].sys-id=CZJ",
                        "jrp.exchange.clients[1].department=finance-bureau",
                        "jrp.exchange.clients[1].context=bidding",
                        "jrp.exchange.clients[1].purpose=审查")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("twice"));
    }

    private WebApplicationContextRunner client() {
        return application.withPropertyValues(
                "jrp.exchange.enabled=true",
                "jrp.exchange.clients[0].sys-id=CZJ",
                "jrp.exchange.clients[0].department=finance-bureau",
                "jrp.exchange.clients[0].context=government-procurement",
                "jrp.exchange.clients[0].purpose=资格审查");
    }

    @Configuration
    @EnableConfigurationProperties(ExchangeProperties.class)
    @Import({ExchangeController.class, RedBlackQueries.class, RedBlackReports.class})
    static class Parts {

        @Bean
        Releases releases() {
            return ShippedReleases.releases();
        }

        @Bean
        InstantSource clock() {
            return InstantSource.fixed(ShippedReleases.LOADED_AT);
        }

        @Bean
        ExchangeKeys keys() {
            return key -> Optional.empty();
        }

        @Bean
        ExchangeDecisions decisions() {
            return (caller, context, purpose, subject) -> ExchangeFixture.twoLists();
        }

        @Bean
        ExchangeReports reports() {
            return (caller, report) -> new ExchangeReports.Outcome(report.entryId(), true, "");
        }
    }
}
