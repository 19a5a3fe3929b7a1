package org.jrp.server.exchange;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jrp.catalogue.Kind;
import org.jspecify.annotations.Nullable;

/** Writes what an operation returns (红黑名单答复): XML inside a text, as the present clients read it. */
final class RedBlackAnswer {

    private RedBlackAnswer() {}

    /** A list as the present clients choose it. */
    record Type(String unitedId, Kind kind, String name) {}

    /** The word for a kind: red for incentives, black for sanctions; the protocol has none for key attention. */
    static String colour(Kind kind) {
        return kind == Kind.INCENTIVE ? "red" : "black";
    }

    /** The lists that can be chosen. */
    static String types(Charset charset, String requestId, String message, List<Type> types) {
        Markup xml = begin(charset, "success", 200, message).start("redblackTypeList", "requestId", requestId);
        int order = 0;
        for (Type type : types) {
            order++;
            xml.empty(
                    "redblackType",
                    "unitedId",
                    type.unitedId(),
                    "unitedType",
                    colour(type.kind()),
                    "unitedName",
                    type.name(),
                    "orderId",
                    Integer.toString(order));
        }
        return end(xml.end("redblackTypeList"));
    }

    /**
     * The entries to show, by list, with the measures they call for.
     *
     * @param shown entries that the client asked to see
     */
    static String page(
            Charset charset, ExchangeAnswer answer, String message, List<ExchangeAnswer.Hit> shown, UnitedIds ids) {
        Markup xml = begin(charset, "success", 200, message)
                .start("redblackTypeList", "requestId", answer.decisionId().toString());
        Map<String, List<ExchangeAnswer.Hit>> byList = new LinkedHashMap<>();
        shown.forEach(hit ->
                byList.computeIfAbsent(hit.list(), unused -> new ArrayList<>()).add(hit));
        byList.forEach((list, hits) -> {
            ExchangeAnswer.Hit first = hits.get(0);
            xml.start(
                    "redblackType",
                    "unitedId",
                    ids.of(list),
                    "unitedType",
                    colour(first.kind()),
                    "unitedName",
                    first.listName());
            measures(xml, list, hits, answer.measures());
            xml.start("redblackDetailList");
            hits.forEach(hit -> detail(xml, hit));
            xml.end("redblackDetailList").end("redblackType");
        });
        return end(xml.end("redblackTypeList"));
    }

    /** What was taken in. */
    static String taken(Charset charset, String message) {
        return end(begin(charset, "success", 200, message));
    }

    /** A refusal. */
    static String failure(Charset charset, int code, String message) {
        return end(begin(charset, "fail", code, message));
    }

    private static Markup begin(Charset charset, String result, int code, String message) {
        return Markup.document(charset)
                .start("rs")
                .element("result", result)
                .element("resultcode", Integer.toString(code))
                .element("message", message)
                .start("list");
    }

    private static String end(Markup xml) {
        return xml.end("list")
                .element("version", "1")
                .element("updateurl", "")
                .end("rs")
                .toString();
    }

    private static void measures(
            Markup xml, String list, List<ExchangeAnswer.Hit> hits, List<ExchangeAnswer.Measure> measures) {
        List<String> entries = hits.stream().map(ExchangeAnswer.Hit::id).toList();
        Map<Pair, Set<String>> contents = new LinkedHashMap<>();
        for (ExchangeAnswer.Measure measure : measures) {
            if (measure.triggeredBy().stream().noneMatch(entries::contains)) {
                continue;
            }
            for (ExchangeAnswer.Clause clause : clausesFor(list, measure)) {
                contents.computeIfAbsent(
                                new Pair(clause.instrument(), String.join("、", clause.initiators())),
                                unused -> new LinkedHashSet<>())
                        .add(measure.content(clause));
            }
        }
        xml.start("unionPairList");
        contents.forEach((pair, texts) -> {
            xml.start("unionPair", "itemName", pair.itemName(), "originDept", pair.originDept());
            texts.forEach(text -> xml.empty("unionPairContent", "content", text));
            xml.end("unionPair");
        });
        xml.end("unionPairList");
    }

    /** A measure may stand on clauses about several lists; under one list only its own are shown, unless it has none. */
    private static List<ExchangeAnswer.Clause> clausesFor(String list, ExchangeAnswer.Measure measure) {
        List<ExchangeAnswer.Clause> own = measure.clauses().stream()
                .filter(clause -> clause.lists().isEmpty() || clause.lists().contains(list))
                .toList();
        return own.isEmpty() ? measure.clauses() : own;
    }

    private static void detail(Markup xml, ExchangeAnswer.Hit hit) {
        xml.start("redblackDetail", "id", hit.id(), "name", hit.name(), "code", hit.code());
        fact(xml, "认定部门", hit.recogniser());
        fact(xml, "认定文书号", hit.docNo());
        fact(xml, "有效期起", hit.validFrom().toString());
        fact(xml, "有效期至（不含当日）", hit.validTo() == null ? null : hit.validTo().toString());
        fact(xml, "异议情况", hit.disputed() ? "异议处理中" : null);
        xml.end("redblackDetail");
    }

    private static void fact(Markup xml, String title, @Nullable String content) {
        if (content != null) {
            xml.empty("redblackDetailContent", "title", title, "content", content);
        }
    }

    private record Pair(String itemName, String originDept) {}
}
