package org.jrp.rule;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jrp.catalogue.Effect;

/** The page {@code rules/language/sentences.md} (句式手册): every sentence a rule may use, generated from the vocabulary. */
public final class LanguagePage {

    private LanguagePage() {}

    /** The page as Markdown. */
    public static String text() {
        StringBuilder page = new StringBuilder("""
                # 规则句式 · The sentences of a rule

                本页由引擎的句式表生成,请勿手改;句式不属于发布版本的内容(规则语言版本 1)。
                Generated from the engine's vocabulary; do not edit. Language version 1.

                - 一条规则:`规则 "编号 名称"`、`@provision("条款编号")`(principles/ 用 `@citation("依据编号")`)、`当`、条件、`那么`、一个后果、`结束`。
                  关键字独占一行,也可写 `rule` `when` `then` `end`。
                - 第一个条件不加短横,其余每个条件以“- ”开头;同一句式只写一次,多个值用“、”分隔(任一即可)。
                - 没有“主体是被列入者的 …”或“被列入者是主体的 …”时,规则只针对被列入的主体本身。
                - `//` 开头的是注释。值须为目录中的词(名单、业务场景、事项、措施、角色的名称)。

                """);
        table(page, "memoranda/:对列入记录的条件 · conditions on an entry", false);
        table(page, "principles/:对拟用措施的条件 · conditions on a proposed measure", true);
        page.append("## 后果 · actions\n\n| 句子 | 效力 |\n|---|---|\n");
        for (Effect effect : Effect.values()) {
            page.append("| `")
                    .append(Action.Propose.word(effect))
                    .append(" {措施}` | ")
                    .append(effect.code())
                    .append(" |\n");
        }
        page.append("| `不予适用 因为 {理由}` | principles/;理由:")
                .append(Arrays.stream(Reason.values()).map(Reason::chinese).collect(Collectors.joining("、")))
                .append(" |\n| `转为可参考` | principles/;效力至多为 reference |\n")
                .append("| `转为提示` | principles/;效力至多为 inform |\n")
                .append("| `转为人工复核 因为 {理由}` | principles/;结论为 review |\n");
        return page.toString();
    }

    private static void table(StringBuilder page, String title, boolean principle) {
        page.append("## ").append(title).append("\n\n| 句子 | 含义 | meaning |\n|---|---|---|\n");
        for (Sentence sentence : Sentence.values()) {
            if (sentence.principle() == principle) {
                page.append("| `")
                        .append(sentence.opens() ? "" : "- ")
                        .append(sentence.template().replace("|", "\\|"))
                        .append("` | ")
                        .append(sentence.meaning().zh())
                        .append(" | ")
                        .append(sentence.meaning().en())
                        .append(" |\n");
            }
        }
        page.append('\n');
    }
}
