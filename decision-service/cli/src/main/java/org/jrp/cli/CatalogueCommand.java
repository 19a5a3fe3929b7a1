package org.jrp.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jrp.catalogue.CatalogueCheck;
import org.jrp.catalogue.EditionDigests;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks the catalogue of measures by itself (目录核对). */
@Command(name = "catalogue")
final class CatalogueCommand implements Callable<Integer> {

    private static final String DIGESTS = "digests.yaml";

    private final Jrp jrp;

    @Spec
    private @Nullable CommandSpec spec;

    CatalogueCommand(Jrp jrp) {
        this.jrp = jrp;
    }

    @Override
    public Integer call() {
        Objects.requireNonNull(spec).commandLine().usage(jrp.surroundings().err());
        return ExitCode.INVALID;
    }

    @Command(name = "check")
    int check(@Parameters(paramLabel = "DIR", arity = "0..1") @Nullable Path folder) {
        CatalogueCheck check;
        try (ProgressBar bar = jrp.progress("正在检查", "Checking")) {
            check = CatalogueCheck.of(files(folder));
        }
        if (jrp.json()) {
            jrp.printJson(json(check));
        } else {
            Report report = jrp.report();
            report.problems(check.problems(), folder == null ? null : root(folder));
            check.summary().forEach(line -> report.line(report.in(line)));
        }
        return check.passed() ? ExitCode.OK : ExitCode.FINDINGS;
    }

    /** Prints what {@code digests.yaml} should say; writes it where asked, but never over a digest already recorded. */
    @Command(name = "digest")
    int digest(
            @Parameters(paramLabel = "DIR", arity = "0..1") @Nullable Path folder,
            @Option(names = "--write") boolean write) {
        Map<String, byte[]> files = files(folder);
        SortedMap<String, String> digests = EditionDigests.of(files);
        List<Problem> changed = CatalogueCheck.of(files).errors().stream()
                .filter(problem -> problem.code().startsWith("published-edition"))
                .toList();
        if (!changed.isEmpty()) {
            throw InvalidInputException.files(changed);
        }
        String text = EditionDigests.fileText(digests);
        if (write) {
            if (folder == null) {
                throw InvalidInputException.option(
                        "missing-parameter",
                        "--write",
                        new Text("没有写明文件夹。", "No folder is named."),
                        new Text("例如:jrp catalogue digest . --write", "As in: jrp catalogue digest . --write"));
            }
            Path target = root(folder).resolve(DIGESTS);
            try {
                Files.writeString(target, text, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw InvalidInputException.unreadable("DIR", target, e);
            }
        }
        if (jrp.json()) {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("digests", new LinkedHashMap<>(digests));
            jrp.printJson(body);
        } else if (write) {
            jrp.report()
                    .line(
                            "已写入 " + digests.size() + " 个版次的摘要。",
                            "Wrote the digests of " + digests.size() + " editions.");
        } else {
            jrp.report().line(text.stripTrailing());
        }
        return ExitCode.OK;
    }

    private Map<String, byte[]> files(@Nullable Path folder) {
        if (folder == null) {
            return jrp.release().below("measure-catalogue");
        }
        Path root = root(folder);
        if (!Files.isRegularFile(root.resolve("lists.yaml"))) {
            throw InvalidInputException.option(
                    "nothing-to-check",
                    "DIR",
                    new Text(folder + " 中没有措施目录。", folder + " holds no catalogue."),
                    new Text(
                            "请指定发布文件夹,或其中的 measure-catalogue。",
                            "Name a release folder, or the measure-catalogue in it."));
        }
        return new TreeMap<>(Draft.of("DIR", root).files().below("measure-catalogue"));
    }

    private static Path root(Path folder) {
        Path inner = folder.resolve("measure-catalogue");
        return Files.isDirectory(inner) ? inner : folder;
    }

    private static Map<String, @Nullable Object> json(CatalogueCheck check) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("errors", check.errors().size());
        body.put("warnings", check.warnings().size());
        body.put("problems", check.problems().stream().map(Report::json).toList());
        CatalogueCheck.Counts counts = check.counts();
        Map<String, @Nullable Object> numbers = new LinkedHashMap<>();
        numbers.put("instruments", counts.instruments());
        numbers.put("provisions", counts.provisions());
        numbers.put("encoded", counts.encoded());
        numbers.put("notEncoded", counts.notEncoded());
        numbers.put("articles", counts.articles());
        numbers.put("documents", counts.documents());
        numbers.put("measures", counts.measures());
        numbers.put("sanctions", counts.sanctions());
        numbers.put("incentives", counts.incentives());
        numbers.put("lists", counts.lists());
        numbers.put("matters", counts.matters());
        numbers.put("contexts", counts.contexts());
        numbers.put("roles", counts.roles());
        numbers.put("departments", counts.departments());
        body.put("counts", numbers);
        body.put(
                "editions",
                check.editions().stream().map(CatalogueCommand::edition).toList());
        CatalogueCheck.Citations citations = check.citations();
        Map<String, @Nullable Object> verified = new LinkedHashMap<>();
        verified.put("verified", citations.verified());
        verified.put("documentNumberOnly", citations.documentNumberOnly());
        verified.put("unverified", citations.unverified());
        verified.put("wordingVerified", citations.wordingVerified());
        verified.put("sourceLinks", citations.sourceLinks());
        verified.put("memoryLinks", citations.memoryLinks());
        verified.put("usualLinks", citations.usualLinks());
        verified.put("articlesVerified", citations.articlesVerified());
        verified.put("documentsVerified", citations.documentsVerified());
        body.put("citations", verified);
        return body;
    }

    private static Map<String, @Nullable Object> edition(CatalogueCheck.EditionCount edition) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", edition.id());
        fields.put("title", edition.title());
        fields.put("status", edition.status());
        fields.put("layer", edition.layer().code());
        fields.put("effectiveFrom", edition.effectiveFrom().toString());
        fields.put(
                "effectiveTo",
                edition.effectiveTo() == null ? null : edition.effectiveTo().toString());
        fields.put("measures", edition.measures());
        fields.put("items", edition.items());
        fields.put("digest", edition.digest());
        return fields;
    }
}
