package org.jrp.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.concurrent.Callable;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Text;
import org.jrp.decision.DecisionEngine;
import org.jrp.json.JsonWriter;
import org.jrp.release.ReleaseFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code jrp} (命令行入口) with the options that every command takes. */
@Command(name = "jrp", versionProvider = Jrp.Version.class)
public final class Jrp implements Callable<Integer> {

    private final Surroundings surroundings;
    private final CommandLine commandLine = new CommandLine(this);

    @Option(names = "--lang", scope = ScopeType.INHERIT, paramLabel = "zh|en")
    private @Nullable String language;

    @Option(names = "--json", scope = ScopeType.INHERIT)
    private boolean json;

    @Option(names = "--compact", scope = ScopeType.INHERIT)
    private boolean compact;

    @Option(names = "--no-color", scope = ScopeType.INHERIT)
    private boolean plain;

    @Option(names = "--release", scope = ScopeType.INHERIT, paramLabel = "DIR|ZIP")
    private List<Path> releases = new ArrayList<>();

    @Option(names = "--trust", scope = ScopeType.INHERIT, paramLabel = "PEM")
    private List<Path> trust = new ArrayList<>();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT)
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true)
    private boolean version;

    private Jrp(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The engine's version, which is this program's too. */
    static final class Version implements CommandLine.IVersionProvider {

        static String number() {
            return DecisionEngine.VERSION;
        }

        @Override
        public String[] getVersion() {
            return new String[] {
                "jrp " + number(), "Java " + System.getProperty("java.version") + " · " + System.getProperty("os.name")
            };
        }
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.setProperty("jdk.console", "java.base");
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        int exitCode = run(
                new Surroundings(out, err, System.console() != null, System.getenv(), InstantSource.system()),
                Arguments.asTyped(args));
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    /** Runs one command. */
    static int run(Surroundings surroundings, String... args) {
        Jrp jrp = new Jrp(surroundings);
        return jrp.execute(args);
    }

    private int execute(String... args) {
        Locale locale = wanted(args, surroundings.locale());
        boolean wantsJson = List.of(args).contains("--json");
        commandLine
                .addSubcommand(new DecideCommand(this))
                .addSubcommand(new LintCommand(this))
                .addSubcommand(new TestCommand(this))
                .addSubcommand(new MutateCommand(this))
                .addSubcommand(new DiffCommand(this))
                .addSubcommand(new ChangesCommand(this))
                .addSubcommand(new CatalogueCommand(this))
                .addSubcommand(new HealthCommand(this))
                .addSubcommand(new BundleCommand(this))
                .addSubcommand(new VerifyCommand(this))
                .addSubcommand(new ReplayCommand(this))
                .addSubcommand(new ImpactCommand(this))
                .addSubcommand(new HelpCommand(this))
                .addSubcommand(new CompletionCommand(this));
        commandLine.setResourceBundle(ResourceBundle.getBundle(
                "org.jrp.cli.Usage",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT)));
        commandLine.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
        boolean colours = surroundings.colours() && !List.of(args).contains("--no-color");
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF));
        commandLine.setUsageHelpWidth(100);
        commandLine.setUsageHelpAutoWidth(false);
        commandLine.setAdjustLineBreaksForWideCJKCharacters(true);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((e, unused) -> {
            new Complaint(surroundings, locale, wantsJson, colours).usage(e);
            return ExitCode.INVALID;
        });
        commandLine.setExecutionExceptionHandler((e, unused, parsed) -> {
            Complaint complaint = new Complaint(surroundings, locale, json, colours);
            if (e instanceof InvalidInputException invalid) {
                complaint.invalid(invalid);
                return ExitCode.INVALID;
            }
            complaint.internal(e);
            return ExitCode.INTERNAL;
        });
        return commandLine.execute(args);
    }

    /** The language asked for, found before the rest is understood, so that complaints about the rest are in it. */
    private static Locale wanted(String[] args, Locale otherwise) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--lang=en")
                    || args[i].equals("--lang") && i + 1 < args.length && args[i + 1].equals("en")) {
                return Locale.ENGLISH;
            }
            if (args[i].equals("--lang=zh")
                    || args[i].equals("--lang") && i + 1 < args.length && args[i + 1].equals("zh")) {
                return Locale.CHINESE;
            }
        }
        return otherwise;
    }

    @Override
    public Integer call() {
        commandLine.usage(surroundings.err());
        return ExitCode.INVALID;
    }

    CommandLine commandLine() {
        return commandLine;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Locale locale() {
        String given = language;
        if (given == null) {
            return surroundings.locale();
        }
        return switch (given) {
            case "zh" -> Locale.CHINESE;
            case "en" -> Locale.ENGLISH;
            default ->
                throw InvalidInputException.option(
                        "unknown-language",
                        "--lang",
                        new Text("不支持语言“" + given + "”。", "The language (" + given + ") is not known."),
                        new Text("可用:zh、en。", "Known: zh, en."));
        };
    }

    boolean json() {
        return json;
    }

    boolean colours() {
        return surroundings.colours() && !plain;
    }

    /** What the command prints. */
    Report report() {
        return new Report(surroundings.out(), locale(), colours());
    }

    /** A bar with that label in the reader's language. */
    ProgressBar progress(String zh, String en) {
        return ProgressBar.start(surroundings, locale().getLanguage().equals("en") ? en : zh);
    }

    /** The first release named on the command line; null for the one shipped. */
    @Nullable Path releasePath() {
        return releases.isEmpty() ? null : releases.get(0);
    }

    /** The files of the release asked for. */
    ReleaseFiles release() {
        if (releases.size() > 1) {
            throw InvalidInputException.option(
                    "repeated-option",
                    "--release",
                    new Text("该命令只用一个发布版本。", "This command takes one release."),
                    new Text("只写一次 --release。", "Give --release once."));
        }
        return ReleaseSource.files("--release", releases.isEmpty() ? null : releases.get(0), trust);
    }

    /** The files of every release named; none where none is. */
    List<ReleaseFiles> releases() {
        return releases.stream()
                .map(path -> ReleaseSource.files("--release", path, trust))
                .toList();
    }

    /** The files of that release; of the one asked for where none is named. */
    ReleaseFiles files(String option, @Nullable Path path) {
        return path == null ? release() : ReleaseSource.files(option, path, trust);
    }

    /** The catalogue of that release; of the one asked for where none is named. */
    Catalogue catalogue(String option, @Nullable Path path) {
        ReleaseFiles files = files(option, path);
        try {
            return Catalogue.read(files.below("measure-catalogue"));
        } catch (InvalidFilesException e) {
            throw InvalidInputException.files(e.problems().stream()
                    .map(problem -> problem.at("measure-catalogue/" + problem.file()))
                    .toList());
        }
    }

    List<Path> trust() {
        return List.copyOf(trust);
    }

    void printJson(@Nullable Object value) {
        surroundings
                .out()
                .println(
                        compact ? new String(JsonWriter.inOrder(value), StandardCharsets.UTF_8) : PrettyJson.of(value));
    }
}
