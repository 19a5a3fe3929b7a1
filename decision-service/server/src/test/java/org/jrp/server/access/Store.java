package org.jrp.server.access;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jrp.server.ServerProperties;
import org.jrp.server.TestStores;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database of its own, which may be taken away, and the parts that rest on it. */
final class Store {

    final AtomicLong ticker = new AtomicLong();
    final DataSource source;
    final JdbcTemplate template;
    final JdbcClient jdbc;
    final TransactionTemplate transaction;
    volatile boolean gone;

    Store() {
        this.source = new DelegatingDataSource(TestStores.migratedDatabase().dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                if (gone) {
                    throw new SQLException("The database is gone.");
                }
                return super.getConnection();
            }
        };
        this.template = new JdbcTemplate(source);
        this.jdbc = JdbcClient.create(template);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    }

    /** As another node has it. */
    AccessCache cache(InstantSource clock) {
        return new AccessCache(jdbc, clock, ticker::get);
    }

    Departments departments(AccessCache cache) {
        return new Departments(
                jdbc,
                cache,
                new ServerProperties(Path.of("unused"), null, false),
                new LimitProperties(null, null),
                "341182");
    }

    Credentials credentials(AccessCache cache, InstantSource clock) {
        return new Credentials(jdbc, transaction, cache, clock);
    }

    static Caller caller(String credential, int requestsPerMinute, int subjectsPerDay) {
        return new Caller(
                credential,
                new Department(
                        "finance-bureau",
                        "市财政局",
                        List.of(),
                        "341182",
                        Set.of(),
                        Set.of(),
                        requestsPerMinute,
                        subjectsPerDay,
                        false,
                        null),
                Set.of(Role.OFFICER),
                null);
    }

    /** A finance bureau and a key of its officer. */
    String officerKey(AccessCache cache, InstantSource clock, Instant expiresAt) {
        Departments departments = departments(cache);
        if (departments.find("finance-bureau").isEmpty()) {
            departments.write(departments.fresh("finance-bureau", "市财政局", List.of()));
        }
        return credentials(cache, clock)
                .create("finance-bureau", "key", Set.of(Role.OFFICER), expiresAt, "test")
                .key();
    }
}
