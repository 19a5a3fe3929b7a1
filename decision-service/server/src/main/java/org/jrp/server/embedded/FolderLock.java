package org.jrp.server.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The lock on a data folder (数据目录锁): one service a folder. The operating system lets go of it even after kill -9. */
final class FolderLock implements AutoCloseable {

    static final String FILE = "server.lock";

    /**
     * Files locked by this JVM. POSIX lets go of a lock as soon as its process closes any other channel to the same file: whoever holds it
     * must never open the file a second time, not even to find it locked.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws StartRefusedException when another service holds it */
    static FolderLock take(Path folder) throws IOException {
        Path file = folder.toRealPath().resolve(FILE);
        if (!HELD.add(file)) {
            throw held(folder, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new FolderLock(file, lock(folder, file));
        } catch (IOException | RuntimeException refused) {
            HELD.remove(file);
            throw refused;
        }
    }

    private static FileChannel lock(Path folder, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // A byte far behind the content: where locks are mandatory (Windows), the pid can still be read.
        if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) == null) {
            channel.close();
            throw held(folder, Files.readString(file).strip());
        }
        byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid), 0);
        return channel;
    }

    private static StartRefusedException held(Path folder, String holder) {
        return new StartRefusedException(
                "数据目录(%s)正由另一个服务使用(进程 %s)。请先停止它,或用 --jrp.data=目录 另选数据目录。".formatted(folder, holder),
                "The data folder (%s) is in use by another service (process %s). Stop that one first, or choose another folder with --jrp.data=DIR."
                        .formatted(folder, holder));
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(file);
    }
}
