package org.jrp.server.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The lock on a data folder (数据目录锁): one service a folder. The operating system lets go of it even after kill -9. */
final class FolderLock implements AutoCloseable {

    static final String FILE = "server.lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws StartRefusedException when another service holds it */
    static FolderLock take(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (findLock(channel) == null) {
            channel.close();
            String holder = Files.readString(file).strip();
            throw new StartRefusedException(
                    "数据目录(%s)正由另一个服务使用(进程 %s)。请先停止它,或用 --jrp.data=目录 另选数据目录。".formatted(folder, holder),
                    "The data folder (%s) is in use by another service (process %s). Stop that one first, or choose another folder with --jrp.data=DIR."
                            .formatted(folder, holder));
        }
        byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid), 0);
        return new FolderLock(channel);
    }

    private static @Nullable FileLock findLock(FileChannel channel) throws IOException {
        try {
            // A byte far behind the content: where locks are mandatory (Windows), the pid can still be read.
            return channel.tryLock(Long.MAX_VALUE - 1, 1, false);
        } catch (OverlappingFileLockException held) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
