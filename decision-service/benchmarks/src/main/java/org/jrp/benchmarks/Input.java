package org.jrp.benchmarks;

/** One question: a subject of this kind, listed for this many full months, in this context. */
record Input(String list, String context, String kind, int months) {}
