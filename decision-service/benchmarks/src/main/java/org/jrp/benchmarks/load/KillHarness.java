package org.jrp.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Kills the server, PostgreSQL and PostgreSQL's children while clients ask, and then looks whether whatever was answered is on record
 * (中断试验). A negative control, in which commits are confirmed before they are on disk, must lose something: else killing proves nothing.
 */
final class KillHarness implements AutoCloseable {

    private static final int BATCH = 5_000;
    private static final int GOT_AGAIN = 50;
    private static final long ENTRIES = 2_000;
    private static final long RECOVERY_SECONDS = 180;
    private static final int FEWEST_ANSWERS = 20;

    private final Plan plan;
    private final PrintStream out;
    private final ServerProcess server;
    private final SplittableRandom random;

    private KillHarness(Plan plan, PrintStream out, ServerProcess server) {
        this.plan = plan;
        this.out = out;
        this.server = server;
        this.random = new SplittableRandom(plan.seed());
    }

    /**
     * What is wanted.
     *
     * @param cycles how often something is killed
     * @param controlCycles how often at most in the control; it ends when something was lost
     * @param clients that ask meanwhile
     * @param longestMillis of load before something is killed
     */
    record Plan(
            int cycles,
            int controlCycles,
            int clients,
            long longestMillis,
            long seed,
            ServerProcess.Settings settings) {}

    /** What is killed. */
    enum Victim {
        SERVER,
        POSTMASTER,
        CHILD
    }

    /**
     * What came of a run.
     *
     * @param lost answered, and not on record as answered
     * @param twice keys that more than one decision was recorded under
     * @param wrong what else must not be
     * @param controlLost what the control lost
     */
    record Outcome(
            int cycles,
            long answered,
            long repeated,
            long lost,
            long twice,
            List<String> wrong,
            int controlCycles,
            long controlLost) {

        /** Whether the control lost nothing, so that the run shows nothing. */
        boolean isVoid() {
            return controlLost == 0;
        }

        boolean passed() {
            return lost == 0 && twice == 0 && wrong.isEmpty() && !isVoid();
        }
    }

    static KillHarness start(Plan plan, PrintStream out) throws IOException, InterruptedException {
        ServerProcess server = ServerProcess.start(plan.settings());
        KillHarness harness = new KillHarness(plan, out, server);
        try {
            Path folder = plan.settings().data().toAbsolutePath().getParent();
            Path file = EntriesFile.CSV.write(Files.createTempFile(folder, "entries", ".csv"), ENTRIES);
            EntriesFile.CSV.send(server, file);
            Files.delete(file);
            return harness;
        } catch (IOException | RuntimeException failed) {
            harness.close();
            throw failed;
        }
    }

    Outcome run() throws IOException, SQLException, InterruptedException {
        Ledger ledger = new Ledger();
        long lost = 0;
        Clients clients = new Clients(ledger, "k");
        try {
            for (int cycle = 0; cycle < plan.cycles(); cycle++) {
                Victim victim = Victim.values()[cycle % Victim.values().length];
                lost += cycle(ledger, victim, cycle);
            }
        } finally {
            clients.stop();
        }
        lost += lost(ledger.all());
        readAgain(ledger.all(), ledger);
        long twice = twice();
        ledger.unexpected()
                .forEach((status, times) ->
                        out.printf(Locale.ROOT, "Status %d was answered %s times.%n", status, times));

        long controlLost = 0;
        int controlCycles = 0;
        Ledger control = new Ledger();
        synchronousCommit(false);
        clients = new Clients(control, "c");
        try {
            while (controlCycles < plan.controlCycles() && controlLost == 0) {
                controlLost += cycle(control, Victim.POSTMASTER, plan.cycles() + controlCycles);
                controlCycles++;
            }
        } finally {
            clients.stop();
        }
        synchronousCommit(true);
        return new Outcome(
                plan.cycles(),
                ledger.size(),
                ledger.repeated(),
                lost,
                twice,
                ledger.wrong(),
                controlCycles,
                controlLost);
    }

    private final class Clients {

        private final List<KillClient> clients = new ArrayList<>();
        private final List<Thread> threads = new ArrayList<>();

        Clients(Ledger ledger, String prefix) throws IOException {
            String key = server.key(Bed.ASKING);
            for (int i = 0; i < plan.clients(); i++) {
                KillClient client =
                        new KillClient(server, ledger, prefix + plan.seed() + "-" + i, key, ENTRIES, random.nextLong());
                Thread thread = new Thread(client, "client-" + i);
                thread.start();
                clients.add(client);
                threads.add(thread);
            }
        }

        void stop() throws InterruptedException {
            clients.forEach(KillClient::stop);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    /**
     * Waits for answers, kills, waits for answers again, and looks.
     *
     * @return how many answers were lost
     */
    private long cycle(Ledger ledger, Victim victim, int number)
            throws IOException, SQLException, InterruptedException {
        awaitAnswers(ledger);
        TimeUnit.MILLISECONDS.sleep(random.nextLong(plan.longestMillis()));
        long before = ledger.size();
        long start = System.nanoTime();
        kill(victim);
        awaitAnswers(ledger);
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Ledger.Answer> answers = ledger.unchecked();
        long lost = lost(answers);
        readAgain(answers, ledger);
        out.printf(
                Locale.ROOT,
                "%d %s killed after %,d answers, answering again after %.1f s; %,d looked at, %d lost%n",
                number + 1,
                victim.name().toLowerCase(Locale.ROOT),
                before,
                seconds,
                answers.size(),
                lost);
        return lost;
    }

    private void kill(Victim victim) throws IOException, InterruptedException {
        switch (victim) {
            case SERVER -> {
                server.process().destroyForcibly();
                server.restart();
            }
            case POSTMASTER -> server.postmaster().destroyForcibly();
            case CHILD -> {
                List<ProcessHandle> children = server.postmaster().children().toList();
                children.get(random.nextInt(children.size())).destroyForcibly();
            }
        }
    }

    private static void awaitAnswers(Ledger ledger) throws IOException, InterruptedException {
        long wanted = ledger.size() + FEWEST_ANSWERS;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(RECOVERY_SECONDS);
        while (ledger.size() < wanted) {
            if (System.nanoTime() > end) {
                throw new IOException("The server did not answer again within " + RECOVERY_SECONDS + " s.");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** How many of the answers are not on record, under their key, with their hash. */
    private long lost(List<Ledger.Answer> answers) throws IOException, SQLException, InterruptedException {
        long lost = 0;
        try (Connection connection = connected();
                PreparedStatement select = connection.prepareStatement(
                        "select i.key, d.id::text, encode(d.decision_hash, 'hex') from idempotency i join decision d on d.id = i.decision"
                                + " where i.key = any (?)")) {
            for (int from = 0; from < answers.size(); from += BATCH) {
                List<Ledger.Answer> batch = answers.subList(from, Math.min(answers.size(), from + BATCH));
                select.setArray(
                        1,
                        connection.createArrayOf(
                                "text", batch.stream().map(Ledger.Answer::key).toArray()));
                Map<String, String> found = new HashMap<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.put(row.getString(1), row.getString(2) + row.getString(3));
                    }
                }
                for (Ledger.Answer one : batch) {
                    if (!(one.decisionId() + one.decisionHash()).equals(found.get(one.key()))) {
                        lost++;
                    }
                }
            }
        }
        return lost;
    }

    /** Decisions that stand under no key or under a key with another: each key has one decision, and each decision its key. */
    private long twice() throws IOException, SQLException, InterruptedException {
        try (Connection connection = connected();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select (select count(*) from decision)"
                        + " - (select count(distinct decision) from idempotency i"
                        + " where exists (select from decision d where d.id = i.decision))")) {
            row.next();
            return Math.abs(row.getLong(1));
        }
    }

    /** Reads some of the decisions again, as a client would: byte for byte as answered. */
    private void readAgain(List<Ledger.Answer> answers, Ledger ledger) throws InterruptedException {
        String key = "";
        for (int i = 0; i < Math.min(GOT_AGAIN, answers.size()); i++) {
            Ledger.Answer one = answers.get(random.nextInt(answers.size()));
            for (int attempt = 0; attempt < 20; attempt++) {
                try {
                    key = key.isEmpty() ? server.key(Bed.ASKING) : key;
                    Http.Answer again = Http.read(server.uri(Bed.CHECK + "/" + one.decisionId()), key);
                    if (again.status() < 500) {
                        if (again.status() != 200
                                || !Ledger.digest(again.body()).equals(one.digest())) {
                            ledger.wrong("decision " + one.decisionId() + " reads differently: " + again.status());
                        }
                        break;
                    }
                } catch (IOException away) {
                    key = "";
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private void synchronousCommit(boolean on) throws IOException, SQLException, InterruptedException {
        try (Connection connection = connected();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    on ? "alter system reset synchronous_commit" : "alter system set synchronous_commit = off");
            statement.execute("select pg_reload_conf()");
        }
        String wanted = on ? "on" : "off";
        for (int i = 0; i < 200; i++) {
            try (Connection connection = connected();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("show synchronous_commit")) {
                row.next();
                if (row.getString(1).equals(wanted)) {
                    return;
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IOException("PostgreSQL does not take synchronous_commit = " + wanted + ".");
    }

    private Connection connected() throws IOException, SQLException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(RECOVERY_SECONDS);
        while (true) {
            try {
                return server.database();
            } catch (IOException | SQLException notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
