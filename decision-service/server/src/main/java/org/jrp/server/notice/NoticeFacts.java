package org.jrp.server.notice;

import java.time.Instant;
import java.util.UUID;
import org.jrp.record.Answer;
import org.jrp.record.CanonicalDecision;

/**
 * What a notice tells (告知书的内容): a decision from the log, and whom it is about.
 *
 * @param stored the decision as recorded
 * @param subject masked
 * @param department name of the department that asked
 * @param decidedAt when it asked
 */
public record NoticeFacts(
        UUID id, CanonicalDecision.Stored stored, Answer.Subject subject, String department, Instant decidedAt) {}
