package org.jrp.benchmarks;

import java.util.List;

/** An engine that has loaded a {@link RuleTable} and answers questions about it. */
interface Peer extends AutoCloseable {

    String name();

    /** The measures of every row that holds, in the order of the table. */
    List<String> decide(Input in);

    @Override
    default void close() {}
}
