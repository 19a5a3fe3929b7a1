package org.jrp.client;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;

/** A release in use (使用中的发布版本): stays loaded until nobody needs it, so that a switch makes no check wait or fail. */
final class Ruled {

    private final Release release;
    private final boolean own;
    private final DecisionEngine engine;
    private final Questions questions;
    private final Instant since;
    /** One for the engine that holds it, one for each check under way; closed at 0. */
    private final AtomicInteger users = new AtomicInteger(1);

    /**
     * A release in use.
     *
     * @param own whether it is closed at the end
     */
    Ruled(Release release, boolean own, Questions questions, Instant since) {
        this.release = release;
        this.own = own;
        this.engine = DecisionEngine.of(release);
        this.questions = questions;
        this.since = since;
    }

    Release release() {
        return release;
    }

    DecisionEngine engine() {
        return engine;
    }

    Questions questions() {
        return questions;
    }

    Instant since() {
        return since;
    }

    /** Whether it may still be used; {@link #leave} then follows. */
    boolean enter() {
        for (int count = users.get(); count > 0; count = users.get()) {
            if (users.compareAndSet(count, count + 1)) {
                return true;
            }
        }
        return false;
    }

    void leave() {
        if (users.decrementAndGet() == 0 && own) {
            release.close();
        }
    }
}
