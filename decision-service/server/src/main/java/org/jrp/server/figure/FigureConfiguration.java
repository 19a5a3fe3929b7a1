package org.jrp.server.figure;

import org.jrp.server.release.Releases;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the settings of the figures. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FigureProperties.class)
class FigureConfiguration {

    @Bean
    CatalogueNow figureCatalogue(Releases releases) {
        return () -> releases.active().catalogue();
    }
}
