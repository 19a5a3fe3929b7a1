package org.jrp.catalogue;

/** The kind of a change between two editions (变化类型). */
public enum ChangeKind implements Coded {
    ADDED("added", "新增"),
    REMOVED("removed", "删除"),
    /** Another name for the same code. */
    RENAMED("renamed", "改称"),
    /** Kind, category, time for feedback, or the provisions it rests on. */
    CONTENT_CHANGED("content-changed", "内容变化"),
    /** Contexts or matters. */
    SUBJECT_CHANGED("subject-changed", "适用范围变化"),
    BASIS_CHANGED("basis-changed", "依据变化"),
    /** Departments. */
    ACTOR_CHANGED("actor-changed", "实施部门变化"),
    /** Effect or class. */
    STRENGTH_CHANGED("strength-changed", "效力变化"),
    /** One code became several. */
    SPLIT("split", "拆分"),
    /** Several codes became one. */
    MERGED("merged", "合并"),
    /** A field of the edition itself. */
    HEADER_CHANGED("header-changed", "版次信息变化"),
    /** The rows that both have stand in another order. */
    REORDERED("reordered", "顺序调整");

    private final String code;
    private final String chinese;

    ChangeKind(String code, String chinese) {
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
