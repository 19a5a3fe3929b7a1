package org.jrp.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jrp.catalogue.Text;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.seal.Checkpoint;
import org.jrp.seal.ExportVerifier;
import org.jrp.seal.InvalidSealException;
import org.jrp.seal.MerkleTree;
import org.jrp.seal.VerifierKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks an export of decisions without a server (离线核验). */
@Command(name = "verify", sortOptions = false)
final class VerifyCommand implements Callable<Integer> {

    private static final int SHOWN = 20;
    private static final int MOST_BYTES = 1 << 20;

    private final Jrp jrp;

    @Parameters(paramLabel = "FILE", arity = "1")
    private Path file = Path.of("");

    @Option(names = "--key", required = true, paramLabel = "FILE|KEY")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--checkpoint", paramLabel = "FILE")
    private @Nullable Path checkpoint;

    @Option(names = "--consistency", paramLabel = "FILE")
    private @Nullable Path consistency;

    VerifyCommand(Jrp jrp) {
        this.jrp = jrp;
    }

    @Override
    public Integer call() {
        List<VerifierKey> trusted = keys();
        Checkpoint outside = checkpoint == null ? null : outside(checkpoint);
        ExportVerifier.Result result;
        try (ProgressBar bar = jrp.progress("正在核验", "Verifying")) {
            result = ExportVerifier.verify(() -> Files.newInputStream(file), trusted, outside);
        } catch (IOException e) {
            throw InvalidInputException.unreadable("FILE", file, e);
        }
        boolean met = result.headMet() || outside != null && continues(outside, result.head());
        if (jrp.json()) {
            jrp.printJson(json(result, met));
        } else {
            print(result, met);
        }
        return result.intact() && met ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private void print(ExportVerifier.Result result, boolean met) {
        Report report = jrp.report();
        List<ExportVerifier.Finding> findings = result.findings();
        for (ExportVerifier.Finding one : findings.subList(0, Math.min(SHOWN, findings.size()))) {
            report.line(report.styled(Report.Style.BOLD, file + (one.line() == 0 ? ":" : ":" + one.line() + ":")) + " "
                    + report.styled(Report.Style.RED, report.in("错误", "error")) + " [" + one.code() + "] "
                    + (one.id() == null ? "" : one.id() + " ") + report.in(one.message()));
        }
        if (result.found() > SHOWN) {
            report.line(
                    "另有 " + (result.found() - SHOWN) + " 处未列出;--json 列出前 1000 处。",
                    (result.found() - SHOWN) + " more are not shown; --json lists the first 1,000.");
        }
        List<ExportVerifier.Finding> notices = result.notices();
        for (ExportVerifier.Finding one : notices.subList(0, Math.min(SHOWN, notices.size()))) {
            report.line(report.styled(Report.Style.BOLD, file + ":" + one.line() + ":") + " "
                    + report.in("注意", "notice") + " [" + one.code() + "] " + (one.id() == null ? "" : one.id() + " ")
                    + report.in(one.message()));
        }
        if (result.noticed() > SHOWN) {
            report.line(
                    "另有 " + (result.noticed() - SHOWN) + " 处注意事项未列出。",
                    (result.noticed() - SHOWN) + " more notices are not shown.");
        }
        String counts = report.in(
                result.decisions() + " 个决定,%d 片叶,%d 个封存头。".formatted(result.leaves(), result.checkpoints()),
                "%d decisions, %d leaves, %d tree heads."
                        .formatted(result.decisions(), result.leaves(), result.checkpoints()));
        report.line(counts);
        if (!result.intact()) {
            report.line(report.styled(
                    Report.Style.RED,
                    report.in("未通过:" + result.found() + " 处不符。", "Failed: " + result.found() + " differences.")));
        } else if (!met) {
            report.line(
                    "文件本身相符,但未能与库外封存头比较:请导出包含该封存头的日期,或用 --consistency 给出 /api/v1/seals/consistency 的一致性证明。",
                    "The file is sound in itself, but the tree head from outside could not be compared with it: export the days that"
                            + " it falls in, or give the proof of /api/v1/seals/consistency by --consistency.");
        } else {
            Checkpoint head = result.head();
            report.line(report.styled(Report.Style.GREEN, report.in("通过。", "Verified."))
                    + (head == null ? "" : " " + head.origin() + " " + head.size()));
        }
    }

    private static Map<String, @Nullable Object> json(ExportVerifier.Result result, boolean met) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        Checkpoint head = result.head();
        body.put("intact", result.intact());
        body.put("outsideHeadMet", met);
        body.put("decisions", result.decisions());
        body.put("leaves", result.leaves());
        body.put("checkpoints", result.checkpoints());
        body.put("head", head == null ? null : head.text());
        body.put("found", result.found());
        body.put("findings", json(result.findings()));
        body.put("noticed", result.noticed());
        body.put("notices", json(result.notices()));
        return body;
    }

    private static List<Map<String, @Nullable Object>> json(List<ExportVerifier.Finding> all) {
        List<Map<String, @Nullable Object>> findings = new ArrayList<>();
        for (ExportVerifier.Finding one : all) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("line", one.line());
            fields.put("id", one.id());
            fields.put("code", one.code());
            fields.put("message", Report.json(one.message()));
            findings.add(fields);
        }
        return findings;
    }

    private List<VerifierKey> keys() {
        List<VerifierKey> parsed = new ArrayList<>();
        for (String given : keys) {
            try {
                for (String line : lines(isFile(given) ? read("--key", Path.of(given)) : given)) {
                    if (!line.isBlank()) {
                        parsed.add(VerifierKey.parse(line));
                    }
                }
            } catch (InvalidSealException | JsonException e) {
                throw InvalidInputException.option(
                        "malformed-key",
                        "--key",
                        new Text("“" + given + "”不是验证公钥。", "(" + given + ") is no verifier key. " + e.getMessage()),
                        new Text(
                                "应为 名称+散列+base64,见 GET /api/v1/seals/key。",
                                "It is written name+hash+base64; see GET /api/v1/seals/key."));
            }
        }
        return parsed;
    }

    /** Keys, a line each; or the answer of {@code GET /api/v1/seals/key}. */
    private static List<String> lines(String text) {
        if (!text.strip().startsWith("{")) {
            return text.lines().toList();
        }
        List<String> lines = new ArrayList<>();
        if (Json.read(text.strip()) instanceof Map<?, ?> answer && answer.get("all") instanceof List<?> all) {
            all.forEach(key -> lines.add(String.valueOf(key)));
        }
        if (lines.isEmpty()) {
            throw new InvalidSealException("The JSON has no list (all) of keys.");
        }
        return lines;
    }

    private static boolean isFile(String given) {
        try {
            return Files.exists(Path.of(given));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** A signed note, or JSON that has it in {@code checkpoint}: an answer of the server, or the last line of its seals.log. */
    private static Checkpoint outside(Path file) {
        String text = read("--checkpoint", file);
        try {
            if (text.startsWith("{")) {
                String[] lines = text.strip().split("\n");
                Object whole = lines.length == 1 || !lines[lines.length - 1].startsWith("{")
                        ? Json.read(text)
                        : Json.read(lines[lines.length - 1]);
                text = whole instanceof Map<?, ?> map ? String.valueOf(map.get("checkpoint")) : "";
            }
            return Checkpoint.parse(text);
        } catch (InvalidSealException | JsonException e) {
            throw InvalidInputException.option(
                    "malformed-checkpoint",
                    "--checkpoint",
                    new Text(file + " 不是封存头。", file + " is no tree head. " + e.getMessage()),
                    new Text(
                            "应为 GET /api/v1/seals/latest 的 checkpoint。",
                            "It is the checkpoint of GET /api/v1/seals/latest."));
        }
    }

    /** Whether the proof given shows that one of the two heads continues the other. */
    private boolean continues(Checkpoint outside, @Nullable Checkpoint head) {
        Path proof = consistency;
        if (proof == null || head == null) {
            return false;
        }
        List<byte[]> hashes = new ArrayList<>();
        try {
            if (Json.read(read("--consistency", proof)) instanceof Map<?, ?> map
                    && map.get("proof") instanceof List<?> list) {
                list.forEach(hash -> hashes.add(Base64.getDecoder().decode(String.valueOf(hash))));
            }
        } catch (JsonException | IllegalArgumentException e) {
            throw InvalidInputException.option(
                    "malformed-proof",
                    "--consistency",
                    new Text(proof + " 不是一致性证明。", proof + " is no consistency proof."),
                    new Text(
                            "应为 GET /api/v1/seals/consistency 的答复。",
                            "It is the answer of GET /api/v1/seals/consistency."));
        }
        Checkpoint smaller = outside.size() < head.size() ? outside : head;
        Checkpoint larger = smaller == outside ? head : outside;
        return MerkleTree.consistent(smaller.size(), larger.size(), smaller.root(), larger.root(), hashes);
    }

    private static String read(String option, Path file) {
        try {
            if (Files.size(file) > MOST_BYTES && option.equals("--key")) {
                throw new IOException("too large");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw InvalidInputException.unreadable(option, file, e);
        }
    }
}
