package org.jrp.server.subject;

import java.io.IOException;
import java.nio.file.Files;
import org.jrp.server.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the keys, or makes them at the first start. */
@Configuration(proxyBeanMethods = false)
class SubjectConfiguration {

    @Bean
    SubjectVault subjectVault(ServerProperties properties) throws IOException {
        Files.createDirectories(properties.data());
        return new SubjectVault(SubjectKeys.readOrCreate(properties.keyFile()));
    }
}
