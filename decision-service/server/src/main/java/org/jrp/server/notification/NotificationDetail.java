package org.jrp.server.notification;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what a message tells about (通知内容), from the rows its refs name, when it is read or delivered. Each feature gives the kinds
 * of its own. What it gives must be the same however often a message is delivered, and hold no citizen's number unmasked.
 */
public interface NotificationDetail {

    /** The kinds it knows. */
    Set<NotificationKind> kinds();

    /**
     * What stands in the message besides its refs.
     *
     * @param refs as they were put into the outbox
     */
    Map<String, @Nullable Object> of(NotificationKind kind, Map<String, ?> refs);
}
