package org.jrp.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Writes a script by which a shell completes commands and options (自动补全). */
@Command(name = "generate-completion")
final class CompletionCommand implements Callable<Integer> {

    private final Jrp jrp;

    CompletionCommand(Jrp jrp) {
        this.jrp = jrp;
    }

    @Override
    public Integer call() {
        jrp.surroundings().out().println(AutoComplete.bash("jrp", jrp.commandLine()));
        return ExitCode.OK;
    }
}
