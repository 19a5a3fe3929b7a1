package org.jrp.server.decision;

import java.time.Instant;
import org.jrp.decision.Question;
import org.jrp.server.subject.Personal;
import org.jspecify.annotations.Nullable;

/**
 * A question as a caller put it (收到的问询).
 *
 * @param question as read; its {@code knownAt} is that of the call where the caller gave none
 * @param now whether the caller gave no {@code knownAt}: then everything known when the answer is given counts
 * @param name the subject's name as given; for display alone
 * @param purpose why it asks
 * @param personal what is kept of the subject, encrypted
 */
record Asked(Question question, boolean now, @Nullable String name, String purpose, Personal personal) {

    /** The question as of what is known at that moment. */
    Question knownAt(Instant moment) {
        return new Question(
                question.subject(),
                question.kind(),
                question.context(),
                question.matter(),
                question.place(),
                question.asOf(),
                moment,
                question.relatedPersons());
    }
}
