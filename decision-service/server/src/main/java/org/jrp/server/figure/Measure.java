package org.jrp.server.figure;

import java.util.Arrays;
import java.util.List;

/**
 * What the work plan of 2018 gives a number for (量化要求). Item 17's share of residents with a personal score is not among them: no such
 * score is built. Where the plan gives no formula, the method is ours.
 */
enum Measure {
    PUBLISHED(
            7,
            "published-share",
            "信用信息公示率",
            Comparator.ABOVE,
            new Fraction(1, 10),
            new Words("条", "entries"),
            new Words(
                    "分子:分母中截至统计日曾经公示的记录;认定后直接导入、没有事件的记录视为已公示。分母:当年认定、已归集的记录,含红名单、黑名单、重点关注名单和"
                            + "缺少必备项的记录,不含起草、告知、申辩中和已撤销的。口径为本服务自定。",
                    "Numerator: those of the denominator that were published at any moment up to the day; one that came recognised"
                            + " and without events stands as published. Denominator: entries of every kind recognised in the year,"
                            + " those lacking required fields among them; drafts and withdrawn ones left out. The definition is ours."),
            "第7项:2018年“信用明光”网站信用信息公示量超过已归集信息量的10%。"),
    CODES(
            9,
            "code-error-rate",
            "统一社会信用代码重错码率",
            Comparator.BELOW,
            new Fraction(1, 1000),
            new Words("条", "records"),
            new Words(
                    "分子:错码(未通过格式和校验、被拒收的代码,同一代码只计一次)与重码(同一代码下不同名称超出一个的个数)之和。分母:截至统计日已入库的"
                            + "法人和其他组织记录与错码之和,不限年度。全为数字、可能是身份证件号码的错码不计。口径为本服务自定。",
                    "Numerator: wrong codes (refused for form or check character, each counted once) and duplicate ones (names above"
                            + " one under one code). Denominator: records of legal persons stored by the day, of whatever year, and"
                            + " the wrong ones. Wrong codes of digits alone, which may be citizens' numbers, are not counted."
                            + " The definition is ours."),
            "第9项:重错码率降至1‰以下。"),
    CITY(
            10,
            "city-recognised-share",
            "本市认定与国家层面认定红黑名单之比",
            Comparator.AT_LEAST,
            new Fraction(1, 2),
            new Words("条", "entries"),
            new Words(
                    "分子:当年由本市部门认定的红名单、黑名单记录。分母:当年由其他认定部门认定的红名单、黑名单记录。本市部门按措施目录和部门登记的名称、别名及"
                            + "设置中的名称识别。重点关注名单、缺少必备项和已撤销的不计。口径为本服务自定。",
                    "Numerator: entries of red and black lists recognised in the year by departments of the city. Denominator: those"
                            + " recognised by anybody else. Departments of the city are known by their names and aliases in the"
                            + " catalogue, in the register and in the settings. Key attention, entries lacking required fields and"
                            + " withdrawn ones do not count. The definition is ours."),
            "第10项:2018年我市认定的“红黑名单”数量达到国家层面在本辖区内认定数量的50%。"),
    CASES(
            13,
            "case-share",
            "联合奖惩案例上传比例",
            Comparator.AT_LEAST,
            new Fraction(1, 10),
            new Words("件", "cases"),
            new Words(
                    "分子:当年标记为已上传市联合奖惩系统、截至统计日未撤回的案例。分母:当年由本市以外的认定部门认定的红名单、黑名单记录。按名单分领域计算," + "并计总体。口径为本服务自定。",
                    "Numerator: cases marked in the year as uploaded and not retracted by the day. Denominator: entries of red and"
                            + " black lists recognised in the year by anybody but departments of the city. For each list, and for"
                            + " all together. The definition is ours."),
            "第13项:2018年市级层面各重点领域信用奖惩发起部门上传的联合奖惩案例数量应不少于国家层面认定的本领域、本地区红黑名单数量的10%。"),
    GOVERNANCE(
            14,
            "governance-rate",
            "失信专项治理",
            Comparator.EXACTLY,
            new Fraction(1, 1),
            new Words("个主体", "subjects"),
            new Words(
                    "分母:专项治理对象,即当年被列入治理范围内黑名单的主体(未设置范围时为全部黑名单),每个主体计一次。分子:整改和退出——其全部有关记录已由认定部门"
                            + "退出或修复,或者期满且已整改;信用承诺——任一有关记录有信用承诺;修复培训——任一有关记录有培训。口径为本服务自定。",
                    "Denominator: subjects put on a black list within the governance in the year (every black list unless set"
                            + " otherwise), each once. Numerator: rectified and out, where every such entry was ended by its"
                            + " recogniser's exit or repair, or ran out with the act mended; committed, and trained, where any such"
                            + " entry says so. The definition is ours."),
            "第14项:失信专项治理对象的整改和退出率、做出信用承诺率、接受信用修复培训率均应达到100%。"),
    TRAINING(
            15,
            "training-coverage",
            "黑名单企业信用修复培训覆盖率",
            Comparator.EXACTLY,
            new Fraction(1, 1),
            new Words("家", "firms"),
            new Words(
                    "分母:当年被列入黑名单的企业和其他组织(非自然人),每个主体计一次。分子:其中任一有关记录有信用修复培训的。口径为本服务自定。",
                    "Denominator: legal persons and other organisations put on a black list in the year, each once. Numerator: those"
                            + " with repair training on any such entry. The definition is ours."),
            "第15项:对当年认定的“黑名单”企业实现培训全覆盖。"),
    COMMITMENTS(
            25,
            "commitment-share",
            "黑名单企业信用修复承诺比例",
            Comparator.AT_LEAST,
            new Fraction(3, 10),
            new Words("家", "firms"),
            new Words(
                    "分母:当年被列入黑名单的企业和其他组织(非自然人),每个主体计一次。分子:其中任一有关记录有信用修复承诺的。口径为本服务自定。",
                    "Denominator: legal persons and other organisations put on a black list in the year, each once. Numerator: those"
                            + " with a commitment for the repair of any such entry. The definition is ours."),
            "第25项:“黑名单”企业通过信用修复做出信用承诺的比例应不低于30%。");

    private final int item;
    private final String code;
    private final String title;
    private final Comparator comparator;
    private final Fraction threshold;
    private final Words unit;
    private final Words method;
    private final String plan;

    Measure(
            int item,
            String code,
            String title,
            Comparator comparator,
            Fraction threshold,
            Words unit,
            Words method,
            String plan) {
        this.item = item;
        this.code = code;
        this.title = title;
        this.comparator = comparator;
        this.threshold = threshold;
        this.unit = unit;
        this.method = method;
        this.plan = plan;
    }

    static List<Measure> ofItem(int item) {
        return Arrays.stream(values()).filter(one -> one.item == item).toList();
    }

    int item() {
        return item;
    }

    String code() {
        return code;
    }

    String title() {
        return title;
    }

    Comparator comparator() {
        return comparator;
    }

    Fraction threshold() {
        return threshold;
    }

    Words unit() {
        return unit;
    }

    Words method() {
        return method;
    }

    String plan() {
        return plan;
    }
}
