package org.jrp.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Opens the files that records are appended to (留痕存储): private to their owner, at the end, flushed on demand. */
interface RecordStorage {

    /** Files of the machine. */
    RecordStorage DISK = DiskFile::new;

    /** Opens that file, made where it is missing. */
    Appending open(Path file) throws IOException;

    /** A file that grows (追加中的文件). */
    interface Appending extends Closeable {

        long length() throws IOException;

        void append(byte[] bytes) throws IOException;

        /** Returns once everything appended is on the disk. */
        void flush() throws IOException;

        /** Cuts off what stands after that length. */
        void cut(long length) throws IOException;
    }

    /** Attributes of a file or folder that only its owner may use, where the file system knows them. */
    static FileAttribute<?>[] onlyOwner(Path path, String modes) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(modes))}
                : new FileAttribute<?>[0];
    }

    /** Makes the folder's list of files durable, where the system lets one open a folder. */
    static void flushFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            boolean interrupted = Thread.interrupted();
            while (!flushedFolder(folder)) {
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A folder opens only as a channel, and a channel breaks off when its thread is interrupted: false then. */
    private static boolean flushedFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    /** By {@link RandomAccessFile}, because an interrupt of one caller would close a channel for all. */
    final class DiskFile implements Appending {

        private final RandomAccessFile file;

        DiskFile(Path path) throws IOException {
            Path folder = path.toAbsolutePath().getParent();
            if (Files.notExists(path)) {
                Files.createFile(path, onlyOwner(path, "rw-------"));
                if (folder != null) {
                    flushFolder(folder);
                }
            }
            file = new RandomAccessFile(path.toFile(), "rw");
            file.seek(file.length());
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            file.write(bytes);
        }

        @Override
        public void flush() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void cut(long length) throws IOException {
            file.setLength(length);
            file.getFD().sync();
            file.seek(length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
