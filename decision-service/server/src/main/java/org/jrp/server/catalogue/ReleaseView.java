package org.jrp.server.catalogue;

import java.time.Instant;

/**
 * A release (发布版本) in use on this node.
 *
 * @param language version of the rule language
 * @param engine version of the decision engine
 * @param loadedAt when this node began to decide by it
 */
record ReleaseView(
        String hash,
        int language,
        String engine,
        Instant loadedAt,
        int rules,
        int provisions,
        int measures,
        int lists) {}
