package org.jrp.server.figure;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.Department;
import org.jrp.server.Uuids;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Who checked before deciding, where and when (信用信息应用情况): work plan item 8, by department, context and month. */
@Service
final class Usage {

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final String CHECKS = """
            select department, context, to_char(decided_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, count(*) as checks,
                count(distinct subject) as subjects, count(*) filter (where outcome in ('restricted', 'review')) as restricted,
                count(*) filter (where outcome = 'favoured') as favoured
            from decision where id >= ? and id < ?
            group by 1, 2, 3 order by 1, 2, 3
            """;

    private final Snapshot snapshot;
    private final CatalogueNow catalogues;

    Usage(Snapshot snapshot, CatalogueNow catalogues) {
        this.snapshot = snapshot;
        this.catalogues = catalogues;
    }

    /**
     * The checks of one department in one context in one month.
     *
     * @param subjects how many different ones
     * @param restricted checks that were answered with a restriction, or with a review
     * @param favoured checks that were answered with an incentive
     */
    @Schema(name = "UsageItem")
    record Item(
            String department,
            @Nullable String departmentName,
            String context,
            @Nullable String contextName,
            String month,
            long checks,
            long subjects,
            long restricted,
            long favoured) {}

    /** The checks of a year. */
    @Schema(name = "UsageReport")
    record Report(int year, String plan, long checks, List<Item> items) {}

    Report of(int year) {
        Names names = Names.of(catalogues);
        List<Item> items = snapshot.read(jdbc -> jdbc.query(
                CHECKS,
                (row, number) -> new Item(
                        row.getString("department"),
                        names.department(row.getString("department")),
                        row.getString("context"),
                        names.context(row.getString("context")),
                        row.getString("month"),
                        row.getLong("checks"),
                        row.getLong("subjects"),
                        row.getLong("restricted"),
                        row.getLong("favoured")),
                Uuids.first(LocalDate.of(year, 1, 1).atStartOfDay(ZONE).toInstant()),
                Uuids.first(LocalDate.of(year + 1, 1, 1).atStartOfDay(ZONE).toInstant())));
        return new Report(
                year,
                "第8项:推进公共信用信息广泛应用,将已开展公共信用信息查询和信用产品应用的领域、事项及时反馈至市信用办。",
                items.stream().mapToLong(Item::checks).sum(),
                items);
    }

    byte[] csv(Report report) {
        CsvText csv = new CsvText("部门代码", "部门", "业务场景代码", "业务场景", "月份", "核查次数", "主体数", "其中限制或需复核", "其中激励");
        for (Item one : report.items()) {
            csv.row(Row.of(
                    one.department(),
                    one.departmentName(),
                    one.context(),
                    one.contextName(),
                    one.month(),
                    one.checks(),
                    one.subjects(),
                    one.restricted(),
                    one.favoured()));
        }
        return csv.bytes();
    }

    /** Names of what the catalogue knows. */
    record Names(Map<String, String> departments, Map<String, String> contexts, Map<String, String> measures) {

        static Names of(CatalogueNow catalogues) {
            Catalogue catalogue = catalogues.now();
            return new Names(
                    catalogue.departments().stream().collect(Collectors.toMap(Department::code, Department::name)),
                    catalogue.contexts().stream().collect(Collectors.toMap(Context::code, Context::name)),
                    catalogue.measures().stream()
                            .collect(Collectors.toMap(
                                    org.jrp.catalogue.Measure::code, org.jrp.catalogue.Measure::name)));
        }

        @Nullable String department(String code) {
            return departments.get(code);
        }

        @Nullable String context(String code) {
            return contexts.get(code);
        }

        @Nullable String measure(String code) {
            return measures.get(code);
        }
    }
}
