package org.jrp.server.rights;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of subjects' requests (主体权利设置), under {@code jrp.rights}.
 *
 * @param workingDays in which a request is decided. No national number of days was found: it is an assumption
 */
@ConfigurationProperties("jrp.rights")
record RightsProperties(@DefaultValue("15") int workingDays) {

    RightsProperties {
        if (workingDays < 1) {
            throw new IllegalArgumentException("jrp.rights.working-days is at least 1.");
        }
    }
}
