package org.jrp.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A server with the entries imported and the questions ready (压测环境). */
final class Bed implements AutoCloseable {

    static final String ASKING = "development-reform-commission";
    static final String CHECK = "/api/v1/decisions";

    private static final int SAMPLES = 256;
    private static final int MOST_CONNECTIONS = 200;
    private static final String SETTLED = "settled";

    private final LoadRun.Plan plan;
    private final ServerProcess server;

    private Bed(LoadRun.Plan plan, ServerProcess server) {
        this.plan = plan;
        this.server = server;
    }

    /** Starts the server on data that has the entries; they are imported where they are not there yet. */
    static Bed start(LoadRun.Plan plan, String... arguments) throws IOException, SQLException, InterruptedException {
        Path done = plan.folder().resolve(SETTLED);
        if (!Files.exists(done)) {
            try (ServerProcess server = ServerProcess.start(plan.settings())) {
                Path file = EntriesFile.CSV.write(plan.folder().resolve("entries.csv"), plan.entries());
                EntriesFile.CSV.send(server, file);
                Files.delete(file);
                try (Connection connection = server.database();
                        Statement statement = connection.createStatement()) {
                    // As many clients of pgbench as of the service, beside the service's own connections.
                    statement.execute("alter system set max_connections = " + MOST_CONNECTIONS);
                    statement.execute("vacuum analyze");
                }
            }
            Files.createFile(done);
        }
        ServerProcess server = ServerProcess.start(plan.settings().with(arguments));
        Bed bed = new Bed(plan, server);
        try {
            bed.keepAnswers();
            return bed;
        } catch (IOException | RuntimeException failed) {
            bed.close();
            throw failed;
        }
    }

    /** Gives the bare endpoint answers of the kind that the others give. */
    private void keepAnswers() throws IOException {
        String key = server.key(ASKING);
        for (String body : Requests.of("", CHECK, List.of(), false, plan.entries(), 0, SAMPLES)
                .bodies(SAMPLES)) {
            Http.Answer answer = Http.post(server.uri(CHECK), key, body.getBytes(StandardCharsets.UTF_8))
                    .expect(201);
            Http.post(server.uri("/load/answers"), "", answer.body()).expect(200);
        }
    }

    ServerProcess server() {
        return server;
    }

    /** The warm set's questions. */
    Requests requests(String name, String path, List<String> authorization, boolean keyed) {
        return Requests.of(name, path, authorization, keyed, plan.entries(), 0, plan.subjects());
    }

    /** Questions of everybody, most of whom were not asked about before. */
    Requests everybody(String name, String path, List<String> authorization) {
        return Requests.of(name, path, authorization, false, plan.entries(), plan.subjects(), 4 * plan.subjects());
    }

    @Override
    public void close() {
        server.close();
    }
}
