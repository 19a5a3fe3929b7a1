package org.jrp.server.offline;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration
@EnableConfigurationProperties(OfflineProperties.class)
class OfflineConfiguration {}
