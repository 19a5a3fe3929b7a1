package org.jrp.server.figure;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jrp.server.document.Csv;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What departments delivered (信息共享情况): work plan items 4 and 28. Every delivery that was kept counts, also one that changed nothing. */
@Service
final class Sharing {

    private static final String DELIVERIES = """
            select department, count(*) filter (where digest is not null) as deliveries, count(*) filter (where digest is null) as made_here,
                sum(accepted)::bigint as accepted, sum(unchanged)::bigint as unchanged, sum(rejected)::bigint as rejected,
                sum(quarantined)::bigint as quarantined, sum(codes_checked)::bigint as codes_checked,
                sum(codes_wrong)::bigint as codes_wrong, min(recorded_at) as oldest, max(recorded_at) as newest
            from import where recorded_at >= ? and recorded_at < ?
            group by department order by department
            """;

    private final Snapshot snapshot;
    private final CatalogueNow catalogues;

    Sharing(Snapshot snapshot, CatalogueNow catalogues) {
        this.snapshot = snapshot;
        this.catalogues = catalogues;
    }

    /**
     * The deliveries of one department.
     *
     * @param deliveries files
     * @param madeHere entries begun by hand
     * @param codesChecked codes of legal persons that came for the first time, wrong ones among them
     */
    @Schema(name = "SharingItem")
    record Item(
            String department,
            @Nullable String departmentName,
            long deliveries,
            long madeHere,
            long accepted,
            long unchanged,
            long rejected,
            long quarantined,
            long codesChecked,
            long codesWrong,
            Instant oldest,
            Instant newest) {}

    /** The deliveries of a year. */
    @Schema(name = "SharingReport")
    record Report(int year, String plan, long deliveries, List<Item> items) {}

    Report of(int year) {
        Usage.Names names = Usage.Names.of(catalogues);
        List<Item> items = snapshot.read(jdbc -> jdbc.query(
                DELIVERIES,
                (row, number) -> item(row, names),
                YearEntries.at(LocalDate.of(year, 1, 1).atStartOfDay(Usage.ZONE).toInstant()),
                YearEntries.at(
                        LocalDate.of(year + 1, 1, 1).atStartOfDay(Usage.ZONE).toInstant())));
        return new Report(
                year,
                "第4项:市信用办对各部门信息共享情况及时进行统计和通报。",
                items.stream().mapToLong(Item::deliveries).sum(),
                items);
    }

    private static Item item(ResultSet row, Usage.Names names) throws SQLException {
        return new Item(
                row.getString("department"),
                names.department(row.getString("department")),
                row.getLong("deliveries"),
                row.getLong("made_here"),
                row.getLong("accepted"),
                row.getLong("unchanged"),
                row.getLong("rejected"),
                row.getLong("quarantined"),
                row.getLong("codes_checked"),
                row.getLong("codes_wrong"),
                row.getObject("oldest", OffsetDateTime.class).toInstant(),
                row.getObject("newest", OffsetDateTime.class).toInstant());
    }

    byte[] csv(Report report) {
        Csv csv = new Csv("部门代码", "部门", "报送批次", "直接录入", "接收", "未变", "拒收", "待补正", "新核代码", "错码", "最早", "最近");
        for (Item one : report.items()) {
            csv.row(
                    one.department(),
                    one.departmentName(),
                    one.deliveries(),
                    one.madeHere(),
                    one.accepted(),
                    one.unchanged(),
                    one.rejected(),
                    one.quarantined(),
                    one.codesChecked(),
                    one.codesWrong(),
                    one.oldest(),
                    one.newest());
        }
        return csv.bytes();
    }
}
