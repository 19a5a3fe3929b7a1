package org.jrp.server.exchange;

import org.jrp.server.access.Caller;
import org.jrp.server.problem.ProblemException;
import org.jrp.subject.SubjectId;

/** Decides for the exchange (对接决定): by the same service, under the same grants and limits, into the same log as every other call. */
public interface ExchangeDecisions {

    /**
     * Decides as of today and records the decision before it returns.
     *
     * @param context code of the business context; the service checks that the department was granted it
     * @throws ProblemException when the decision is refused or cannot be recorded
     */
    ExchangeAnswer decide(Caller caller, String context, String purpose, SubjectId subject);
}
