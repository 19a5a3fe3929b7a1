package org.jrp.listing;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jrp.catalogue.Catalogue;

/** A catalogue of three lists and two roles, for reading entries. */
final class SmallCatalogue {

    static final Catalogue CATALOGUE = read();

    private SmallCatalogue() {}

    private static Catalogue read() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        put(files, "contexts.yaml", "contexts: []");
        put(files, "matters.yaml", "matters: []");
        put(files, "departments.yaml", "departments: []");
        put(files, "statutes.yaml", "statutes: []");
        put(files, "measures.yaml", "measures: []");
        put(files, "calendar.yaml", "years: []");
        put(files, "roles.yaml", """
                roles:
                  - {code: legal-representative, name: 法定代表人}
                  - {code: director, name: 董事}
                """);
        put(files, "lists.yaml", """
                lists:
                  - code: judgment-defaulter
                    name: 失信被执行人名单
                    kind: sanction
                    aliases: [SPC_DEBTOR, 失信被执行人]
                    recogniser: 人民法院
                    freshness: P7D
                    grounds: [有履行能力而拒不履行, 违反财产报告制度]
                  - {code: honest-taxpayer, name: 纳税信用A级, kind: incentive, recogniser: 税务机关, freshness: P7D}
                  - {code: key-attention, name: 重点关注名单, kind: key-attention, recogniser: 认定部门, freshness: P7D}
                """);
        return Catalogue.read(files);
    }

    private static void put(Map<String, byte[]> files, String name, String text) {
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
