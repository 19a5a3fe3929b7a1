package org.jrp.server;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says on standard output where everything is, once the service is ready (启动提示). */
@Component
final class StartMessage {

    private static final String QUESTION = """
            {"subject":{"idType":"uscc","id":"91349999M00000019Y","name":"示例企业一"},"context":"government-procurement",\
            "purpose":"市直单位办公设备采购资格审查","asOf":"2018-09-01"}""";

    private final ServerProperties properties;

    StartMessage(ServerProperties properties) {
        this.properties = properties;
    }

    @EventListener
    void print(ApplicationReadyEvent event) {
        ApplicationContext context = event.getApplicationContext();
        // Whoever collects JSON lines wants nothing else on standard output; a demonstration is for people.
        boolean collected = context.getEnvironment().containsProperty("logging.structured.format.console");
        if (context instanceof WebServerApplicationContext web
                && web.getWebServer() != null
                && (properties.demo() || !collected)) {
            boolean tls = Boolean.parseBoolean(context.getEnvironment().getProperty("server.ssl.enabled", "false"));
            String address = context.getEnvironment().getProperty("server.address", "127.0.0.1");
            String host = address.equals("0.0.0.0") || address.equals("::") ? "127.0.0.1" : address;
            String base = (tls ? "https" : "http") + "://" + host + ":"
                    + web.getWebServer().getPort();
            PrintStream out = new PrintStream(System.out, true, charset());
            out.print(text(base, properties));
        }
    }

    /** Windows' consoles have a character set of their own; everywhere else it is UTF-8, even where no locale says so. */
    private static Charset charset() {
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        return windows
                ? Charset.forName(System.getProperty(
                        "stdout.encoding", Charset.defaultCharset().name()))
                : StandardCharsets.UTF_8;
    }

    static String text(String base, ServerProperties properties) {
        Path data = properties.data();
        String always = """

                JRP 已启动。JRP is ready.

                  接口 API          %s/api/v1
                  接口文档 OpenAPI    %s/swagger-ui.html
                  数据目录 data       %s
                  管理员密钥 admin key %s
                """.formatted(base, base, data, data.resolve("admin.key"));
        if (!properties.demo()) {
            return always + "\n";
        }
        return always
                + """
                  演示密钥 demo keys  %s
                  演示登录 sign-ins   %s

                问一个问题(复制到另一个终端)· Ask a question (paste into another terminal):

                %s

                """.formatted(
                        data.resolve("demo-keys.json"), data.resolve("demo-sign-ins.json"), question(base, data));
    }

    /** A command line of a POSIX shell that works in whatever folder it is pasted. */
    static String question(String base, Path data) {
        String key = "sed -n 's/.*\"finance-bureau\" *: *\"\\([^\"]*\\)\".*/\\1/p' "
                + quoted(data.resolve("demo-keys.json").toString());
        return "curl -sS " + base + "/api/v1/decisions -H \"Authorization: Bearer $(" + key
                + ")\" -H 'Content-Type: application/json' -d '" + QUESTION + "'";
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
