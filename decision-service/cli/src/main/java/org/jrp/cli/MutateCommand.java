package org.jrp.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "mutate")
final class MutateCommand implements Callable<Integer> {

    private final Jrp jrp;

    MutateCommand(Jrp jrp) {
        this.jrp = jrp;
    }

    @Override
    public Integer call() {
        throw new IllegalStateException(jrp.toString());
    }
}
