package org.jrp.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows how a command is used (用法). */
@Command(name = "help")
final class HelpCommand implements Callable<Integer> {

    private final Jrp jrp;

    @Parameters(paramLabel = "COMMAND", arity = "0..*")
    private List<String> commands = new ArrayList<>();

    HelpCommand(Jrp jrp) {
        this.jrp = jrp;
    }

    @Override
    public Integer call() {
        CommandLine shown = jrp.commandLine();
        for (String name : commands) {
            CommandLine inner = shown.getSubcommands().get(name);
            if (inner == null) {
                throw InvalidInputException.option(
                        "unknown-command",
                        "COMMAND",
                        new Text(
                                "没有命令“" + Complaint.masked(name) + "”。",
                                "There is no command (" + Complaint.masked(name) + ")."),
                        Nearest.mend(
                                name,
                                shown.getSubcommands().keySet(),
                                new Text("全部命令见 jrp help。", "See jrp help for all.")));
            }
            shown = inner;
        }
        shown.usage(jrp.surroundings().out(), shown.getColorScheme());
        return ExitCode.OK;
    }
}
