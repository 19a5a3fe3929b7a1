package org.jrp.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jrp.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** JSON for people and programs alike (排版后的 JSON): the writer's bytes, with line ends and two blanks a level. */
final class PrettyJson {

    private PrettyJson() {}

    static String of(@Nullable Object value) {
        byte[] json = JsonWriter.inOrder(value);
        ByteArrayOutputStream pretty = new ByteArrayOutputStream(json.length * 2);
        int depth = 0;
        boolean text = false;
        for (int i = 0; i < json.length; i++) {
            byte b = json[i];
            if (text) {
                pretty.write(b);
                if (b == '\\') {
                    pretty.write(json[++i]);
                } else if (b == '"') {
                    text = false;
                }
                continue;
            }
            switch (b) {
                case '"' -> {
                    pretty.write(b);
                    text = true;
                }
                case '{', '[' -> {
                    pretty.write(b);
                    if (json[i + 1] == b + 2) {
                        pretty.write(json[++i]);
                    } else {
                        line(pretty, ++depth);
                    }
                }
                case '}', ']' -> {
                    line(pretty, --depth);
                    pretty.write(b);
                }
                case ',' -> {
                    pretty.write(b);
                    line(pretty, depth);
                }
                case ':' -> {
                    pretty.write(b);
                    pretty.write(' ');
                }
                default -> pretty.write(b);
            }
        }
        return pretty.toString(StandardCharsets.UTF_8);
    }

    private static void line(ByteArrayOutputStream out, int depth) {
        out.write('\n');
        for (int i = 0; i < depth; i++) {
            out.write(' ');
            out.write(' ');
        }
    }
}
