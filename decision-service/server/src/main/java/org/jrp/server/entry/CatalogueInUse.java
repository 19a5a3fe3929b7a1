package org.jrp.server.entry;

import org.jrp.catalogue.Catalogue;
import org.jrp.server.release.Releases;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The catalogue by which lists are known now (现行目录): that of the active release. */
@FunctionalInterface
interface CatalogueInUse {

    Catalogue now();

    /** Ties it to the releases. */
    @Configuration(proxyBeanMethods = false)
    class Wiring {

        @Bean
        CatalogueInUse catalogueInUse(Releases releases) {
            return () -> releases.active().catalogue();
        }
    }
}
