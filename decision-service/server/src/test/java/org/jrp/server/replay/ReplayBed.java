package org.jrp.server.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jrp.json.Json;
import org.jrp.record.DecisionRecord;
import org.jrp.release.Bundle;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.ServerTest;
import org.jrp.server.release.Releases;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.BeforeEach;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The service with decisions of every outcome, and a second release in which two rules speak of one context less. */
@ServerTest(properties = "test=replay")
abstract class ReplayBed {

    static final String TODAY = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
    static final String DECISIONS = "/api/v1/decisions";
    static final String RULE = "2016-141-m17 依法限制失信被执行人参与政府投资项目或主要使用财";

    private static final int FIRST = 30_000;

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Releases releases;

    Service service;
    JdbcClient owner;

    @BeforeEach
    void meet() {
        service = Service.of(environment);
        owner = JdbcClient.create(ownerSource());
        if (owner.sql("select count(*) from source_load").query(Long.class).single() == 0) {
            service.coverAll();
            service.list("replay-black", Ids.enterprise(FIRST + 1), "judgment-defaulter", "2018-03-01");
            service.list("replay-red", Ids.enterprise(FIRST + 2), "tax-credit-a", "2018-03-01");
            service.list("replay-named", Ids.enterprise(FIRST + 3), "abnormal-operation", "2018-03-01");
        }
    }

    /** A decision of each outcome, by outcome. */
    Map<String, String> decisions() {
        Map<String, String> made = new LinkedHashMap<>();
        made.put("clear", decide(FIRST, "government-procurement", Map.of()));
        made.put("restricted", decide(FIRST + 1, "government-procurement", Map.of()));
        made.put("favoured", decide(FIRST + 2, "award-selection", Map.of()));
        made.put("caution", decide(FIRST + 3, "administrative-licensing", Map.of()));
        made.put("review", decide(FIRST + 1, "government-procurement", Map.of("knownAt", "2018-09-01T08:00:00+08:00")));
        made.forEach((outcome, id) -> assertThat(
                        service.get(DECISIONS + "/" + id, service.auditor()).field("outcome"))
                .isEqualTo(outcome));
        return made;
    }

    String restricted() {
        return decide(FIRST + 1, "government-procurement", Map.of());
    }

    String decide(int number, String context, Map<String, ?> more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("subject", Map.of("id", Ids.enterprise(number)));
        body.put("context", context);
        body.put("purpose", "办公设备采购资格审查");
        body.put("asOf", "2018-09-01");
        body.putAll(more);
        Reply reply = service.post(DECISIONS, service.officer(), body);
        assertThat(reply.status()).as("%s", reply).isEqualTo(201);
        return reply.field("decisionId");
    }

    Reply replay(String id, Map<String, ?> body) {
        Reply reply = service.post(DECISIONS + "/" + id + "/replay", service.auditor(), body);
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        return reply;
    }

    static List<Object> causes(Reply reply, String field) {
        List<Object> found = new ArrayList<>();
        reply.list("causes").forEach(cause -> found.add(((Map<?, ?>) cause).get(field)));
        return found;
    }

    /** The shipped files, two rules for one measure and their clauses changed. */
    static ReleaseFiles changed() {
        ReleaseFiles once = changed(ReleaseFiles.shipped(), "2016-141-judgment-defaulter", "m17");
        return changed(once, "2016-central-64-judgment-defaulter-opinion", "m07b");
    }

    /** Takes government procurement out of a rule and its clause. */
    private static ReleaseFiles changed(ReleaseFiles files, String instrument, String clause) {
        String rules = "rules/memoranda/" + instrument + ".dslr";
        String provisions = "measure-catalogue/instruments/" + instrument + ".yaml";
        return files.with(
                        rules,
                        after(
                                files.bytes(rules),
                                "@provision(\"" + instrument + "-" + clause + "\")",
                                "业务场景为 政府采购、招标投标",
                                "业务场景为 招标投标"))
                .with(
                        provisions,
                        after(
                                files.bytes(provisions),
                                "id: " + instrument + "-" + clause,
                                "contexts: [government-procurement, ",
                                "contexts: ["));
    }

    private static byte[] after(byte[] file, String place, String old, String fresh) {
        String text = new String(file, StandardCharsets.UTF_8);
        int at = text.indexOf(old, text.indexOf(place));
        return (text.substring(0, at) + fresh + text.substring(at + old.length())).getBytes(StandardCharsets.UTF_8);
    }

    /** Stores a release as one that was shipped with another version; answers with its hash. */
    String store(ReleaseFiles files) {
        owner.sql("insert into release (hash, bundle, origin) values (?, ?, 'shipped') on conflict do nothing")
                .params(files.hash(), Bundle.bytes(files, signing()))
                .update();
        return files.hash();
    }

    void activate(String hash) {
        owner.sql("insert into release_activation (release, activated_by) values (?, 'test')")
                .param(hash)
                .update();
        long epoch = owner.sql("update epoch set release = release + 1 returning release")
                .query(Long.class)
                .single();
        releases.refreshIfOlder(epoch);
        assertThat(releases.active().hash()).isEqualTo(hash);
    }

    /** Changes rows as somebody could who owns the database. */
    void tamper(String assignment, String id) {
        owner.sql("alter table decision disable trigger never_changed").update();
        try {
            int changed = owner.sql("update decision set " + assignment + " where id = ?")
                    .param(UUID.fromString(id))
                    .update();
            assertThat(changed).isEqualTo(1);
        } finally {
            owner.sql("alter table decision enable trigger never_changed").update();
        }
    }

    /** The record hash that follows from the rest of a row. */
    static String recordHash(StoredDecision row) {
        return new DecisionRecord(row.recorded().envelope(), new byte[0], row.decisionHash()).recordHash();
    }

    private PrivateKey signing() {
        try {
            Path file = Path.of(environment.getRequiredProperty("jrp.data")).resolve("release-signing.key");
            Map<?, ?> keys = (Map<?, ?>) Json.read(Files.readAllBytes(file));
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(
                            Base64.getDecoder().decode(keys.get("private").toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private DataSource ownerSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(environment.getRequiredProperty("jrp.database.url"));
        source.setUser(environment.getRequiredProperty("jrp.database.owner-username"));
        source.setPassword(environment.getRequiredProperty("jrp.database.owner-password"));
        return source;
    }
}
