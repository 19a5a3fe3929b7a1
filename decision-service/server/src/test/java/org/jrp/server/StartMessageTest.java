package org.jrp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartMessageTest {

    @TempDir
    Path folder;

    @Test
    void it_says_where_everything_is() {
        String text = StartMessage.text("http://127.0.0.1:8080", new ServerProperties(folder, null, false));

        assertThat(text)
                .contains("http://127.0.0.1:8080/api/v1", "http://127.0.0.1:8080/swagger-ui.html")
                .contains(folder.resolve("admin.key").toString())
                .doesNotContain("curl");
    }

    @Test
    void the_command_line_of_the_demo_works_in_any_folder() throws Exception {
        Path data = Files.createDirectory(folder.resolve("it's 数据"));
        Files.writeString(
                data.resolve("demo-keys.json"),
                "{\"county-finance-bureau\":\"jrp_wrong\",\"finance-bureau\":\"jrp_right\",\"housing-bureau\":\"jrp_other\"}");
        String text = StartMessage.text("http://127.0.0.1:8080", new ServerProperties(data, null, true));
        String command =
                text.lines().filter(line -> line.startsWith("curl")).findFirst().orElseThrow();

        // A curl that says what it was given, a line for each argument.
        Process shell = new ProcessBuilder("sh", "-c", "curl() { printf '%s\\n' \"$@\"; }; " + command)
                .directory(Path.of("/").toFile())
                .start();
        String given = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).isZero();
        assertThat(given.lines())
                .containsExactly(
                        "-sS",
                        "http://127.0.0.1:8080/api/v1/decisions",
                        "-H",
                        "Authorization: Bearer jrp_right",
                        "-H",
                        "Content-Type: application/json",
                        "-d",
                        "{\"subject\":{\"idType\":\"uscc\",\"id\":\"91349999M00000019Y\",\"name\":\"示例企业一\"},"
                                + "\"context\":\"government-procurement\",\"purpose\":\"市直单位办公设备采购资格审查\",\"asOf\":\"2018-09-01\"}");
    }

    @Test
    void demo_is_short_for_its_setting() {
        assertThat(JrpServer.arguments("--demo", "--jrp.data=x", "--demo=false"))
                .containsExactly("--jrp.demo=true", "--jrp.data=x", "--jrp.demo=false");
    }
}
