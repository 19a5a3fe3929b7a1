package org.jrp.server.impact;

/** A job on its way (作业进行). For one thread. */
interface Run {

    /** Does the next page and writes it; false when the job is done, or no longer this node's. */
    boolean step();
}
