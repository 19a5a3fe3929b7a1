package org.jrp.server.impact;

import java.util.Arrays;

/** Ids of shapes with the number of decisions that have each (特征及其决定数). */
final class Shapes {

    private static final int ROOM = 1_024;

    private long[] ids = new long[ROOM];
    private long[] counts = new long[ROOM];
    private int size;

    void add(long id, long count) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        ids[size] = id;
        counts[size++] = count;
    }

    /** How many decisions have one of them. */
    long decisions() {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += counts[i];
        }
        return sum;
    }

    int size() {
        return size;
    }

    long id(int at) {
        return ids[at];
    }

    long count(int at) {
        return counts[at];
    }
}
