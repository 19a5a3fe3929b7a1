package org.jrp.listing;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The column headers of a table of entries, in English and Chinese (表头). */
final class Headers {

    private static final Map<String, String> KEYS = new LinkedHashMap<>();

    static {
        add("entryId", "条目编号", "记录编号", "编号");
        add("idType", "证件类型", "主体代码类型");
        add("id", "统一社会信用代码/证件号码", "统一社会信用代码", "证件号码", "主体代码", "身份证号/社会信用代码/组织机构代码/工商注册号");
        add("name", "名称", "主体名称", "机构名称", "单位名称", "企业名称", "对象名称", "姓名", "当事人姓名/单位名称");
        add("list", "名单", "名单名称", "名单类型");
        add("recogniser", "认定部门", "认定机关", "认定单位");
        add("docNo", "文书号", "认定文书号", "决定文书号", "文号");
        add("basis", "认定依据", "列入依据");
        add("recognisedAt", "认定日期", "决定日期");
        add("validFrom", "有效期始", "有效期起");
        add("from");
        add("validTo", "有效期至", "失效日期");
        add("to");
        add("ground", "列入事由", "列入名单事由", "事由");
        add("severity", "失信程度", "严重程度");
        add("corrected", "已整改", "是否整改");
        add("courtOrder", "人民法院已采取限制措施", "法院限制措施");
        add("personalResponsibility", "已认定个人责任", "个人责任");
        add("related", "关联人员", "相关人员");
        add("events", "事件", "变更记录");
    }

    private Headers() {}

    /** The key a header stands for; null where it is not known. */
    static @Nullable String key(String header) {
        return KEYS.get(header.toLowerCase(Locale.ROOT));
    }

    /** Every known header. */
    static Collection<String> known() {
        return KEYS.keySet();
    }

    /** The one thing {@code from} and {@code validFrom} both mean. */
    static String meaning(String key) {
        return switch (key) {
            case "from" -> "validFrom";
            case "to" -> "validTo";
            default -> key;
        };
    }

    /** What a table cannot do without. */
    static List<String> required() {
        return List.of("list", "id", "validFrom");
    }

    private static void add(String key, String... chinese) {
        KEYS.put(key.toLowerCase(Locale.ROOT), key);
        for (String word : chinese) {
            KEYS.put(word.toLowerCase(Locale.ROOT), key);
        }
    }
}
