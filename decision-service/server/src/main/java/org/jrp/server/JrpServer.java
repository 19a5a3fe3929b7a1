package org.jrp.server;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import org.jrp.server.embedded.StoresInitializer;
import org.jrp.server.release.ShippedRelease;
import org.jrp.server.subject.KeyRotation;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts the service (服务启动). */
@SpringBootApplication
@ConfigurationPropertiesScan
public class JrpServer {

    public static void main(String[] args) throws IOException {
        if (KeyRotation.asked(args)) {
            System.exit(KeyRotation.run(System.out, args));
        }
        ShippedRelease.prepare();
        application().run(arguments(args));
    }

    /** The application as it is started, with PostgreSQL and Redis found or made. */
    static SpringApplication application() {
        SpringApplication application = new SpringApplication(JrpServer.class);
        application.addInitializers(new StoresInitializer());
        return application;
    }

    /** {@code --demo} is short for {@code --jrp.demo=true}. */
    static String[] arguments(String... args) {
        return Arrays.stream(args)
                .map(arg -> arg.equals("--demo") ? "--jrp.demo=true" : arg)
                .map(arg -> arg.startsWith("--demo=") ? "--jrp." + arg.substring(2) : arg)
                .toArray(String[]::new);
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
