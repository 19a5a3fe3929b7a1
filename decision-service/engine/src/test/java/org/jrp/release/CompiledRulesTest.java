package org.jrp.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompiledRulesTest {

    @Test
    void rules_are_compiled_in_a_thread_that_knows_nothing_of_drools() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());

        try (Release release = Release.shipped()) {
            assertThat(release.rules().rules()).isNotEmpty();
            assertThat(thread.getContextClassLoader()).isEqualTo(ClassLoader.getPlatformClassLoader());
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
