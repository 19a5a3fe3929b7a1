package org.jrp.server.impact;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** How long the stages of an impact took (各阶段用时). For one thread. */
final class Stages {

    private final Map<String, Long> nanos = new LinkedHashMap<>();

    /** What that gives; its time is added to that stage's. */
    <T> T timed(String stage, Supplier<T> work) {
        long begun = System.nanoTime();
        try {
            return work.get();
        } finally {
            nanos.merge(stage, System.nanoTime() - begun, Long::sum);
        }
    }

    @Override
    public String toString() {
        return nanos.entrySet().stream()
                .map(one -> String.format(Locale.ROOT, "%s %.3f s", one.getKey(), one.getValue() / 1e9))
                .collect(Collectors.joining(", "));
    }
}
