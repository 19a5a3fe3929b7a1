package org.jrp.benchmarks;

/** One question (一次问询): a subject listed for an act of this severity, for this many full months, in this context. */
record Input(String list, String context, String severity, int months) {}
