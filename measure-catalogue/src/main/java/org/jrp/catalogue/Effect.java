package org.jrp.catalogue;

/** What a measure asks of the department (效力), strongest first. */
public enum Effect implements Coded {
    /** 应采取措施. */
    MANDATORY("mandatory", "应采取"),
    /** 可参考措施: weighed by the officer, binds nobody. */
    REFERENCE("reference", "可参考"),
    /** 列为重点监管. */
    SUPERVISION("supervision", "重点监管"),
    /** 应予公示. */
    PUBLICITY("publicity", "公示"),
    /** 提示: others decide on their own. */
    INFORM("inform", "提示"),
    /** 给予激励. */
    INCENTIVE("incentive", "激励");

    private final String code;
    private final String chinese;

    Effect(String code, String chinese) {
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
