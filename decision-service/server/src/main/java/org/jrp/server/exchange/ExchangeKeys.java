package org.jrp.server.exchange;

import java.util.Optional;
import org.jrp.server.access.Caller;

/** Tells whose an API key is (密钥归属), as sign-in does. */
public interface ExchangeKeys {

    /** The caller that the key stands for; empty where it is unknown, expired or revoked. */
    Optional<Caller> findCaller(String key);
}
