package org.jrp.server.exchange;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Locale;

/**
 * Writes XML for one charset (标记). What the charset lacks is written as a character reference, what XML forbids as U+FFFD, so that
 * whatever a name holds, a reader of that charset reads it.
 */
final class Markup {

    private static final int REPLACEMENT = 0xFFFD;

    private final StringBuilder xml = new StringBuilder();
    private final Charset charset;
    private final CharsetEncoder encoder;

    private Markup(Charset charset) {
        this.charset = charset;
        this.encoder = charset.newEncoder();
    }

    /** A new document. */
    static Markup document(Charset charset) {
        return new Markup(charset).raw("<?xml version=\"1.0\" encoding=\"" + charset.name() + "\"?>");
    }

    /** A text as it stands in the value of an attribute. */
    static String attribute(String text, Charset charset) {
        Markup markup = new Markup(charset);
        markup.escape(text, true);
        return markup.toString();
    }

    /** Markup as it stands. */
    Markup raw(String markup) {
        xml.append(markup);
        return this;
    }

    /** An element with text. */
    Markup element(String name, String text) {
        xml.append('<').append(name).append('>');
        escape(text, false);
        xml.append("</").append(name).append('>');
        return this;
    }

    /** The start of an element with attributes, by name and value in turn. */
    Markup start(String name, String... attributes) {
        open(name, attributes);
        xml.append('>');
        return this;
    }

    /** An element without content. */
    Markup empty(String name, String... attributes) {
        open(name, attributes);
        xml.append("/>");
        return this;
    }

    Markup end(String name) {
        xml.append("</").append(name).append('>');
        return this;
    }

    byte[] toBytes() {
        return xml.toString().getBytes(charset);
    }

    @Override
    public String toString() {
        return xml.toString();
    }

    private void open(String name, String... attributes) {
        xml.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            xml.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1], true);
            xml.append('"');
        }
    }

    private void escape(String text, boolean attribute) {
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append(attribute ? "&quot;" : "\"");
                default -> {
                    if (plain(point, attribute)) {
                        xml.appendCodePoint(point);
                    } else {
                        xml.append("&#x")
                                .append(Integer.toHexString(allowed(point) ? point : REPLACEMENT)
                                        .toUpperCase(Locale.ROOT))
                                .append(';');
                    }
                }
            }
        });
    }

    private boolean plain(int point, boolean attribute) {
        return point == '\t' || point == '\n'
                ? !attribute
                : point < 0x80 ? point >= 0x20 : allowed(point) && encodable(point);
    }

    /** Readers differ about private characters in GBK. */
    private boolean encodable(int point) {
        return Character.getType(point) != Character.PRIVATE_USE && encoder.canEncode(Character.toString(point));
    }

    private static boolean allowed(int point) {
        return (point >= 0x20 || point == '\t' || point == '\n' || point == '\r')
                && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                && point != 0xFFFE
                && point != 0xFFFF;
    }
}
