package org.jrp.server.rights;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.BeforeEach;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The service, with a file that covers every list. */
@ServerTest(properties = "test=rights")
abstract class RightsBed {

    @Autowired
    Environment environment;

    Service service;
    JdbcClient owner;

    @BeforeEach
    void meet() {
        service = Service.of(environment);
        owner = JdbcClient.create(ownerSource());
        if (owner.sql("select count(*) from source_load").query(Long.class).single() == 0) {
            service.imported(
                    "text/csv",
                    "条目编号,统一社会信用代码/证件号码,名称,名单,有效期始\n".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    "?covers=all");
        }
    }

    Reply lodge(String key, String kind, String id, Map<String, ?> more) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of(
                "kind",
                kind,
                "subject",
                Map.of("id", id, "name", "示例主体"),
                "grounds",
                "核对本单位信息",
                "documentNo",
                "示例申〔2026〕1号"));
        body.putAll(more);
        return service.post("/api/v1/subject-requests", key, body);
    }

    Reply decide(String key, String request, Map<String, ?> body) {
        return service.post("/api/v1/subject-requests/" + request + "/decide", key, body);
    }

    String decision(String id, Map<String, ?> more) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of(
                "subject", Map.of("id", id),
                "context", "government-procurement",
                "purpose", "办公设备采购资格审查",
                "asOf", "2018-09-01"));
        body.putAll(more);
        Reply reply = service.post("/api/v1/decisions", service.officer(), body);
        if (reply.status() != 201) {
            throw new IllegalStateException(reply.toString());
        }
        return reply.field("decisionId");
    }

    private DataSource ownerSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(environment.getRequiredProperty("jrp.database.url"));
        source.setUser(environment.getRequiredProperty("jrp.database.owner-username"));
        source.setPassword(environment.getRequiredProperty("jrp.database.owner-password"));
        return source;
    }
}
