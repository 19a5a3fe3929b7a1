package org.jrp.server;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Things that are dear to make and serve one thread at a time (借用), such as a keyed digest. Kept here and not with threads: a virtual thread
 * lives for one request.
 */
public final class Lent<T> {

    private final Supplier<T> make;
    private final ConcurrentLinkedQueue<T> idle = new ConcurrentLinkedQueue<>();

    public Lent(Supplier<T> make) {
        this.make = make;
    }

    /** What the use gives, with one that nobody else uses meanwhile. One that was in use when something failed is not used again. */
    public <R> R with(Function<? super T, R> use) {
        T one = idle.poll();
        if (one == null) {
            one = make.get();
        }
        R result = use.apply(one);
        idle.offer(one);
        return result;
    }
}
