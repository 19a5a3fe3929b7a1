package org.jrp.catalogue;

import java.util.List;

/** A finer matter inside a context (事项), such as 设立融资性担保公司 inside 行政许可. */
public record Matter(String code, String name, List<String> contexts, int line) {

    public Matter {
        contexts = List.copyOf(contexts);
    }
}
