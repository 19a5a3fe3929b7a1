package org.jrp.server.document;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Writes HTML that is XML as well, and escapes every text (网页书写). */
public final class Html {

    private final StringBuilder out = new StringBuilder(16 << 10);
    private final Deque<String> open = new ArrayDeque<>();

    /** Begins a document. */
    public static Html document(String language, String title) {
        Html html = new Html();
        html.out.append("<!DOCTYPE html>\n");
        html.open("html", "lang", language, "xmlns", "http://www.w3.org/1999/xhtml")
                .open("head");
        html.out.append("<meta charset=\"utf-8\" />");
        html.out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />");
        html.out.append("<meta name=\"robots\" content=\"noindex\" />");
        html.out.append("<meta name=\"description\" content=\"");
        html.escape(title);
        html.out.append("\" />");
        html.tag("title", title);
        html.out.append("<style>").append(Style.TEXT).append("</style>");
        return html.close().open("body");
    }

    /** Opens an element; attributes as name, value, name, value. */
    public Html open(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        open.push(name);
        return this;
    }

    /** Closes the element opened last. */
    public Html close() {
        String name = open.pop();
        out.append("</").append(name).append('>');
        if (!name.equals("span")) {
            out.append('\n');
        }
        return this;
    }

    public Html text(@Nullable String text) {
        if (text != null) {
            escape(text);
        }
        return this;
    }

    public Html tag(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close();
    }

    /** Something the reader should be wary of. */
    public Html flag(String text) {
        return tag("span", text, "class", "flag");
    }

    public Html row(String head, String value) {
        return open("tr").tag("th", head, "scope", "row").tag("td", value).close();
    }

    /** Closes what is open; the whole document. */
    public String end() {
        while (!open.isEmpty()) {
            close();
        }
        return out.toString();
    }

    /** What XML cannot hold becomes U+FFFD. */
    private void escape(String text) {
        text.codePoints().forEach(point -> {
            switch (point) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(allowed(point) ? point : 0xFFFD);
            }
        });
    }

    private static boolean allowed(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || point >= 0x20 && point < 0x7F
                || point > 0x9F && point < 0xD800 && !direction(point)
                || point > 0xDFFF && point < 0xFFFE
                || point > 0xFFFF;
    }

    /** Marks that turn the direction of writing could make a line read as another. */
    private static boolean direction(int point) {
        return point >= 0x202A && point <= 0x202E || point >= 0x2066 && point <= 0x2069;
    }
}
