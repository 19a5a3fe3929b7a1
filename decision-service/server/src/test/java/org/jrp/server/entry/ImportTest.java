package org.jrp.server.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jrp.listing.EntriesReader.Format;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.sample.SampleEntries;
import org.jrp.server.entry.ImportSetup.Answer;
import org.jrp.server.problem.ProblemException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

class ImportTest {

    private static final String HEADER = "条目编号,统一社会信用代码/证件号码,名称,名单,认定部门,文书号,认定依据,认定日期,有效期始,关联人员,事件\n";
    private static final String FIRST =
            "n-1,91349999M00000019Y,示例企业一,失信被执行人名单,示例市人民法院,(2018)示例执1号,法释〔2017〕7号,2018-02-20,2018-03-01,,\n";
    private static final String PERSON =
            "n-2,341182199909090002,示例人员,失信被执行人名单,示例市人民法院,(2018)示例执2号,法释〔2017〕7号,2018-02-20,2018-03-01,,\n";
    private static final String NDJSON = """
            {"entryId":"j-1","id":"91349999M00000019Y","name":"示例企业一","list":"judgment-defaulter","recogniser":"示例市人民法院",\
            "docNo":"(2018)示例执1号","basis":"法释〔2017〕7号","recognisedAt":"2018-02-20","validFrom":"2018-03-01",\
            "related":[{"role":"legal-representative","id":"341182190001010008"}],"events":[%s]}
            """;
    private static final String DISPUTED = "{\"type\":\"disputed\",\"at\":\"2018-05-01\",\"actor\":\"信用主体\"}";
    private static final String REJECTED =
            "{\"type\":\"dispute-rejected\",\"at\":\"2018-05-09\",\"actor\":\"rec\",\"reason\":\"经核查无误\"}";

    private static final String RESUMED = "{\"type\":\"resumed\",\"at\":\"2018-06-01\"}";

    @TempDir
    Path folder;

    private ImportSetup setup;

    @BeforeEach
    void prepare() {
        setup = new ImportSetup(folder);
        setup.empty();
    }

    @Test
    void a_table_lands_and_is_read_back_as_it_was() {
        Answer answer = setup.csv(HEADER + FIRST + PERSON);

        assertThat(answer.body())
                .extracting("accepted", "unchanged", "quarantined", "rejected", "warnings", "errorsShown")
                .containsExactly(2L, 0L, 0L, 0L, 0L, 0L);
        StoredListing stored = setup.listings.ofEntryIds(List.of("n-2")).get(0);
        assertThat(stored.listing().subject().value()).isEqualTo("341182199909090002");
        assertThat(stored.listing().name()).isEqualTo("示例人员");
        assertThat(stored.listing().docNo()).isEqualTo("(2018)示例执2号");
        assertThat(stored.listing().validFrom()).isEqualTo(LocalDate.of(2018, 3, 1));
        assertThat(stored.usable()).isTrue();
        assertThat(stored.importId()).hasToString(answer.text("importId"));
        assertThat(setup.listings.about(setup.vault.references(stored.listing().subject())))
                .hasSize(1);
    }

    @Test
    void the_same_file_again_changes_nothing_and_is_fresh() {
        setup.csv(HEADER + FIRST + PERSON);

        Answer again = setup.csv(HEADER + FIRST + PERSON);

        assertThat(again.body()).extracting("accepted", "unchanged", "rejected").containsExactly(0L, 2L, 0L);
        assertThat(setup.rows("listing")).isEqualTo(2);
        assertThat(setup.rows("import")).isEqualTo(2);
        assertThat(setup.rows("source_load where list = 'judgment-defaulter'")).isEqualTo(2);
        assertThat(setup.rows("source_load s join import i on i.id = s.import and i.recorded_at = s.recorded_at"))
                .isEqualTo(2);
    }

    @Test
    void rows_without_an_id_go_by_their_content() {
        String header = HEADER.replace("条目编号,", "");
        String row = FIRST.replace("n-1,", "");

        Answer twice = setup.csv(header + row + row);
        Answer again = setup.csv(header + row);

        assertThat(twice.body()).extracting("accepted", "unchanged").containsExactly(1L, 1L);
        assertThat(again.body()).extracting("accepted", "unchanged").containsExactly(0L, 1L);
        assertThat(setup.sql
                        .sql("select entry_id from listing")
                        .query(String.class)
                        .single())
                .matches("e-[0-9a-f]{32}");
    }

    @Test
    void other_content_under_a_known_id_is_refused_beside_good_rows() {
        setup.csv(HEADER + FIRST);

        Answer answer = setup.csv(HEADER + FIRST.replace("2018-03-01", "2018-03-02") + PERSON);

        assertThat(answer.body()).extracting("accepted", "rejected").containsExactly(1L, 1L);
        assertThat(answer.errors())
                .extracting("row", "field", "code", "severity")
                .containsExactly(tuple(2L, "entryId", "entry-differs", "error"));
    }

    @Test
    void an_id_that_comes_twice_in_a_file_lands_once_or_is_an_error() {
        Answer answer = setup.csv(HEADER + FIRST + FIRST + FIRST.replace("示例企业一", "示例企业二"));

        assertThat(answer.body())
                .extracting("accepted", "unchanged", "rejected")
                .containsExactly(1L, 1L, 1L);
        assertThat(answer.errors()).extracting("row", "code").containsExactly(tuple(4L, "duplicate-entry"));
    }

    @Test
    void late_events_are_appended_and_chained() {
        setup.send("", "application/x-ndjson", bytes(NDJSON.formatted(DISPUTED)));
        Instant between = Instant.now();

        Answer answer = setup.send("", "application/x-ndjson", bytes(NDJSON.formatted(DISPUTED + "," + REJECTED)));
        Answer older = setup.send("", "application/x-ndjson", bytes(NDJSON.formatted(DISPUTED)));

        assertThat(answer.body()).extracting("accepted", "unchanged").containsExactly(1L, 0L);
        assertThat(older.body()).extracting("accepted", "unchanged").containsExactly(0L, 1L);
        StoredListing stored = setup.listings.ofEntryIds(List.of("j-1")).get(0);
        assertThat(stored.listing().events())
                .extracting(Event::type)
                .containsExactly(EventType.DISPUTED, EventType.DISPUTE_REJECTED);
        assertThat(stored.listing().stateAt(LocalDate.of(2018, 6, 1), between).disputed())
                .isTrue();
        assertThat(stored.listing()
                        .stateAt(LocalDate.of(2018, 6, 1), Instant.MAX)
                        .disputed())
                .isFalse();
        assertThat(setup.sql
                        .sql("select seq, actor, from_state, to_state, recorded_at from listing_event order by seq")
                        .query()
                        .listOfRows())
                .extracting(row -> row.get("actor"), row -> row.get("from_state"), row -> row.get("recorded_at"))
                .containsExactly(tuple("subj", "published", null), tuple("rec", "published", null));
        assertThat(setup.rows("listing_related")).isEqualTo(3);
        chained(stored);
    }

    @Test
    void events_that_cannot_follow_the_stored_ones_are_refused() {
        setup.send("", "application/x-ndjson", bytes(NDJSON.formatted("")));

        Answer answer = setup.send("", "application/x-ndjson", bytes(NDJSON.formatted(DISPUTED + "," + REJECTED)));
        Answer impossible = setup.send("", "application/x-ndjson", bytes(NDJSON.formatted(RESUMED)));

        assertThat(answer.count("accepted")).isEqualTo(1);
        assertThat(impossible.codes()).containsExactly("impossible-history");
        assertThat(setup.rows("listing_event")).isEqualTo(2);
    }

    @Test
    void rows_without_a_required_field_are_kept_apart_until_they_come_complete() {
        String bare = FIRST.replace("(2018)示例执1号", "");

        Answer answer = setup.csv(HEADER + bare + PERSON);
        Answer completed = setup.csv(HEADER + FIRST);

        assertThat(answer.body())
                .extracting("accepted", "quarantined", "rejected", "warnings")
                .containsExactly(1L, 1L, 0L, 1L);
        assertThat(answer.errors())
                .extracting("row", "field", "code", "severity")
                .containsExactly(tuple(2L, "docNo", "quarantined", "warning"));
        assertThat(completed.count("accepted")).isEqualTo(1);
        assertThat(setup.listings.ofEntryIds(List.of("n-1")).get(0).usable()).isTrue();
        String apart = setup.sql
                .sql("select entry_id from listing where missing is not null")
                .query(String.class)
                .single();
        assertThat(apart).startsWith("n-1~");
        assertThat(setup.listings.ofEntryIds(List.of(apart)).get(0).missing()).containsExactly("docNo");
    }

    @Test
    void gbk_and_a_byte_order_mark_are_understood() {
        Answer gbk = setup.send("", "text/csv", (HEADER + FIRST).getBytes(Charset.forName("GBK")));
        Answer marked = setup.send("", "text/csv", bytes("\uFEFF" + HEADER + PERSON));

        assertThat(gbk.count("accepted")).isEqualTo(1);
        assertThat(marked.count("accepted")).isEqualTo(1);
        assertThat(setup.listings.ofEntryIds(List.of("n-1")).get(0).listing().name())
                .isEqualTo("示例企业一");
    }

    @Test
    void a_row_in_another_encoding_is_told() {
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        mixed.writeBytes(bytes(HEADER));
        for (int i = 0; i < 3_000; i++) {
            mixed.writeBytes(bytes(PERSON.replace("n-2", "m-" + i)));
        }
        mixed.writeBytes(FIRST.getBytes(Charset.forName("GBK")));

        Answer answer = setup.send("", "text/csv", mixed.toByteArray());

        assertThat(answer.codes()).containsExactly("wrong-encoding");
        assertThat(answer.body()).extracting("accepted", "rejected").containsExactly(3_000L, 1L);
    }

    @Test
    void a_header_that_comes_twice_stops_the_table_and_freshens_nothing() {
        Answer answer = setup.csv(HEADER.replace("名称", "主体代码") + FIRST);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.errors()).extracting("row", "code").containsExactly(tuple(1L, "duplicate-header"));
        assertThat(setup.rows("listing")).isZero();
        assertThat(setup.rows("source_load")).isZero();
    }

    @Test
    void values_in_errors_hide_numbers() {
        Answer answer = setup.csv(HEADER + PERSON.replace("2018-03-01", "341182199909090002") + "x,341182199909090003,"
                + FIRST.substring("n-1,91349999M00000019Y,".length()));

        assertThat(answer.errors())
                .extracting("row", "field", "code", "value")
                .containsExactly(
                        tuple(2L, "validFrom", "not-a-date", "341182********0002"),
                        tuple(3L, "id", "invalid-id", "341182********0003"));
        assertThat(answer.body().toString())
                .doesNotContain("341182199909090002")
                .doesNotContain("341182199909090003");
    }

    @Test
    void a_list_in_the_question_holds_for_every_row() {
        String without = HEADER.replace("名单,", "") + FIRST.replace("失信被执行人名单,", "");

        Answer answer = setup.send("?list=失信被执行人名单", "text/csv", bytes(without));
        Answer other = setup.send("?list=work-safety-dishonest", "text/csv", bytes(HEADER + PERSON));
        Answer unknown = setup.send("?list=失信被执行人名但", "text/csv", bytes(HEADER + PERSON));

        assertThat(answer.count("accepted")).isEqualTo(1);
        assertThat(other.codes()).containsExactly("other-list");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.text("code")).isEqualTo("unknown-list");
        assertThat(unknown.text("detail")).contains("Maybe 失信被执行人名单?");
        assertThat(setup.sql
                        .sql("select list from source_load")
                        .query(String.class)
                        .list())
                .containsExactly("judgment-defaulter");
    }

    @Test
    void one_file_may_cover_every_list() {
        Answer answer = setup.send("?covers=all&source=省信用平台", "text/csv", bytes(HEADER + FIRST));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(setup.sql
                        .sql("select distinct source from source_load")
                        .query(String.class)
                        .single())
                .isEqualTo("省信用平台");
        assertThat(setup.rows("source_load"))
                .isEqualTo(ImportSetup.CATALOGUE.lists().size());
        assertThat(setup.send("?covers=some", "text/csv", bytes(HEADER)).status())
                .isEqualTo(400);
    }

    @Test
    void a_department_imports_the_lists_it_manages_and_no_others() {
        setup.as(ImportSetup.caller("finance-bureau", "work-safety-dishonest"));

        Answer rows = setup.csv(HEADER + FIRST + PERSON.replace("失信被执行人名单", "work-safety-dishonest"));
        Answer whole = setup.send("?list=judgment-defaulter", "text/csv", bytes(HEADER + FIRST));

        assertThat(rows.codes()).containsExactly("list-not-granted");
        assertThat(rows.count("accepted")).isEqualTo(1);
        assertThat(whole.status()).isEqualTo(403);
        assertThat(setup.send("?covers=all", "text/csv", bytes(HEADER)).status())
                .isEqualTo(403);
    }

    @Test
    void a_dry_run_checks_against_the_store_and_keeps_nothing() {
        setup.csv(HEADER + FIRST);

        Answer answer = setup.send("?dryRun=true", "text/csv", bytes(HEADER + FIRST.replace("示例企业一", "别名") + PERSON));

        assertThat(answer.body()).extracting("importId", "accepted", "rejected").containsExactly(null, 1L, 1L);
        assertThat(answer.codes()).containsExactly("entry-differs");
        assertThat(setup.rows("listing")).isEqualTo(1);
        assertThat(setup.rows("import")).isEqualTo(1);
    }

    @Test
    void an_upload_that_ends_early_lands_nothing() {
        byte[] sent = bytes(HEADER + FIRST + PERSON);

        assertThatThrownBy(() -> run(new ByteArrayInputStream(sent), sent.length + 10))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.code()).isEqualTo("truncated-upload");
                    assertThat(e.status()).isEqualTo(400);
                });

        assertThat(setup.rows("listing")).isZero();
        assertThat(setup.rows("import")).isZero();
    }

    @Test
    void a_connection_cut_after_many_batches_lands_nothing() throws IOException {
        ByteArrayOutputStream half = new ByteArrayOutputStream();
        new SampleEntries(1).writeCsv(half, 20_000, StandardCharsets.UTF_8);
        InputStream cut = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };

        assertThatThrownBy(() -> run(new SequenceInputStream(new ByteArrayInputStream(half.toByteArray()), cut), -1))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo("truncated-upload"));

        assertThat(setup.rows("listing")).isZero();
        assertThat(setup.rows("source_load")).isZero();
    }

    @Test
    void a_store_killed_in_the_middle_keeps_nothing() throws IOException {
        ByteArrayOutputStream half = new ByteArrayOutputStream();
        new SampleEntries(1).writeCsv(half, 20_000, StandardCharsets.UTF_8);
        InputStream killing = new InputStream() {
            private boolean killed;

            @Override
            public int read() {
                if (!killed) {
                    killed = true;
                    setup.sql
                            .sql("select pg_terminate_backend(pid) from pg_stat_activity"
                                    + " where datname = current_database() and pid <> pg_backend_pid()")
                            .query(Boolean.class)
                            .list();
                }
                return -1;
            }
        };

        assertThatThrownBy(
                        () -> run(new SequenceInputStream(new ByteArrayInputStream(half.toByteArray()), killing), -1))
                .isInstanceOf(DataAccessException.class);

        assertThat(setup.rows("listing")).isZero();
    }

    @Test
    void a_file_that_is_too_large_is_refused_as_a_whole() {
        ImportSetup small = new ImportSetup(folder, setup.source, 300);

        Answer answer = small.csv(HEADER + FIRST + PERSON);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(setup.rows("listing")).isZero();
    }

    @Test
    void two_imports_of_one_list_wait_for_each_other() throws Exception {
        try (Connection other = setup.connection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            ImportOrder order =
                    new ImportOrder(ImportSetup.OFFICE, "judgment-defaulter", false, "test", false, Locale.ENGLISH);
            new ImportTransaction(
                            other,
                            order,
                            java.util.UUID.randomUUID(),
                            "other",
                            ImportSetup.CATALOGUE,
                            new ImportReport(folder, Locale.ENGLISH),
                            new ImportEvents(
                                    setup.vault,
                                    new EventChain(setup.vault),
                                    java.util.UUID.randomUUID(),
                                    ImportSetup.CATALOGUE,
                                    "other"))
                    .begin(Duration.ofSeconds(1), false);

            assertThatThrownBy(() -> run("judgment-defaulter")).isInstanceOfSatisfying(ProblemException.class, e -> {
                assertThat(e.code()).isEqualTo("import-running");
                assertThat(e.status()).isEqualTo(409);
            });
            assertThatThrownBy(() -> run(null)).isInstanceOf(ProblemException.class);
            assertThat(run("work-safety-dishonest").rejected()).isEqualTo(1);

            other.rollback();
            assertThat(run("judgment-defaulter").accepted()).isEqualTo(1);
        }
    }

    @Test
    void one_bad_row_among_very_many_is_told_and_the_others_land() throws IOException {
        int rows = "full".equals(System.getProperty("jrp.scale")) ? 1_000_000 : 100_000;
        int bad = rows / 2;
        Path file = folder.resolve("many.csv");
        try (var out = Files.newOutputStream(file)) {
            SampleEntries sample = new SampleEntries(7);
            out.write(bytes(String.join(",", SampleEntries.HEADER) + "\n"));
            java.io.BufferedOutputStream buffered = new java.io.BufferedOutputStream(out, 1 << 16);
            for (int i = 0; i < rows; i++) {
                String row = String.join(",", sample.row(i)) + "\n";
                buffered.write(bytes(i == bad ? row.replace("失信被执行人名单", "失信被执行人名但") : row));
            }
            buffered.flush();
        }

        ImportResult result;
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (InputStream in = Files.newInputStream(file);
                ImportReport report = new ImportReport(folder, Locale.ENGLISH)) {
            result = setup.imports.run(
                    order(null), new TextFeed("many.csv", Format.CSV, in, Files.size(file), 1 << 30), report);
            report.write(result, answer);
        }

        assertThat(result)
                .as(answer.toString(StandardCharsets.UTF_8))
                .extracting(ImportResult::accepted, ImportResult::rejected)
                .containsExactly(rows - 1L, 1L);
        assertThat(setup.rows("listing")).isEqualTo(rows - 1);
        assertThat(answer.toString(StandardCharsets.UTF_8))
                .contains("\"row\":" + (bad + 2), "\"code\":\"unknown-word\"", "Maybe 失信被执行人名单?");
    }

    @Test
    void the_first_large_file_leaves_the_table_as_it_was_made() throws IOException {
        List<Map<String, Object>> before = shape();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        SampleEntries sample = new SampleEntries(3);
        sample.writeCsv(file, 30_000, StandardCharsets.UTF_8);
        String third = String.join(",", sample.row(3)) + "\n";
        file.writeBytes(bytes(third));
        file.writeBytes(bytes(third.replace("示例", "别的")));

        ImportResult first = run(new ByteArrayInputStream(file.toByteArray()), file.size());
        ImportResult again = run(new ByteArrayInputStream(file.toByteArray()), file.size());

        assertThat(first)
                .extracting(ImportResult::accepted, ImportResult::unchanged, ImportResult::rejected)
                .containsExactly(30_000L, 1L, 1L);
        assertThat(again)
                .extracting(ImportResult::accepted, ImportResult::unchanged, ImportResult::rejected)
                .containsExactly(0L, 30_001L, 1L);
        assertThat(shape()).isEqualTo(before);
    }

    /** Indexes, privileges and columns of the table of entries. */
    private List<Map<String, Object>> shape() {
        return setup.sql.sql("""
                        select indexdef as what from pg_indexes where tablename = 'listing'
                        union all select relacl::text from pg_class where oid = 'listing'::regclass
                        union all select concat(conname, contype) from pg_constraint where conrelid = 'listing'::regclass
                        union all select concat(attname, attnotnull, attacl) from pg_attribute
                            where attrelid = 'listing'::regclass and attnum > 0
                        order by 1
                        """).query().listOfRows();
    }

    @Test
    void every_bad_row_of_many_is_answered() {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 0; i < 20_000; i++) {
            text.append(FIRST.replace("n-1", "n-" + i).replace("2018-03-01", "2018-02-30"));
        }

        Answer answer = setup.csv(text.toString());

        assertThat(answer.count("rejected")).isEqualTo(20_000);
        assertThat(answer.count("errorsShown")).isEqualTo(20_000);
        assertThat(answer.errors()).extracting("row").startsWith(2L, 3L, 4L).endsWith(20_000L, 20_001L);
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void no_number_and_no_name_stands_in_any_table() {
        setup.send("", "application/x-ndjson", bytes(NDJSON.formatted(DISPUTED)));
        setup.csv(HEADER + PERSON);

        for (String table : List.of("listing", "listing_event", "listing_related", "import", "source_load")) {
            List<String> dump = setup.sql
                    .sql("select t::text from " + table + " t")
                    .query(String.class)
                    .list();
            assertThat(dump).isNotEmpty();
            for (String secret :
                    List.of("91349999M00000019Y", "341182190001010008", "341182199909090002", "示例企业一", "示例人员")) {
                String hex = java.util.HexFormat.of().formatHex(bytes(secret));
                assertThat(dump).noneMatch(row -> row.contains(secret) || row.contains(hex));
            }
        }
    }

    @Test
    void a_form_says_by_the_name_of_its_file_what_it_holds() throws Exception {
        MockMultipartFile file = new MockMultipartFile("file", "名单.CSV", null, bytes(HEADER + FIRST));
        MockMultipartFile odd = new MockMultipartFile("file", "名单.doc", null, bytes(HEADER + FIRST));

        int good = setup.mvc()
                .perform(MockMvcRequestBuilders.multipart("/api/v1/entries/import")
                        .file(file))
                .andReturn()
                .getResponse()
                .getStatus();
        int bad = setup.mvc()
                .perform(MockMvcRequestBuilders.multipart("/api/v1/entries/import")
                        .file(odd))
                .andReturn()
                .getResponse()
                .getStatus();

        assertThat(good).isEqualTo(200);
        assertThat(bad).isEqualTo(400);
        assertThat(setup.rows("listing")).isEqualTo(1);
    }

    private void chained(StoredListing stored) {
        EventChain chain = new EventChain(setup.vault);
        List<Map<String, Object>> rows = setup.sql
                .sql("select e.previous_hash, e.hash, l.digest from listing_event e join listing l on l.id = e.listing"
                        + " order by e.seq")
                .query()
                .listOfRows();
        byte[] previous = (byte[]) rows.get(0).get("digest");
        for (int i = 0; i < rows.size(); i++) {
            assertThat((byte[]) rows.get(i).get("previous_hash")).isEqualTo(previous);
            previous = chain.next(
                    previous,
                    stored.listing().entryId(),
                    i + 1,
                    stored.listing().events().get(i));
            assertThat((byte[]) rows.get(i).get("hash")).isEqualTo(previous);
        }
    }

    private ImportResult run(String list) throws IOException {
        byte[] bytes = bytes(HEADER + FIRST);
        try (ImportReport report = new ImportReport(folder, Locale.ENGLISH)) {
            return setup.imports.run(
                    order(list),
                    new TextFeed("a.csv", Format.CSV, new ByteArrayInputStream(bytes), bytes.length, 1 << 20),
                    report,
                    Duration.ofMillis(200));
        }
    }

    private ImportResult run(InputStream in, long length) throws IOException {
        try (ImportReport report = new ImportReport(folder, Locale.ENGLISH)) {
            return setup.imports.run(order(null), new TextFeed("a.csv", Format.CSV, in, length, 1 << 30), report);
        }
    }

    private static ImportOrder order(String list) {
        return new ImportOrder(ImportSetup.OFFICE, list, false, "test", false, Locale.ENGLISH);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
