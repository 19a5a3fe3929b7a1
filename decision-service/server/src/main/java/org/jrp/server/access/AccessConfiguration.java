package org.jrp.server.access;

import jakarta.servlet.Filter;
import java.time.InstantSource;
import java.util.List;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.problem.Problems;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the parts of signing in together. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration implements WebMvcConfigurer {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerArgument());
    }

    @Bean
    Permissions permissions() {
        return new Permissions();
    }

    @Bean
    @ConditionalOnProperty("jrp.demo")
    DemoSignIn demoSignIn() {
        return new DemoSignIn();
    }

    @Bean
    SecurityFilterChain accessChain(
            Permissions permissions,
            AccessCache cache,
            TokenProperties properties,
            ObjectProvider<DemoSignIn> demo,
            InstantSource clock) {
        DemoSignIn instead = properties.enabled() ? null : demo.getIfAvailable();
        Tokens tokens = properties.enabled()
                ? new Tokens(properties, TokenKeys.of(properties), cache, clock)
                : instead == null ? null : new Tokens(instead.properties(), instead.keys(), cache, clock);
        return new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, new AccessFilter(permissions, cache, tokens));
    }

    /** The management port is for the machine's own operators and is not reached from outside: it wants no sign-in. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
    SecurityFilterChain managementChain() {
        return new DefaultSecurityFilterChain(EndpointRequest.toAnyEndpoint(), new Filter[0]);
    }

    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        // The same rule as the usual one, without its regular expressions: they cost more than all the rest of signing
        // in.
        firewall.setAllowedHeaderNames(AccessConfiguration::printable);
        firewall.setAllowedHeaderValues(AccessConfiguration::printable);
        return firewall;
    }

    @Bean
    RequestRejectedHandler rejectedHandler() {
        ProblemException problem =
                ProblemException.of(400, "invalid-request", "请求地址或标头有误。", "The address or a header is not valid.");
        return (request, response, e) -> {
            AccessFilter.headers(request, response, Permission.Page.DATA);
            Problems.write(request, response, problem);
        };
    }

    /** One filter needs no spans of its own. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    private static boolean printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
