package org.jrp.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments as they were typed (命令行参数). Under a locale such as {@code POSIX} the JVM replaces every Chinese character of an
 * argument before {@code main} sees it; Linux still knows the bytes, which are UTF-8.
 */
final class Arguments {

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private Arguments() {}

    static String[] asTyped(String[] args) {
        if (System.getProperty("sun.jnu.encoding", "").equalsIgnoreCase("UTF-8") || !Files.isReadable(COMMAND_LINE)) {
            return args;
        }
        try {
            return restored(args, Files.readAllBytes(COMMAND_LINE));
        } catch (IOException e) {
            return args;
        }
    }

    /**
     * The last arguments of a command line in bytes, each ended by NUL; those that were decoded, where the two do not fit.
     */
    static String[] restored(String[] args, byte[] commandLine) {
        List<String> typed = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                try {
                    typed.add(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(commandLine, from, i - from))
                            .toString());
                } catch (CharacterCodingException e) {
                    return args;
                }
                from = i + 1;
            }
        }
        if (typed.size() <= args.length) {
            return args;
        }
        String[] last = typed.subList(typed.size() - args.length, typed.size()).toArray(String[]::new);
        for (int i = 0; i < args.length; i++) {
            boolean ascii = last[i].chars().allMatch(c -> c < 0x80);
            if (ascii && !last[i].equals(args[i])) {
                return args;
            }
        }
        return last;
    }
}
