package org.jrp.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON strictly into plain values (JSON 读取): {@link LinkedHashMap}, {@link ArrayList}, {@link String}, {@link Long},
 * {@link Boolean} and null. No duplicate keys, no fractions, no lone surrogates, at most {@value #DEEPEST} levels.
 */
public final class Json {

    private static final int DEEPEST = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST + 1)
                    .maxStringLength(16 << 20)
                    .maxNameLength(1 << 10)
                    .maxNumberLength(40)
                    .build())
            .build();

    private Json() {}

    /**
     * Reads one value from UTF-8.
     *
     * @throws JsonException when it is anything but one value of that kind
     */
    public static @Nullable Object read(byte[] utf8) {
        return read(decoded(utf8), false);
    }

    /**
     * Reads one value from UTF-8, fractions and large numbers too, as {@link java.math.BigDecimal} and {@link java.math.BigInteger}:
     * for what later versions may answer.
     *
     * @throws JsonException when it is anything but one value
     */
    public static @Nullable Object readOpen(byte[] utf8) {
        return read(decoded(utf8), true);
    }

    /**
     * Reads one value.
     *
     * @throws JsonException when the text is anything but one value of that kind
     */
    public static @Nullable Object read(String text) {
        return read(text, false);
    }

    private static String decoded(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new JsonException("not-utf-8", 0, 0, new Text("不是 UTF-8 编码。", "It is not UTF-8."));
        }
    }

    private static @Nullable Object read(String text, boolean open) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw problem("json-syntax", parser, new Text("没有内容。", "There is nothing."));
            }
            Object value = value(parser, first, 1, open);
            if (parser.nextToken() != null) {
                throw problem(
                        "json-syntax", parser, new Text("JSON 结束后还有内容。", "Something follows the end of the JSON."));
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw at("too-large", e.getLocation(), new Text("有一项过长。", "Something in it is too long."));
        } catch (JacksonException e) {
            throw at("json-syntax", e.getLocation(), new Text("JSON 格式错误。", "It is not well-formed JSON."));
        }
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token, int depth, boolean open) {
        if (depth > DEEPEST) {
            throw problem(
                    "too-deep",
                    parser,
                    new Text("嵌套超过 " + DEEPEST + " 层。", "Nested deeper than " + DEEPEST + " levels."));
        }
        return switch (token) {
            case START_OBJECT -> object(parser, depth, open);
            case START_ARRAY -> array(parser, depth, open);
            case VALUE_STRING -> whole(parser, parser.getString());
            case VALUE_NUMBER_INT -> number(parser, open);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_FLOAT -> {
                if (!open) {
                    throw problem("not-whole-number", parser, new Text("只能写整数。", "Only whole numbers are allowed."));
                }
                yield parser.getDecimalValue();
            }
            default -> throw problem("json-syntax", parser, new Text("JSON 格式错误。", "It is not well-formed JSON."));
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser, int depth, boolean open) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = whole(parser, parser.currentName());
            if (object.containsKey(key)) {
                throw problem(
                        "duplicate-key",
                        parser,
                        new Text("键“" + key + "”重复。", "The key (" + key + ") stands there twice."));
            }
            object.put(key, value(parser, parser.nextToken(), depth + 1, open));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser, int depth, boolean open) {
        List<@Nullable Object> array = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token, depth + 1, open));
        }
        return array;
    }

    private static Number number(JsonParser parser, boolean open) {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            if (open) {
                return parser.getBigIntegerValue();
            }
            throw problem("not-whole-number", parser, new Text("整数过大。", "The number is too large."));
        }
        return parser.getLongValue();
    }

    private static String whole(JsonParser parser, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.isHighSurrogate(text.charAt(i))
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    throw problem("lone-surrogate", parser, new Text("文字中有半个字符。", "A text holds half a character."));
                }
            }
        }
        return text;
    }

    private static JsonException problem(String code, JsonParser parser, Text text) {
        return at(code, parser.currentTokenLocation(), text);
    }

    private static JsonException at(String code, @Nullable TokenStreamLocation location, Text text) {
        return location == null
                ? new JsonException(code, 0, 0, text)
                : new JsonException(code, Math.max(0, location.getLineNr()), Math.max(0, location.getColumnNr()), text);
    }
}
