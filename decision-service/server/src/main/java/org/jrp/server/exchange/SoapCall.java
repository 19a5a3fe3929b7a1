package org.jrp.server.exchange;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A call as a SOAP 1.1 message carries it (调用). Prefixes do not count, namespaces do; a document type, an entity or a processing
 * instruction is refused before anything is read from it.
 *
 * @param operation local name of the element in the body
 * @param arguments texts by place, from 0; an argument that was left out is missing
 * @param items what {@link #COMMIT} reports: its last argument, as often as it stands there
 */
record SoapCall(String operation, Map<Integer, String> arguments, List<SoapNode> items) {

    static final String NAMESPACE = "http://msasoa.gk.centit.com/";

    /** The one operation whose last argument is a list of elements. */
    static final String COMMIT = "commitRedBlackBack";

    private static final int MOST_ARGUMENTS = 16;
    private static final int FIRST_ITEM = 4;
    private static final int DEEPEST = 16;

    /** Stubs leave an argument out where it is null, so the number in its name tells its place, not its position. */
    private static final Pattern NUMBERED = Pattern.compile("(?:arg|in)([0-9]{1,2})");

    private static final Pattern DECLARED =
            Pattern.compile("^<\\?xml[^>]{0,100}?\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");
    private static final Pattern HEADER = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([A-Za-z0-9._-]{1,40})\"?");

    /** GB 18030 reads whatever is written in GB 2312 or GBK. */
    private static final Map<String, Charset> CHARSETS = Map.of(
            "UTF-8",
            StandardCharsets.UTF_8,
            "UTF8",
            StandardCharsets.UTF_8,
            "US-ASCII",
            StandardCharsets.UTF_8,
            "GBK",
            Charset.forName("GB18030"),
            "GB2312",
            Charset.forName("GB18030"),
            "GB18030",
            Charset.forName("GB18030"));

    /** The argument in that place; empty where it was left out. */
    String argument(int place) {
        return arguments.getOrDefault(place, "").strip();
    }

    /**
     * Reads a message.
     *
     * @throws SoapFault when it is not well formed, not SOAP 1.1, or no call
     */
    static SoapCall read(byte[] message, @Nullable String contentType) {
        String text = decoded(message, contentType);
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(new StringReader(text));
            try {
                return envelope(xml);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw malformed();
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("External resources are not read.");
        });
        return factory;
    }

    private static String decoded(byte[] message, @Nullable String contentType) {
        Charset charset = charset(message, contentType);
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(message))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw SoapFault.client("报文与其声明的字符集不符。", "The message is not in the charset that it declares.");
        }
    }

    private static Charset charset(byte[] message, @Nullable String contentType) {
        String start = new String(message, 0, Math.min(message.length, 200), StandardCharsets.ISO_8859_1);
        Matcher header = HEADER.matcher(contentType == null ? "" : contentType);
        Matcher declared = DECLARED.matcher(start.startsWith("\u00EF\u00BB\u00BF") ? start.substring(3) : start);
        String name = header.find() ? header.group(1) : declared.find() ? declared.group(1) : "UTF-8";
        Charset charset = CHARSETS.get(name.toUpperCase(Locale.ROOT));
        if (charset == null) {
            throw SoapFault.client("字符集须为 UTF-8、GBK 或 GB18030。", "The charset must be UTF-8, GBK or GB18030.");
        }
        return charset;
    }

    private static SoapCall envelope(XMLStreamReader xml) throws XMLStreamException {
        if (!tag(xml) || !xml.getLocalName().equals("Envelope")) {
            throw malformed();
        }
        if (!SoapFault.ENVELOPE.equals(xml.getNamespaceURI())) {
            throw SoapFault.version();
        }
        begin(xml);
        if (is(xml, "Header")) {
            header(xml);
            begin(xml);
        }
        if (!is(xml, "Body")) {
            throw malformed();
        }
        begin(xml);
        if (!NAMESPACE.equals(xml.getNamespaceURI())) {
            throw SoapFault.client(
                    "调用的命名空间须为 " + NAMESPACE + "。", "The call must be in the namespace " + NAMESPACE + ".");
        }
        String operation = xml.getLocalName();
        List<SoapNode> items = new ArrayList<>();
        SoapCall call = new SoapCall(operation, arguments(xml, operation.equals(COMMIT), items), items);
        end(xml, "Body");
        end(xml, "Envelope");
        while (xml.hasNext()) {
            refuseSpecial(xml.next());
        }
        return call;
    }

    private static void header(XMLStreamReader xml) throws XMLStreamException {
        while (tag(xml)) {
            if ("1".equals(xml.getAttributeValue(SoapFault.ENVELOPE, "mustUnderstand"))) {
                throw SoapFault.mustUnderstand();
            }
            for (int depth = 1; depth > 0; ) {
                int event = xml.next();
                refuseSpecial(event);
                depth += event == XMLStreamConstants.START_ELEMENT
                        ? 1
                        : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
            }
        }
    }

    private static Map<Integer, String> arguments(XMLStreamReader xml, boolean commit, List<SoapNode> items)
            throws XMLStreamException {
        Map<Integer, String> arguments = new TreeMap<>();
        for (int position = 0; tag(xml); position++) {
            Matcher numbered = NUMBERED.matcher(xml.getLocalName());
            int place = numbered.matches() ? Integer.parseInt(numbered.group(1)) : position;
            if (commit && place >= FIRST_ITEM) {
                items.add(node(xml, 0));
                continue;
            }
            if (place >= MOST_ARGUMENTS || arguments.put(place, text(xml)) != null) {
                throw SoapFault.client("参数过多或者重复。", "There are too many arguments, or one stands twice.");
            }
        }
        return arguments;
    }

    private static SoapNode node(XMLStreamReader xml, int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw SoapFault.client("报文嵌套过深。", "The message is nested too deep.");
        }
        String name = xml.getLocalName();
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        StringBuilder own = new StringBuilder();
        List<SoapNode> children = new ArrayList<>();
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            refuseSpecial(event);
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(node(xml, depth + 1));
            } else if (xml.isCharacters()) {
                own.append(xml.getText());
            }
        }
        return new SoapNode(name, attributes, own.toString(), children);
    }

    private static String text(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            refuseSpecial(event);
            if (event == XMLStreamConstants.START_ELEMENT) {
                throw SoapFault.client("参数须为文字。", "An argument must be a text.");
            }
            if (xml.isCharacters()) {
                text.append(xml.getText());
            }
        }
        return text.toString();
    }

    /** Moves to the next tag and tells whether it begins an element. */
    private static boolean tag(XMLStreamReader xml) throws XMLStreamException {
        while (xml.hasNext()) {
            int event = xml.next();
            refuseSpecial(event);
            if (event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT) {
                return event == XMLStreamConstants.START_ELEMENT;
            }
            if (xml.isCharacters() && !xml.isWhiteSpace()) {
                throw malformed();
            }
        }
        throw malformed();
    }

    private static void begin(XMLStreamReader xml) throws XMLStreamException {
        if (!tag(xml)) {
            throw malformed();
        }
    }

    private static void end(XMLStreamReader xml, String name) throws XMLStreamException {
        if (tag(xml) || !is(xml, name)) {
            throw malformed();
        }
    }

    private static boolean is(XMLStreamReader xml, String name) {
        return xml.getLocalName().equals(name) && SoapFault.ENVELOPE.equals(xml.getNamespaceURI());
    }

    private static void refuseSpecial(int event) {
        if (event == XMLStreamConstants.DTD
                || event == XMLStreamConstants.ENTITY_REFERENCE
                || event == XMLStreamConstants.PROCESSING_INSTRUCTION) {
            throw SoapFault.client(
                    "报文不得含文档类型、实体引用或者处理指令。",
                    "A message must hold no document type, entity reference or processing instruction.");
        }
    }

    private static SoapFault malformed() {
        return SoapFault.client("报文不是有效的 SOAP 1.1 调用。", "The message is no valid SOAP 1.1 call.");
    }
}
