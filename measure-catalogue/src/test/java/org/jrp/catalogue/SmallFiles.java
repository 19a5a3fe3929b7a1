package org.jrp.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small sound catalogue as files, to be spoilt one line at a time. */
final class SmallFiles {

    private final Map<String, byte[]> files = new TreeMap<>();

    SmallFiles() {
        put("contexts.yaml", """
                contexts:
                  - {code: government-procurement, name: 政府采购, aliases: [PROCUREMENT], offered: true}
                  - {code: bidding, name: 招标投标, offered: true}
                  - {code: financing, name: 融资授信, offered: false}
                """);
        put("roles.yaml", """
                roles:
                  - {code: legal-representative, name: 法定代表人}
                """);
        put("matters.yaml", """
                matters:
                  - {code: works, name: 工程招标, contexts: [bidding]}
                """);
        put("lists.yaml", """
                lists:
                  - code: judgment-defaulter
                    name: 失信被执行人名单
                    kind: sanction
                    aliases: [SPC_DEBTOR]
                    recogniser: 人民法院
                    persons: true
                    term:
                      - {months: 24, text: 二年, validFrom: 2017-05-01, validTo: null, provenance: source}
                    freshness: P7D
                    grounds: [有履行能力而拒不履行]
                    exits:
                      - {action: perform, event: exited, text: 履行完毕, after: null, within: 3wd, provenance: source}
                  - {code: tax-credit-a, name: 纳税信用A级, kind: incentive, recogniser: 税务机关, freshness: P7D}
                """);
        put("departments.yaml", """
                departments:
                  - code: finance-bureau
                    name: 市财政局
                    aliases: [财政局]
                    answersFor:
                      - {body: 财政部, validFrom: null, validTo: null, assumed: false}
                unanswered:
                  - {body: 证监会, reason: 本市没有对应部门}
                collective:
                  - {body: 各相关单位, text: 所有部门}
                """);
        put("statutes.yaml", """
                statutes:
                  - {id: gpl-22, law: 中华人民共和国政府采购法, article: 第二十二条, level: law, validFrom: 2003-01-01, validTo: null,
                     paraphrase: 供应商的条件, articleVerified: true, provenance: source, confidence: high, source: 公开文本}
                  - {id: old-1, law: 旧办法, article: 第一条, level: regulation, validFrom: 2000-01-01, validTo: 2018-01-01,
                     successor: gpl-22, paraphrase: 旧条件, articleVerified: false, provenance: memory, confidence: low}
                documents:
                  - {id: zbf2016-64, title: 关于加快推进失信被执行人信用监督、警示和惩戒机制建设的意见, docNo: 中办发〔2016〕64号, part: null,
                     date: 2016-09-25, level: central-policy-document, validFrom: 2016-09-25, validTo: null, paraphrase: 联合惩戒,
                     textVerified: true, provenance: source, confidence: high, source: 公开文本}
                """);
        put("measures.yaml", """
                measures:
                  - {code: restrict-procurement, name: 限制参加政府采购活动, kind: sanction, category: N01, class: 1, feedbackWithin: 10wd}
                  - {code: restrict-bidding, name: 限制参与招标投标, kind: sanction, category: N01, class: 1, feedbackWithin: 10wd}
                  - {code: priority-procurement, name: 政府采购优先, kind: incentive, category: null, class: null, feedbackWithin: 10wd}
                """);
        put("calendar.yaml", """
                years:
                  - year: 2018
                    status: assumed
                    holidays:
                      - {name: 国庆节, from: 2018-10-01, to: 2018-10-07}
                    workdays: [2018-09-29, 2018-09-30]
                """);
        put("instruments/2016-141-defaulter.yaml", """
                id: 2016-141-defaulter
                title: 关于对失信被执行人实施联合惩戒的合作备忘录
                docNo: 发改财金〔2016〕141号
                issued: 2016-01-20
                validFrom: 2016-01-20
                validTo: null
                replacedBy: null
                level: memorandum
                initiators: [最高人民法院]
                lists: [judgment-defaulter]
                provenance: {docNo: source, issued: source, text: source}
                confidence: high
                provisions:
                  - id: 2016-141-defaulter-m01
                    clause: 第一条
                    clauseProvenance: source
                    kind: sanction
                    text: 限制参加政府采购活动
                    measure: restrict-procurement
                    effect: mandatory
                    qualifiers: [lawfully]
                    targets: both
                    relations:
                      - {via: person-of-listed-entity, roles: [legal-representative], personalResponsibility: true}
                    contexts: [government-procurement]
                    departments: [财政部]
                    departmentsProvenance: source
                    basis:
                      - {ref: gpl-22, link: source, authorises: true}
                    provenance: source
                    confidence: high
                    source: 公开文本
                    encoded: true
                  - id: 2016-141-defaulter-m02
                    clause: null
                    kind: sanction
                    text: 限制参与工程招标
                    measure: restrict-bidding
                    effect: reference
                    targets: entity
                    contexts: [bidding]
                    matters: [works]
                    departments: [财政部, 证监会]
                    departmentsProvenance: memory
                    basis:
                      - {ref: old-1, link: memory, authorises: unknown}
                    provenance: memory
                    confidence: medium
                    encoded: false
                    notEncodedBecause: 另行编码
                """);
        put("instruments/2016-1467-tax.yaml", """
                id: 2016-1467-tax
                title: 关于对纳税信用A级纳税人实施联合激励措施的合作备忘录
                docNo: 发改财金〔2016〕1467号
                issued: 2016-07
                validFrom: 2016-08-01
                level: memorandum
                lists: [tax-credit-a]
                provenance: {docNo: memory, issued: memory, text: memory}
                confidence: medium
                provisions:
                  - {id: 2016-1467-tax-m01, kind: incentive, text: 政府采购优先, measure: priority-procurement, effect: incentive,
                     targets: entity, contexts: [government-procurement], departments: [财政部], departmentsProvenance: memory,
                     provenance: memory, confidence: medium, encoded: true}
                """);
        put(
                "editions/2016-memoranda.yaml",
                edition("2016-memoranda", "national", null, "2016-05-30", "both", "", "measures: []"));
        put("editions/2018-city.yaml", edition("2018-city", "city", "\"341182\"", "2018-07-01", "both", "", """
                        measures:
                          - code: restrict-procurement
                            name: 限制参加政府采购活动
                            kind: sanction
                            category: N01
                            class: 1
                            effect: mandatory
                            contexts: [government-procurement]
                            matters: []
                            departments: [finance-bureau]
                            basis: [{ref: gpl-22, link: source}]
                            feedbackWithin: 10wd
                            provisions: [2016-141-defaulter-m01]
                        """));
        put(
                "editions/2021-national.yaml",
                edition("2021-national", "national", null, "2021-12-16", "sanction", "", """
                        items:
                          - {code: N01, name: 限制市场或行业准入, class: 1}
                          - {code: N07, name: 限制申请财政性资金项目, class: 2}
                        """));
    }

    /** An edition as text. */
    static String edition(
            String id, String layer, String place, String from, String governs, String more, String rows) {
        return """
                id: %s
                title: 清单 %s
                layer: %s
                place: %s
                year: %s
                revision: 1
                publishedAt: %s
                effectiveFrom: %s
                status: reconstructed
                governs: %s
                %s
                %s
                """.formatted(id, id, layer, place, from.substring(0, 4), from, from, governs, more, rows);
    }

    SmallFiles put(String file, String text) {
        files.put(file, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    SmallFiles put(String file, byte[] bytes) {
        files.put(file, bytes);
        return this;
    }

    SmallFiles remove(String file) {
        files.remove(file);
        return this;
    }

    /** Writes other words in place of some that must stand exactly once in the file. */
    SmallFiles replace(String file, String words, String others) {
        String text = text(file);
        if (text.split(java.util.regex.Pattern.quote(words), -1).length != 2) {
            throw new IllegalArgumentException("Not exactly once in " + file + ": " + words);
        }
        return put(file, text.replace(words, others));
    }

    String text(String file) {
        return new String(files.get(file), StandardCharsets.UTF_8);
    }

    /** The line of a file that holds those words, from 1. */
    int line(String file, String words) {
        List<String> lines = text(file).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(words)) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("Not in " + file + ": " + words);
    }

    Map<String, byte[]> files() {
        return new TreeMap<>(files);
    }

    Catalogue read() {
        return Catalogue.read(files);
    }

    CatalogueCheck check() {
        return CatalogueCheck.of(files);
    }
}
