package org.jrp.server.seal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.json.JsonWriter;
import org.jrp.seal.Checkpoint;
import org.jrp.seal.InvalidSealException;

/**
 * Tree heads outside the database (库外封存头), a JSON line each: {@code number}, {@code sealedAt}, {@code checkpoint}. Whoever puts an older
 * or edited database in the place of this one does not change this file by it.
 */
final class HeadFile {

    private static final int TAIL = 64 << 10;

    private final Path file;

    HeadFile(Path file) {
        this.file = file;
    }

    Path path() {
        return file;
    }

    void append(SealStore.Head head) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("number", head.number());
        line.put("sealedAt", head.sealedAt().toString());
        line.put("checkpoint", head.checkpoint());
        String text = (cutOff() ? "\n" : "") + new String(JsonWriter.inOrder(line), StandardCharsets.UTF_8) + '\n';
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
    }

    /** Whether the last line was not written to its end. */
    private boolean cutOff() throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            if (in.length() == 0) {
                return false;
            }
            in.seek(in.length() - 1);
            return in.read() != '\n';
        }
    }

    /**
     * The last head that stands in the file whole; a line that was cut off in writing is read over.
     *
     * @throws InvalidSealException when the file holds something and none of it is a head
     */
    Optional<Checkpoint> last() throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return Optional.empty();
        }
        String tail;
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            int length = (int) Math.min(TAIL, in.length());
            byte[] bytes = new byte[length];
            in.seek(in.length() - length);
            in.readFully(bytes);
            tail = new String(bytes, StandardCharsets.UTF_8);
        }
        String[] lines = tail.split("\n", -1);
        for (int i = lines.length - 1; i >= 0; i--) {
            try {
                if (Json.read(lines[i].getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> line
                        && line.get("checkpoint") instanceof String text) {
                    return Optional.of(Checkpoint.parse(text));
                }
            } catch (JsonException e) {
                continue;
            }
        }
        throw new InvalidSealException("The file %s holds no tree head.".formatted(file));
    }
}
