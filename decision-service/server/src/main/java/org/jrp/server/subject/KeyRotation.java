package org.jrp.server.subject;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jrp.server.ServerProperties;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The command that adds a key (密钥轮换): {@code java -jar jrp-server.jar --jrp.rotate-keys}. It starts no server and asks no database:
 * it writes one version more into the file of keys. The server encrypts anew under it after its next start.
 */
public final class KeyRotation {

    private static final String ARGUMENT = "--jrp.rotate-keys";

    private KeyRotation() {}

    /** Whether the command line asks for it. */
    public static boolean asked(String... args) {
        return Arrays.stream(args).anyMatch(arg -> arg.equals(ARGUMENT) || arg.equals(ARGUMENT + "=true"));
    }

    /**
     * Adds a key and says so.
     *
     * @return the exit code: 0, or 1 where there is no file of keys to add to
     */
    public static int run(PrintStream out, String... args) throws IOException {
        Path file = settings(args).keyFile();
        if (!Files.exists(file)) {
            out.println("没有密钥文件:" + file + "。请用 --jrp.data 指明数据文件夹。");
            out.println("There is no file of keys: " + file + ". Give the data folder with --jrp.data.");
            return 1;
        }
        SubjectKeys rotated = SubjectKeys.readOrCreate(file).rotate(file);
        int version = rotated.newest().number();
        out.println("已加入第 " + version + " 版密钥:" + file);
        out.println("请备份该文件,并把它分发到每个节点后全部重启;旧密钥须保留,否则此前的决定无法读取。");
        out.println("Added key version " + version + ": " + file);
        out.println("Back the file up, copy it to every node and restart them all; keep the old keys, or earlier"
                + " decisions cannot be read.");
        return 0;
    }

    /** The settings as the server itself would read them: arguments, environment, application.yaml. */
    private static ServerProperties settings(String... args) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        ConfigurationPropertySources.attach(environment);
        return Binder.get(environment).bindOrCreate("jrp", ServerProperties.class);
    }
}
