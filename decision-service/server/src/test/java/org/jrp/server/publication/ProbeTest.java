package org.jrp.server.publication;

import org.jrp.server.ServerTest;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

@ServerTest(properties = "test=publication")
class ProbeTest {
    @Autowired
    private Environment environment;

    @Test
    void probe() {
        Service service = Service.of(environment);
        String author = service.key("policy-author");
        long t = System.nanoTime();
        Reply reply = service.post("/api/v1/releases", author, "application/zip", Uploads.zip(Uploads.changed("a")));
        System.out.println("MILLIS " + (System.nanoTime() - t) / 1000000);
        System.out.println("REPLY " + reply.status() + " " + reply.text());
        reply = service.post("/api/v1/releases", author, "application/zip", Uploads.zip(Uploads.shipped()));
        System.out.println("REPLY " + reply.status() + " " + reply.text());
        System.out.println("REPLY " + service.get("/api/v1/releases", author));
        System.out.println("REPLY " + service.get("/api/v1/nodes", author));
        System.out.println("REPLY " + service.get("/api/v1/releases/current", author));
    }
}
