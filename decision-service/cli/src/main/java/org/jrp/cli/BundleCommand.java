package org.jrp.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.release.Bundle;
import org.jrp.release.ReleaseFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a release into one signed file (发布包), and helps with its keys. */
@Command(name = "bundle")
final class BundleCommand implements Callable<Integer> {

    private final Jrp jrp;

    @Option(names = "--out", paramLabel = "FILE")
    private @Nullable Path out;

    @Option(names = "--key", paramLabel = "PEM")
    private @Nullable Path key;

    BundleCommand(Jrp jrp) {
        this.jrp = jrp;
    }

    /** Refuses a release with errors: what is signed can be loaded. */
    @Override
    public Integer call() {
        Path target = needed("--out", out);
        Path secret = needed("--key", key);
        var privateKey = Pem.privateKey("--key", secret);
        ReleaseFiles files = jrp.release();
        try (ProgressBar bar = jrp.progress("正在检查", "Checking")) {
            List<Problem> errors = Draft.of(files).problems().stream()
                    .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                    .toList();
            if (!errors.isEmpty()) {
                throw InvalidInputException.files(errors);
            }
            write(target, Bundle.bytes(files, privateKey));
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("file", target.toString());
        body.put("hash", files.hash());
        body.put("files", files.paths().size());
        if (jrp.json()) {
            jrp.printJson(body);
        } else {
            jrp.report()
                    .line(
                            "已写入 " + target + ",共 " + files.paths().size() + " 个文件,发布版本 " + files.hash(),
                            "Wrote " + target + " with " + files.paths().size() + " files, release " + files.hash());
        }
        return ExitCode.OK;
    }

    @Command(name = "keygen")
    int keygen(@Option(names = "--out", required = true, paramLabel = "DIR") Path folder) {
        Path secret = folder.resolve("private.pem");
        Path open = folder.resolve("public.pem");
        for (Path file : new Path[] {secret, open}) {
            if (Files.exists(file)) {
                throw InvalidInputException.option(
                        "file-exists",
                        "--out",
                        new Text(
                                "文件 " + file + " 已存在,不会覆盖密钥。",
                                "The file " + file + " is there already; keys are never overwritten."),
                        new Text("请另选文件夹,或先移走旧密钥。", "Name another folder, or move the old keys away."));
            }
        }
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Files.createDirectories(folder);
            createSecret(secret);
            Files.write(secret, Pem.bytes(pair.getPrivate()));
            Files.write(open, Pem.bytes(pair.getPublic()), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw InvalidInputException.unreadable("--out", folder, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform from 15 on has Ed25519.", e);
        }
        if (jrp.json()) {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("privateKey", secret.toString());
            body.put("publicKey", open.toString());
            jrp.printJson(body);
        } else {
            jrp.report()
                    .line(
                            "已生成私钥 " + secret + "(仅本人可读,请妥善保管)和公钥 " + open + "。",
                            "Made the private key " + secret
                                    + " (readable by you alone, keep it safe) and the public key " + open + ".");
        }
        return ExitCode.OK;
    }

    @Command(name = "verify")
    int verify(@Parameters(paramLabel = "FILE") Path file) {
        ReleaseFiles files = ReleaseSource.bundle("FILE", file, jrp.trust());
        if (jrp.json()) {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("file", file.toString());
            body.put("valid", true);
            body.put("hash", files.hash());
            body.put("files", files.paths().size());
            jrp.printJson(body);
        } else {
            jrp.report()
                    .line(
                            "签名有效,内容未被改动:" + files.paths().size() + " 个文件,发布版本 " + files.hash(),
                            "The signature is good and nothing was changed: "
                                    + files.paths().size() + " files, release " + files.hash());
        }
        return ExitCode.OK;
    }

    /** Signature and content, then everything that lint finds: what passes can be loaded by a server or an embedded engine. */
    @Command(name = "check")
    int check(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--key", required = true, paramLabel = "PEM") List<Path> keys) {
        ReleaseFiles files = ReleaseSource.bundle("FILE", file, keys);
        List<Problem> problems;
        try (ProgressBar bar = jrp.progress("正在检查", "Checking")) {
            problems = Draft.of(files).problems();
        }
        long errors = Report.errors(problems);
        long warnings = problems.size() - errors;
        if (jrp.json()) {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("file", file.toString());
            body.put("hash", files.hash());
            body.put("files", files.paths().size());
            body.put("errors", errors);
            body.put("warnings", warnings);
            body.put("problems", problems.stream().map(Report::json).toList());
            jrp.printJson(body);
        } else {
            jrp.report().problems(problems, null);
            jrp.report()
                    .line(
                            "签名有效,内容未被改动:发布版本 " + files.hash() + ";" + errors + " 处错误," + warnings + " 处警告。",
                            "The signature is good and nothing was changed: release " + files.hash() + "; " + errors
                                    + " errors, " + warnings + " warnings.");
        }
        return errors > 0 ? ExitCode.FINDINGS : ExitCode.OK;
    }

    /** Writes nothing over files that are there. */
    @Command(name = "unpack")
    int unpack(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--key", required = true, paramLabel = "PEM") List<Path> keys,
            @Option(names = "--out", required = true, paramLabel = "DIR") Path folder) {
        ReleaseFiles files = ReleaseSource.bundle("FILE", file, keys);
        try {
            for (String path : files.paths()) {
                Path target = folder.resolve(path);
                Files.createDirectories(target.toAbsolutePath().getParent());
                Files.write(target, files.bytes(path), StandardOpenOption.CREATE_NEW);
            }
        } catch (FileAlreadyExistsException e) {
            throw InvalidInputException.option(
                    "file-exists",
                    "--out",
                    new Text("文件 " + e.getFile() + " 已存在,不会覆盖。", "The file " + e.getFile() + " is there already."),
                    new Text("请另选空文件夹。", "Name an empty folder."));
        } catch (IOException e) {
            throw InvalidInputException.unreadable("--out", folder, e);
        }
        if (jrp.json()) {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("folder", folder.toString());
            body.put("hash", files.hash());
            body.put("files", files.paths().size());
            jrp.printJson(body);
        } else {
            jrp.report()
                    .line(
                            "已解开到 " + folder + ",共 " + files.paths().size() + " 个文件,发布版本 " + files.hash(),
                            "Unpacked to " + folder + ": " + files.paths().size() + " files, release " + files.hash());
        }
        return ExitCode.OK;
    }

    private static void createSecret(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] mine = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Files.createFile(file, mine);
    }

    /** All or nothing: a half-written bundle is never left behind. */
    private static void write(Path target, byte[] bytes) {
        try {
            Path absolute = target.toAbsolutePath();
            Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
            try {
                Files.write(part, bytes);
                Files.move(part, absolute, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw InvalidInputException.unreadable("--out", target, e);
        }
    }

    private static Path needed(String option, @Nullable Path given) {
        if (given == null) {
            throw InvalidInputException.option(
                    "missing-option",
                    option,
                    new Text("缺少该参数。", "It is missing."),
                    new Text(
                            "例如:jrp bundle --out release.zip --key private.pem",
                            "As in: jrp bundle --out release.zip --key private.pem"));
        }
        return given;
    }
}
