package org.jrp.server.notice;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jrp.server.access.Caller;

/** Where notices get their decisions from (告知书的来源): the log. */
public interface NoticeSource {

    /** The decision with that id; empty where there is none, or the caller may not read it. The look is logged. */
    Optional<NoticeFacts> find(UUID id, Caller caller);

    /** The ids of recorded decisions in that range, both ends included; at most a handful. */
    List<UUID> between(UUID low, UUID high);

    /** Whether the decision with that id still stands; empty where there is none. */
    Optional<Standing> findStanding(UUID id);
}
