package org.jrp.server.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jrp.decision.DecisionEngine;
import org.jrp.json.Json;
import org.jrp.json.JsonWriter;
import org.jrp.release.Bundle;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.PrivateFiles;
import org.jrp.server.ServerProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the release that this node decides by (发布版本). The store says which one is active; every release that ever was stays stored
 * there, signed by this installation. The one that ships with the service is trusted by its hash; it takes over at a start, unless
 * one that people uploaded is active.
 */
@Service
@DependsOnDatabaseInitialization
public class Releases {

    private static final Logger log = LoggerFactory.getLogger(Releases.class);
    private static final String SHIPPED = "shipped";

    private final JdbcClient jdbc;
    private final KeyPair signing;
    private final Map<String, ActiveRelease> loaded = new ConcurrentHashMap<>();
    private volatile ActiveRelease active;

    Releases(JdbcClient jdbc, TransactionTemplate transaction, ServerProperties properties) throws IOException {
        this.jdbc = jdbc;
        this.signing = signing(properties.data().resolve("release-signing.key"));
        ReleaseFiles files = ReleaseFiles.shipped();
        String shipped = files.hash();
        transaction.executeWithoutResult(status -> {
            jdbc.sql("select pg_advisory_xact_lock(hashtext('release'))")
                    .query()
                    .singleRow();
            jdbc.sql("insert into release (hash, bundle, origin) values (?, ?, ?) on conflict do nothing")
                    .params(shipped, Bundle.bytes(files, signing.getPrivate()), SHIPPED)
                    .update();
            Optional<Activation> last = activation();
            if (last.isEmpty()
                    || (last.get().origin().equals(SHIPPED)
                            && !last.get().hash().equals(shipped))) {
                jdbc.sql("insert into release_activation (release, activated_by) values (?, ?)")
                        .params(shipped, SHIPPED)
                        .update();
                jdbc.sql("update epoch set release = release + 1").update();
            }
        });
        this.active = load();
        log.info("Deciding by release {}.", active.hash());
    }

    /** The release in use now. */
    public ActiveRelease active() {
        return active;
    }

    /** Looks again which release is active, where the store's counter has moved since. */
    public synchronized void refreshIfOlder(long epoch) {
        if (active.number() < epoch) {
            active = load();
        }
    }

    /** The last activation, and the counter that it moved. */
    private record Activation(String hash, String origin, long epoch) {}

    private Optional<Activation> activation() {
        return jdbc.sql("""
                        select release.hash, release.origin, epoch.release as epoch
                        from release_activation join release on release.hash = release_activation.release, epoch
                        order by seq desc limit 1
                        """)
                .query((row, number) -> new Activation(row.getString(1), row.getString(2), row.getLong(3)))
                .optional();
    }

    private ActiveRelease load() {
        Activation wanted = activation().orElseThrow();
        ActiveRelease known = loaded.computeIfAbsent(wanted.hash(), this::compile);
        return new ActiveRelease(known.release(), known.engine(), wanted.epoch());
    }

    private ActiveRelease compile(String hash) {
        Release release;
        ReleaseFiles shipped = ReleaseFiles.shipped();
        if (shipped.hash().equals(hash)) {
            release = Release.of(shipped);
        } else {
            byte[] bundle = jdbc.sql("select bundle from release where hash = ?")
                    .param(hash)
                    .query(byte[].class)
                    .single();
            try {
                release = Release.of(Bundle.read(hash, new ByteArrayInputStream(bundle), List.of(signing.getPublic())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new ActiveRelease(release, DecisionEngine.of(release), 0);
    }

    /** The installation's own key, made at the first start. */
    private static KeyPair signing(Path file) throws IOException {
        try {
            if (!Files.exists(file)) {
                KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                PrivateFiles.write(
                        file,
                        JsonWriter.inOrder(Map.of(
                                "private", base64(pair.getPrivate().getEncoded()),
                                "public", base64(pair.getPublic().getEncoded()))));
                return pair;
            }
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            if (Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> keys
                    && keys.get("private") instanceof String secret
                    && keys.get("public") instanceof String open) {
                PrivateKey privateKey = factory.generatePrivate(
                        new PKCS8EncodedKeySpec(Base64.getDecoder().decode(secret)));
                PublicKey publicKey = factory.generatePublic(
                        new X509EncodedKeySpec(Base64.getDecoder().decode(open)));
                return new KeyPair(publicKey, privateKey);
            }
            throw new IllegalStateException("The file " + file.getFileName() + " holds no signing key.");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The file " + file.getFileName() + " holds no signing key.", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
