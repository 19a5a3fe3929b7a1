package org.jrp.server.figure;

import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.ByteBuffer;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Shows the entries behind a figure (指标明细), page by page. */
@Service
final class ItemEntries {

    private static final int USUAL = 50;
    private static final int MOST = 200;

    private static final String ROWS =
            "select id, entry_id, list, personal, coalesce(recognised_at, valid_from) as day from listing where id = any (?)";

    private final Figures figures;
    private final Snapshot snapshot;
    private final CatalogueNow catalogues;
    private final SubjectVault vault;

    ItemEntries(Figures figures, Snapshot snapshot, CatalogueNow catalogues, SubjectVault vault) {
        this.figures = figures;
        this.snapshot = snapshot;
        this.catalogues = catalogues;
        this.vault = vault;
    }

    /** A subject as it may be shown: a natural person's number masked, its name left out. */
    @Schema(name = "FigureSubject")
    record Shown(String idType, String id, @Nullable String name) {

        static Shown of(Personal personal) {
            boolean person = personal.id().defaultKind() == SubjectKind.INDIVIDUAL;
            return new Shown(personal.id().type().code(), personal.id().masked(), person ? null : personal.name());
        }
    }

    /**
     * An entry behind a figure.
     *
     * @param state on the figure's day; null where the figure does not ask for it
     */
    @Schema(name = "FigureEntry")
    record Item(
            String entryId,
            String list,
            @Nullable String listName,
            @Nullable String kind,
            @Nullable String state,
            Shown subject,
            java.time.LocalDate recognisedAt) {}

    /** Entries on one side of a figure. */
    @Schema(name = "FigureEntryPage")
    record Page(
            int item,
            @Nullable String part,
            String side,
            List<Item> items,
            @Nullable String cursor) {}

    /**
     * One page.
     *
     * @param part a list for item 13, one of the three rates for item 14; null else
     */
    Page page(
            int item,
            @Nullable String part,
            @Nullable String wanted,
            Scope scope,
            @Nullable Integer limit,
            @Nullable String cursor) {
        Measure measure = Measure.ofItem(item).stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        404,
                        "unknown-item",
                        "该项没有指标。有指标的是第 7、9、10、13、14、15、25 项。",
                        "The item has no figure. Those that have: 7, 9, 10, 13, 14, 15, 25."));
        Side side = Side.find(wanted == null ? Side.NUMERATOR.code() : wanted)
                .orElseThrow(() -> parameter(
                        "side",
                        "unknown-side",
                        "side 应为 numerator、denominator 或 missing。",
                        "The side is numerator, denominator or missing."));
        if (limit != null && (limit < 1 || limit > MOST)) {
            throw parameter("limit", "out-of-range", "limit 应为 1 到 200。", "The limit is from 1 to 200.");
        }
        int size = limit == null ? USUAL : limit;
        List<? extends Behind> found = figures.behind(measure, part, side, scope, after(cursor), size + 1);
        if (found == null) {
            throw ProblemException.field(
                    404, "unknown-part", "part", "unknown-part", new Text("该项没有这个部分。", "The item has no such part."));
        }
        List<? extends Behind> shown = found.subList(0, Math.min(size, found.size()));
        return new Page(
                item,
                part,
                side.code(),
                items(shown),
                found.size() > size ? cursor(shown.get(size - 1).row()) : null);
    }

    private List<Item> items(List<? extends Behind> found) {
        Catalogue catalogue = catalogues.now();
        Map<Long, Item> byRow = new HashMap<>();
        Map<Long, Behind> behind = new HashMap<>();
        found.forEach(one -> behind.put(one.row(), one));
        Long[] rows = behind.keySet().toArray(Long[]::new);
        snapshot.read(jdbc -> {
            jdbc.query(
                    ROWS,
                    statement -> statement.setArray(1, statement.getConnection().createArrayOf("bigint", rows)),
                    row -> {
                        long id = row.getLong("id");
                        String entryId = row.getString("entry_id");
                        Date day = row.getDate("day");
                        Optional<ListType> type = catalogue.findList(row.getString("list"));
                        Behind one = Objects.requireNonNull(behind.get(id));
                        byRow.put(
                                id,
                                new Item(
                                        entryId,
                                        one.list(),
                                        type.map(ListType::name).orElse(null),
                                        type.map(list -> list.kind().code()).orElse(null),
                                        one instanceof YearEntry entry
                                                ? entry.state().code()
                                                : null,
                                        Shown.of(Personal.read(
                                                vault.open(row.getBytes("personal"), YearEntries.place(entryId)))),
                                        one instanceof YearEntry entry ? entry.day() : day.toLocalDate()));
                    });
            return byRow;
        });
        List<Item> items = new ArrayList<>();
        for (Behind one : found) {
            Item item = byRow.get(one.row());
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private static long after(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MIN_VALUE;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length == Long.BYTES) {
                return ByteBuffer.wrap(bytes).getLong();
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw parameter(
                "cursor", "invalid-cursor", "cursor 不是上一页给出的值。", "The cursor is not what the page before gave.");
    }

    private static String cursor(long row) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(row).array());
    }

    private static ProblemException parameter(String name, String code, String zh, String en) {
        return ProblemException.field(400, "invalid-parameter", name, code, new Text(zh, en));
    }
}
