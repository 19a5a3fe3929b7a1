package org.jrp.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jrp.benchmarks.Figure;

/** Imports beside {@code COPY} and {@code CREATE INDEX} of the same rows (P13), each into a service of its own with little memory. */
final class ImportFigures {

    private static final List<String> FLAGS = List.of("-Xmx512m");

    private final LoadRun.Plan plan;
    private final PrintStream out;

    ImportFigures(LoadRun.Plan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    List<Figure> measure() throws IOException, SQLException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        for (EntriesFile form : EntriesFile.values()) {
            Path file = form.write(
                    plan.folder().resolve("entries." + form.title().toLowerCase(Locale.ROOT)), plan.entries());
            double megabytes = Files.size(file) / 1e6;
            double[] ratios = new double[plan.imports()];
            double[] imports = new double[plan.imports()];
            double[] copies = new double[plan.imports()];
            double[] memory = new double[plan.imports()];
            for (int i = 0; i < plan.imports(); i++) {
                Path data = plan.folder().resolve("import-" + form.title() + "-" + i);
                ServerProcess.Settings common = plan.settings();
                try (ServerProcess server = ServerProcess.start(new ServerProcess.Settings(
                        common.jar(), null, FLAGS, data, common.arguments(), common.cpus()))) {
                    imports[i] = form.send(server, file);
                    memory[i] = server.peakMemory();
                    copies[i] = CopyPeer.seconds(server, plan.folder());
                    ratios[i] = copies[i] / imports[i];
                } finally {
                    Options.delete(data);
                }
            }
            Files.delete(file);
            String what = String.format(
                    Locale.ROOT, "import of %,d rows as %s (%,.0f MB)", plan.entries(), form.title(), megabytes);
            figures.add(Figure.plain(
                    "P13", "×", what + " ÷ COPY + CREATE INDEX", ratios, form == EntriesFile.CSV ? "≥ 0.7" : "≥ 0.15"));
            figures.add(Figure.plain("load", "s", what, imports, null));
            figures.add(Figure.plain("load", "s", "COPY + CREATE INDEX of the same rows", copies, null));
            figures.add(
                    Figure.plain("load", "MB", "most memory of the process, " + String.join(" ", FLAGS), memory, null));
        }
        LoadRun.print(out, "imports", figures, List.of());
        return figures;
    }
}
