package org.jrp.benchmarks;

/**
 * How long is measured (计时节奏).
 *
 * @param seconds length of a slice
 * @param warmUp seconds of warm-up, shared by all contestants of a section
 * @param rounds slices of each contestant
 */
record Pace(double seconds, double warmUp, int rounds) {}
