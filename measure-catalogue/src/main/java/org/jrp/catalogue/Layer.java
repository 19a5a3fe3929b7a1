package org.jrp.catalogue;

/** The layer of a measure list (层级). */
public enum Layer implements Coded {
    NATIONAL("national", "国家级"),
    PROVINCE("province", "省级"),
    CITY("city", "市级");

    private final String code;
    private final String chinese;

    Layer(String code, String chinese) {
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
