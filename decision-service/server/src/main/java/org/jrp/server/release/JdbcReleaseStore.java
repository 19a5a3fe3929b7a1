package org.jrp.server.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.release.Bundle;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.ServerProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Releases in PostgreSQL. Every release that ever was active stays stored, signed by this installation. The one that ships with the
 * service is trusted by its hash; it takes over at a start, unless one that people made active is active. One that people uploaded is
 * handed out only with a signed approval. Where a stored release was damaged, a copy in the data folder takes its place.
 */
@Component
@DependsOnDatabaseInitialization
class JdbcReleaseStore implements ReleaseStore {

    private static final Logger log = LoggerFactory.getLogger(JdbcReleaseStore.class);
    private static final String SHIPPED = "shipped";

    private final JdbcClient jdbc;
    private final InstallationKey key;
    private final ReleaseFolder folder;

    JdbcReleaseStore(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            InstallationKey key,
            ServerProperties properties,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.key = key;
        this.folder = new ReleaseFolder(properties.data().resolve("releases"), key, clock);
        ReleaseFiles files = ReleaseFiles.shipped();
        String shipped = files.hash();
        transaction.executeWithoutResult(status -> {
            jdbc.sql("select pg_advisory_xact_lock(hashtext('release'))")
                    .query()
                    .singleRow();
            jdbc.sql("insert into release (hash, bundle, origin) values (?, ?, ?) on conflict do nothing")
                    .params(shipped, key.bundle(files), SHIPPED)
                    .update();
            Optional<Stored> last = activation();
            if (last.isEmpty()
                    || (last.get().by().equals(SHIPPED) && !last.get().hash().equals(shipped))) {
                jdbc.sql("insert into release_activation (release, activated_by) values (?, ?)")
                        .params(shipped, SHIPPED)
                        .update();
                jdbc.sql("update epoch set release = release + 1").update();
            }
        });
    }

    @Override
    public Activation active() {
        Stored last = activation().orElseThrow();
        return new Activation(last.hash(), last.epoch());
    }

    @Override
    public List<String> before() {
        return jdbc.sql("select release from release_activation group by release order by max(seq) desc")
                .query(String.class)
                .list();
    }

    @Override
    public ReleaseFiles kept(String hash) {
        ReleaseFiles shipped = ReleaseFiles.shipped();
        return shipped.hash().equals(hash)
                ? shipped
                : read(
                        hash,
                        jdbc.sql("select bundle from release where hash = ?")
                                .param(hash)
                                .query(byte[].class)
                                .single());
    }

    @Override
    public ReleaseFiles files(String hash) {
        ReleaseFiles shipped = ReleaseFiles.shipped();
        if (shipped.hash().equals(hash)) {
            return shipped;
        }
        record Row(byte[] bundle, String origin, byte[] statement, byte[] signature) {}
        Row row = jdbc.sql("""
                        select bundle, origin, coalesce(statement, ''::bytea), coalesce(signature, ''::bytea)
                        from release left join release_approval on release = hash where hash = ?
                        """)
                .param(hash)
                .query((one, number) -> new Row(one.getBytes(1), one.getString(2), one.getBytes(3), one.getBytes(4)))
                .single();
        if (!row.origin().equals(SHIPPED) && !approved(hash, row.statement(), row.signature())) {
            throw refused(
                    "not-approved",
                    hash,
                    new Text("该发布版本没有本安装签署的审批。", "No approval of that release was signed by this installation."),
                    new Text(
                            "请由第二人审批;各节点须使用同一个 release-signing.key。",
                            "Have a second person approve it; all nodes must have the same release-signing.key."));
        }
        try {
            return read(hash, row.bundle());
        } catch (InvalidFilesException e) {
            Optional<ReleaseFiles> copy = folder.find(hash);
            if (copy.isPresent()) {
                log.error("Release {} is damaged in the database; the copy in the data folder is used.", hash);
                return copy.get();
            }
            throw e;
        }
    }

    @Override
    public void loaded(ReleaseFiles files) {
        folder.keep(files);
    }

    private ReleaseFiles read(String hash, byte[] bundle) {
        try {
            ReleaseFiles files = Bundle.read(hash, new ByteArrayInputStream(bundle), List.of(key.open()));
            if (!files.hash().equals(hash)) {
                throw refused(
                        "hash-differs",
                        hash,
                        new Text("存储的发布包不是该版本。", "The bundle stored is another release's."),
                        new Text("请从备份恢复数据库。", "Restore the database from a backup."));
            }
            return files;
        } catch (IOException e) {
            throw refused(
                    "truncated",
                    hash,
                    new Text("存储的发布包不完整。", "The stored bundle is cut off (" + e.getMessage() + ")."),
                    new Text("请从备份恢复数据库。", "Restore the database from a backup."));
        }
    }

    /** Whether this installation signed that the release was approved. */
    private boolean approved(String hash, byte[] statement, byte[] signature) {
        if (!key.signed(statement, signature)) {
            return false;
        }
        try {
            return Json.read(statement) instanceof Map<?, ?> said && hash.equals(said.get("release"));
        } catch (JsonException e) {
            return false;
        }
    }

    private static InvalidFilesException refused(String code, String hash, Text message, Text mend) {
        return new InvalidFilesException(Problem.error(code, hash, 0, 0, null, message, mend));
    }

    /** The last activation, who made it, and the counter that it moved. */
    private record Stored(String hash, String by, long epoch) {}

    private Optional<Stored> activation() {
        return jdbc.sql("""
                        select release_activation.release, activated_by, epoch.release
                        from release_activation, epoch
                        order by seq desc limit 1
                        """)
                .query((row, number) -> new Stored(row.getString(1), row.getString(2), row.getLong(3)))
                .optional();
    }
}
