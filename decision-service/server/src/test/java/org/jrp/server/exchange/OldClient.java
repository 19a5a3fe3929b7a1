package org.jrp.server.exchange;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Reads answers as the departments' present clients do: the text of {@code return}, parsed once more, attribute by attribute. */
final class OldClient {

    private OldClient() {}

    record Type(
            String unitedId,
            String unitedType,
            String unitedName,
            String orderId,
            Map<String, List<String>> measures,
            List<Detail> details) {}

    record Detail(String id, String name, String code, Map<String, String> contents) {}

    record Reply(
            String result, String resultcode, String message, String requestId, String version, List<Type> types) {}

    static String inner(byte[] soap) throws Exception {
        Document envelope = builder().newDocumentBuilder().parse(new ByteArrayInputStream(soap));
        return envelope.getElementsByTagName("return").item(0).getTextContent();
    }

    static Reply read(byte[] soap) throws Exception {
        Document rs = builder().newDocumentBuilder().parse(new InputSource(new StringReader(inner(soap))));
        List<Type> types = new ArrayList<>();
        for (Element type : elements(rs.getDocumentElement(), "redblackType")) {
            Map<String, List<String>> measures = new LinkedHashMap<>();
            for (Element pair : elements(type, "unionPair")) {
                measures.put(
                        pair.getAttribute("itemName") + "|" + pair.getAttribute("originDept"),
                        elements(pair, "unionPairContent").stream()
                                .map(content -> content.getAttribute("content"))
                                .toList());
            }
            List<Detail> details = new ArrayList<>();
            for (Element detail : elements(type, "redblackDetail")) {
                Map<String, String> contents = new LinkedHashMap<>();
                elements(detail, "redblackDetailContent")
                        .forEach(one -> contents.put(one.getAttribute("title"), one.getAttribute("content")));
                details.add(new Detail(
                        detail.getAttribute("id"), detail.getAttribute("name"), detail.getAttribute("code"), contents));
            }
            types.add(new Type(
                    type.getAttribute("unitedId"),
                    type.getAttribute("unitedType"),
                    type.getAttribute("unitedName"),
                    type.getAttribute("orderId"),
                    measures,
                    details));
        }
        List<Element> lists = elements(rs.getDocumentElement(), "redblackTypeList");
        return new Reply(
                text(rs, "result"),
                text(rs, "resultcode"),
                text(rs, "message"),
                lists.isEmpty() ? "" : lists.get(0).getAttribute("requestId"),
                text(rs, "version"),
                types);
    }

    private static DocumentBuilderFactory builder() {
        return DocumentBuilderFactory.newDefaultInstance();
    }

    private static String text(Document document, String name) {
        return document.getElementsByTagName(name).item(0).getTextContent();
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
