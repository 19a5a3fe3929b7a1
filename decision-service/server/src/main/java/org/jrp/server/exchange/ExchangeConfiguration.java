package org.jrp.server.exchange;

import org.jrp.server.access.AccessCache;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins the exchange to sign-in (对接装配). */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(prefix = "jrp.exchange", name = "enabled", havingValue = "true")
class ExchangeConfiguration {

    @Bean
    ExchangeKeys exchangeKeys(AccessCache access) {
        return access::signIn;
    }
}
