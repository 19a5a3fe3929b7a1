package org.jrp.server.publication;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What must be known of a release before a second person stands by it (审批条件). */
public interface ApprovalCondition {

    /**
     * What the signed statement says of it, by field.
     *
     * @param release hash of the release to be approved
     * @param confirmed ids of what the approver says to have seen
     * @throws org.jrp.server.problem.ProblemException where something is missing, or was not confirmed
     */
    Map<String, Object> met(String release, List<UUID> confirmed);
}
