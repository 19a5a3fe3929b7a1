package org.jrp.client;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jrp.decision.Question;
import org.jrp.record.DecisionRecord;
import org.jspecify.annotations.Nullable;

/**
 * The record files of an embedded engine (留痕文件): append-only, one record a line, a new file each day (Asia/Shanghai) and whenever
 * one is full. Written by one process at a time; callers who come together share one write and one flush.
 */
final class RecordFiles implements Closeable {

    static final Pattern NAME = Pattern.compile("decisions-(\\d{4}-\\d{2}-\\d{2})-(\\d{6})\\.ndjson");

    private final Path folder;
    private final long mostBytes;
    private final InstantSource clock;
    private final RecordStorage storage;
    private final FileChannel lockFile;
    private final Recovery recovery;

    private final Object queue = new Object();
    private List<Waiting> waiting = new ArrayList<>();

    /** Held by the caller who writes for all; guards what follows. */
    private final ReentrantLock turn = new ReentrantLock();

    private RecordStorage.@Nullable Appending current;
    private @Nullable LocalDate day;
    private long length;
    private long flushes;
    private boolean closed;

    /** A line that is to be written. */
    private static final class Waiting {

        private final byte[] line;
        private boolean settled;
        private @Nullable IOException failure;

        Waiting(byte[] line) {
            this.line = line;
        }
    }

    private RecordFiles(Path folder, long mostBytes, InstantSource clock, RecordStorage storage, FileChannel lockFile)
            throws IOException {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.clock = clock;
        this.storage = storage;
        this.lockFile = lockFile;
        this.recovery = recover();
    }

    /**
     * Opens the files in that folder, made where it is missing.
     *
     * @throws IllegalStateException when another process, or another engine in this one, writes there
     */
    static RecordFiles open(Path folder, long mostBytes, InstantSource clock, RecordStorage storage)
            throws IOException {
        if (Files.notExists(folder)) {
            Files.createDirectories(folder, RecordStorage.onlyOwner(folder, "rwx------"));
        }
        Path lock = folder.resolve("decisions.lock");
        FileChannel channel = FileChannel.open(
                lock,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                RecordStorage.onlyOwner(lock, "rw-------"));
        try {
            if (!locked(channel)) {
                throw new IllegalStateException(
                        "The record folder is in use by another engine. Maybe give each process a folder of its own?");
            }
            return new RecordFiles(folder, mostBytes, clock, storage, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** The record files in that folder, oldest first. */
    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            NAME.matcher(String.valueOf(file.getFileName())).matches())
                    .sorted()
                    .toList();
        }
    }

    Path folder() {
        return folder;
    }

    Recovery recovery() {
        return recovery;
    }

    /** How often the disk was waited for. */
    long flushes() {
        turn.lock();
        try {
            return flushes;
        } finally {
            turn.unlock();
        }
    }

    /**
     * Writes a record and returns once it is on the disk.
     *
     * @throws IOException when that cannot be promised
     */
    void append(DecisionRecord record) throws IOException {
        Waiting mine = new Waiting(RecordLine.of(record));
        synchronized (queue) {
            waiting.add(mine);
        }
        turn.lock();
        try {
            if (!mine.settled) {
                commit();
            }
            if (mine.failure != null) {
                throw new IOException("The record could not be written.", mine.failure);
            }
        } finally {
            turn.unlock();
        }
    }

    private void commit() {
        List<Waiting> batch;
        synchronized (queue) {
            batch = waiting;
            waiting = new ArrayList<>();
        }
        IOException failure = null;
        try {
            write(batch);
        } catch (IOException e) {
            failure = e;
            abandon();
        } catch (RuntimeException | Error e) {
            failure = new IOException(e);
            abandon();
        }
        for (Waiting one : batch) {
            one.settled = true;
            one.failure = failure;
        }
    }

    private void write(List<Waiting> batch) throws IOException {
        if (closed) {
            throw new IOException("The record files are closed.");
        }
        RecordStorage.Appending file = file();
        int size = batch.stream().mapToInt(one -> one.line.length).sum();
        byte[] bytes = new byte[size];
        int at = 0;
        for (Waiting one : batch) {
            System.arraycopy(one.line, 0, bytes, at, one.line.length);
            at += one.line.length;
        }
        file.append(bytes);
        file.flush();
        flushes++;
        length += size;
    }

    private RecordStorage.Appending file() throws IOException {
        LocalDate today = clock.instant().atOffset(Question.SHANGHAI).toLocalDate();
        RecordStorage.Appending file = current;
        if (file != null && today.equals(day) && length < mostBytes) {
            return file;
        }
        if (file != null) {
            current = null;
            file.close();
        }
        file = storage.open(folder.resolve(name(today, last(today) + 1)));
        current = file;
        day = today;
        length = file.length();
        return file;
    }

    /** After a failed write or flush nobody knows what the disk holds: cut back what can be, and go on in a new file. */
    private void abandon() {
        RecordStorage.Appending file = current;
        current = null;
        if (file == null) {
            return;
        }
        try (file) {
            file.cut(length);
        } catch (IOException e) {
            // The lines stay: records of answers that nobody was given. The next opening checks the file.
            day = null;
        }
    }

    private int last(LocalDate today) throws IOException {
        int last = 0;
        for (Path file : list(folder)) {
            Matcher matcher = NAME.matcher(String.valueOf(file.getFileName()));
            if (matcher.matches() && matcher.group(1).equals(today.toString())) {
                last = Math.max(last, Integer.parseInt(matcher.group(2)));
            }
        }
        return last;
    }

    static String name(LocalDate day, int number) {
        return String.format(Locale.ROOT, "decisions-%s-%06d.ndjson", day, number);
    }

    /** Checks the newest file whole and the ends of all others, cuts off what a crash left, and goes on where it may. */
    private Recovery recover() throws IOException {
        List<Recovery.Torn> torn = new ArrayList<>();
        List<Recovery.Damaged> damaged = new ArrayList<>();
        List<Path> files = list(folder);
        for (Path file : files) {
            boolean newest = file.equals(files.get(files.size() - 1));
            if (newest || !endsALine(file)) {
                recover(file, newest, torn, damaged);
            }
        }
        return new Recovery(torn, damaged);
    }

    private void recover(Path file, boolean newest, List<Recovery.Torn> torn, List<Recovery.Damaged> damaged)
            throws IOException {
        String name = String.valueOf(file.getFileName());
        RecordScan scan = RecordScan.of(file, (record, endsAt) -> {});
        scan.damaged().forEach(line -> damaged.add(new Recovery.Damaged(name, line)));
        RecordStorage.Appending opened = storage.open(file);
        boolean goOn = false;
        try {
            if (!scan.damaged().isEmpty()) {
                return;
            }
            if (scan.linesTo() < scan.length()) {
                opened.cut(scan.linesTo());
                torn.add(new Recovery.Torn(name, scan.linesTo(), scan.length() - scan.linesTo()));
            }
            Matcher matcher = NAME.matcher(name);
            if (newest && matcher.matches()) {
                current = opened;
                day = LocalDate.parse(matcher.group(1));
                length = scan.linesTo();
                goOn = true;
            }
        } finally {
            if (!goOn) {
                opened.close();
            }
        }
    }

    private static boolean endsALine(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            java.nio.ByteBuffer last = java.nio.ByteBuffer.allocate(1);
            return size == 0 || (channel.read(last, size - 1) == 1 && last.get(0) == '\n');
        }
    }

    @Override
    public void close() throws IOException {
        turn.lock();
        try (lockFile) {
            closed = true;
            if (current != null) {
                current.close();
                current = null;
            }
        } finally {
            turn.unlock();
        }
    }
}
