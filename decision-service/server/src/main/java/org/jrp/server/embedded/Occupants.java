package org.jrp.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Processes of a store that work in its folder (残留进程): children of a service that was killed.
 *
 * @param folder where the store keeps its data; its processes work in it
 * @param program how the name of its executable begins
 * @param pidFile the file whose first line is the process id that the store wrote
 * @param binaries where our executables lie
 */
record Occupants(Path folder, String program, Path pidFile, Path binaries) {

    private static final Path PROCESSES = Path.of("/proc");

    /** Those alive now. */
    List<ProcessHandle> alive() {
        if (Files.exists(PROCESSES.resolve("self/cwd"))) {
            return ProcessHandle.allProcesses().filter(this::worksHere).toList();
        }
        // Elsewhere a process does not tell where it works: the one named in the file, if it is one of our executables.
        return findPid()
                .flatMap(ProcessHandle::of)
                .filter(process -> process.info().command().filter(this::isOurs).isPresent())
                .stream()
                .toList();
    }

    private boolean worksHere(ProcessHandle process) {
        try {
            Path works = Files.readSymbolicLink(PROCESSES.resolve(process.pid() + "/cwd"));
            return works.equals(folder.toRealPath())
                    && process.info()
                            .command()
                            .map(Path::of)
                            .filter(command -> command.getFileName().toString().startsWith(program))
                            .isPresent();
        } catch (IOException goneOrAnotherUsers) {
            return false;
        }
    }

    private boolean isOurs(String command) {
        Path executable = Path.of(command);
        return executable.startsWith(binaries)
                && executable.getFileName().toString().startsWith(program);
    }

    /** The process id in the file. */
    Optional<Long> findPid() {
        try {
            return Files.readAllLines(pidFile).stream()
                    .limit(1)
                    .map(String::strip)
                    .map(Long::valueOf)
                    .findFirst();
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** Waits until none is alive; those that stay longer are killed. */
    void awaitGone(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (ProcessHandle process : alive()) {
            try {
                process.onExit().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException stays) {
                process.destroyForcibly();
            }
        }
    }

    /**
     * Removes the file where it names a live process that is not the store's: in a new container, or after a reboot, the number was
     * given to somebody else, and the store would refuse to start. A dead number stays: the store knows what to do with it.
     */
    void forgetStranger() throws IOException {
        Optional<Long> pid = findPid();
        if (pid.isPresent() && alive().isEmpty() && isTaken(pid.get())) {
            Files.deleteIfExists(pidFile);
        }
    }

    private static boolean isTaken(long pid) {
        // Threads have numbers too, which PostgreSQL's kill(pid, 0) takes for processes; /proc answers for both.
        return ProcessHandle.of(pid).isPresent() || Files.exists(PROCESSES.resolve(Long.toString(pid)));
    }
}
