package org.jrp.server.notification;

import java.util.Arrays;
import java.util.List;

/** Codes of the kinds of messages that the outbox holds (通知类别代码). */
final class NotificationKinds {

    private NotificationKinds() {}

    /** In the order of their definition; trials of receivers are no part of it. */
    static List<String> codes() {
        return Arrays.stream(NotificationKind.values())
                .filter(kind -> kind != NotificationKind.TEST)
                .map(NotificationKind::code)
                .toList();
    }
}
