package org.jrp.catalogue;

/** The rank of a document (效力层级). */
public enum BasisLevel implements Coded {
    LAW("law", "法律"),
    REGULATION("regulation", "行政法规"),
    CENTRAL_POLICY_DOCUMENT("central-policy-document", "党中央、国务院政策文件"),
    LOCAL_REGULATION("local-regulation", "地方性法规"),
    JUDICIAL_INTERPRETATION("judicial-interpretation", "司法解释"),
    DEPARTMENT_RULE("department-rule", "部门规章"),
    DEPARTMENT_NORMATIVE("department-normative", "部门规范性文件"),
    NATIONAL_LIST("national-list", "全国清单"),
    LOCAL_LIST("local-list", "地方清单"),
    MEMORANDUM("memorandum", "合作备忘录"),
    ACTION_PLAN("action-plan", "行动计划"),
    OTHER("other", "其他");

    private final String code;
    private final String chinese;

    BasisLevel(String code, String chinese) {
        this.code = code;
        this.chinese = chinese;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String chinese() {
        return chinese;
    }
}
