package org.jrp.server;

import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts the service (服务启动). */
@SpringBootApplication
@ConfigurationPropertiesScan
public class JrpServer {

    public static void main(String[] args) {
        SpringApplication.run(JrpServer.class, args);
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
