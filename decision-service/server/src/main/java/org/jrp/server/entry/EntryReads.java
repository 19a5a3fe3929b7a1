package org.jrp.server.entry;

import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where it is written down who looked at which entries and who changed them (条目访问留痕): {@link AccessLog}. */
@FunctionalInterface
interface EntryReads {

    void record(
            Caller caller,
            String action,
            byte @Nullable [] subject,
            @Nullable String object,
            @Nullable String purpose,
            String outcome);

    /** Ties it to the access log. */
    @Configuration(proxyBeanMethods = false)
    class Wiring {

        @Bean
        EntryReads entryReads(AccessLog log) {
            return log::record;
        }
    }
}
