package org.jrp.server.notice;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of notices (告知书设置), under {@code jrp.notice}.
 *
 * @param address public address of the service, printed on notices; the one the caller used unless said
 * @param verificationsPerMinute how often one address may check a code in a minute
 */
@ConfigurationProperties("jrp.notice")
record NoticeProperties(
        @Nullable URI address, @DefaultValue("60") int verificationsPerMinute) {}
