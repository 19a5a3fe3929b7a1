package org.jrp.server.impact;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jrp.impact.Comparison;
import org.jrp.server.access.Caller;
import org.jrp.server.document.Csv;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Writes all cases of an impact as a table (影响明细表), a page in memory at a time. */
@Service
class CaseTable {

    private static final int PAGE = 1_000;

    private final Impacts impacts;

    CaseTable(Impacts impacts) {
        this.impacts = impacts;
    }

    void write(Caller caller, UUID id, @Nullable String kind, HttpServletResponse response) throws IOException {
        List<Impact.Case> page = impacts.cases(caller, id, kind, 0, PAGE);
        response.setStatus(200);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Disposition", "attachment; filename=\"impact-" + id + ".csv\"");
        OutputStream out = response.getOutputStream();
        Csv csv = new Csv(
                "序号", "决定编号", "条目编号", "证件类型", "主体", "部门代码", "业务场景代码", "类别", "原结论", "新结论", "增加的措施", "减少的措施", "增加措施的规则",
                "减少措施的规则", "增加措施的条款", "减少措施的条款");
        while (!page.isEmpty()) {
            page.forEach(one -> row(csv, one));
            out.write(csv.drain());
            page = page.size() < PAGE
                    ? List.of()
                    : impacts.cases(id, kind, page.get(page.size() - 1).number(), PAGE);
        }
        out.write(csv.drain());
        out.flush();
    }

    private static void row(Csv csv, Impact.Case one) {
        csv.row(
                one.number(),
                one.decisionId(),
                one.entryId(),
                one.idType(),
                one.subject(),
                one.department(),
                one.context(),
                one.kind(),
                one.outcomeBefore(),
                one.outcomeAfter(),
                String.join("; ", one.added()),
                String.join("; ", one.removed()),
                String.join("; ", one.rulesAdded()),
                String.join("; ", one.rulesRemoved()),
                clauses(one.groundsAdded()),
                clauses(one.groundsRemoved()));
    }

    /** Each clause once: its id, its document by number or else by title, and its place there where that is known. */
    private static String clauses(List<Comparison.Ground> grounds) {
        return grounds.stream()
                .filter(ground -> ground.provision() != null)
                .map(ground -> ground.provision() + " "
                        + (ground.docNo() == null ? "《" + ground.title() + "》" : ground.docNo())
                        + (ground.clause() == null ? "" : " " + ground.clause()))
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
