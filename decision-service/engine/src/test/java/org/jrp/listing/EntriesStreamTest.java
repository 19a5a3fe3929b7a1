package org.jrp.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.listing.EntriesReader.Format;
import org.junit.jupiter.api.Test;

class EntriesStreamTest {

    private static final ListType LIST =
            SmallCatalogue.CATALOGUE.findList("judgment-defaulter").orElseThrow();

    private final Heard heard = new Heard();

    @Test
    void records_and_problems_come_in_the_order_of_the_file() {
        int rows = stream(
                Format.CSV,
                null,
                "list,id,validFrom,related\n"
                        + "judgment-defaulter,91349999M00000019Y,2018-03-01,\n"
                        + "judgment-defaulter,91349999M00000019Y,2018-02-30,\n"
                        + "judgment-defaulter,91349999M00000019Y\n"
                        + "judgment-defaulter,91349999M00000019Y,2018-03-01,"
                        + "\"[{\"\"role\"\":\"\"legal-representative\"\",\"\"id\"\":\"\"x\"\"}]\"\n"
                        + "judgment-defaulter,91349999M00000019Y,2018-03-02,\n");

        assertThat(rows).isEqualTo(5);
        assertThat(heard.all)
                .containsExactly(
                        "2 entry",
                        "3 not-a-date at validFrom",
                        "4 wrong-cells at null",
                        "5 invalid-id at related.id",
                        "6 entry");
    }

    @Test
    void an_entry_that_comes_twice_is_handed_over_twice() {
        String line =
                "{\"entryId\":\"e\",\"id\":\"91349999M00000019Y\",\"list\":\"judgment-defaulter\",\"validFrom\":\"2018-03-01\"}\n";

        stream(Format.NDJSON, null, line + line);

        assertThat(heard.all).containsExactly("1 entry", "2 entry");
    }

    @Test
    void a_list_that_is_known_need_not_stand_in_the_table() {
        stream(Format.CSV, LIST, "id,validFrom\n91349999M00000019Y,2018-03-01\n");
        stream(Format.CSV, null, "id,validFrom\n91349999M00000019Y,2018-03-01\n");

        assertThat(heard.all).containsExactly("2 entry", "1 missing-header at null");
        assertThat(heard.listings).extracting(Listing::list).containsExactly("judgment-defaulter");
    }

    @Test
    void a_table_of_cells_is_checked_as_a_file_is() {
        EntriesReader.Table table = EntriesReader.table("sheet", SmallCatalogue.CATALOGUE, LIST, heard);

        boolean readable = table.header(1, List.of("统一社会信用代码", "有效期始", "有效期至"));
        table.row(2, List.of("91349999M00000019Y", "2018-03-01"));
        table.row(3, List.of("", " "));
        table.row(4, List.of("91349999M00000019Y", "2018-03-01", "", ""));
        table.row(5, List.of("91349999M00000019Y", "2018-03-01", "", "x"));
        table.refused(6, 1, "formula-cell", new Text("公式", "formula"), new Text("改", "mend"));

        assertThat(readable).isTrue();
        assertThat(table.rows()).isEqualTo(4);
        assertThat(heard.all)
                .containsExactly("2 entry", "4 entry", "5 wrong-cells at null", "6 formula-cell at validFrom");
        assertThat(heard.listings).extracting(Listing::validFrom).containsOnly(LocalDate.of(2018, 3, 1));
    }

    @Test
    void steps_name_the_states_around_each_event() {
        stream(
                Format.NDJSON,
                null,
                "{\"id\":\"91349999M00000019Y\",\"list\":\"judgment-defaulter\",\"validFrom\":\"2018-03-01\",\"events\":["
                        + "{\"exited\":\"2019-03-01\"},{\"recognised\":\"2018-02-20\"},{\"published\":\"2018-03-01\"}]}\n");

        assertThat(Lifecycle.steps(heard.listings.get(0)))
                .extracting(step -> step.from() + " " + step.event().type() + " " + step.to())
                .containsExactly(
                        "null RECOGNISED RECOGNISED", "RECOGNISED PUBLISHED PUBLISHED", "PUBLISHED EXITED EXITED");
    }

    private int stream(Format format, ListType list, String text) {
        return EntriesReader.stream(
                "entries",
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                format,
                SmallCatalogue.CATALOGUE,
                list,
                heard);
    }

    private static final class Heard implements EntriesReader.Sink {

        private final List<String> all = new ArrayList<>();
        private final List<Listing> listings = new ArrayList<>();

        @Override
        public void entry(int line, Listing listing) {
            all.add(line + " entry");
            listings.add(listing);
        }

        @Override
        public void problem(String field, Problem problem) {
            all.add(problem.line() + " " + problem.code() + " at " + field);
        }
    }
}
