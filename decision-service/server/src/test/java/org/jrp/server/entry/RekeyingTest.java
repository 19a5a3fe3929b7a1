package org.jrp.server.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.JrpServer;
import org.jrp.server.subject.KeyRotation;
import org.jrp.server.subject.SubjectKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RekeyingTest {

    private static final int ENTRIES = 1_200;

    @TempDir
    Path data;

    private SubjectKeys rotated() throws Exception {
        Path file = data.resolve("subject-keys.json");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = KeyRotation.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                "--jrp.rotate-keys",
                "--jrp.data=" + data.toAbsolutePath());
        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("第 2 版密钥").contains("version 2");
        return SubjectKeys.readOrCreate(file);
    }

    @Test
    void the_command_adds_a_key_and_keeps_the_old_one() throws Exception {
        SubjectKeys first = SubjectKeys.readOrCreate(data.resolve("subject-keys.json"));

        SubjectKeys both = rotated();

        assertThat(both.versions()).hasSize(2);
        assertThat(both.versions().get(0).index()).isEqualTo(first.newest().index());
        assertThat(both.newest().seal()).isNotEqualTo(first.newest().seal());
        assertThat(KeyRotation.asked("--demo", "--jrp.rotate-keys")).isTrue();
        assertThat(KeyRotation.asked("--demo")).isFalse();
        assertThat(JrpServer.class.getDeclaredMethod("main", String[].class)).isNotNull();
    }

    @Test
    void without_a_file_of_keys_the_command_makes_none() throws Exception {
        int code = KeyRotation.run(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                "--jrp.rotate-keys",
                "--jrp.data=" + data.resolve("elsewhere"));

        assertThat(code).isEqualTo(1);
        assertThat(data.resolve("elsewhere")).doesNotExist();
        assertThat(Files.list(data)).isEmpty();
    }

    @Test
    void everybody_is_found_before_during_and_after_and_the_ciphertexts_changed() throws Exception {
        EntryBed old = EntryBed.fresh().under(SubjectKeys.readOrCreate(data.resolve("subject-keys.json")));
        RelatedPerson named = new RelatedPerson("legal-representative", EntryBed.id(EntryBed.PERSON), true);
        for (int i = 0; i < ENTRIES; i++) {
            old.imported(
                    "k" + i,
                    EntryBed.COURT_LIST,
                    EntryBed.ENTERPRISE,
                    "示例企业一",
                    "某某人民法院",
                    "2018-03-01",
                    null,
                    null,
                    i < 3 ? List.of(named) : List.of());
        }
        old.as(EntryBed.creditOffice()).event("k0", "disputed", "2019-01-07", "reason", "异议");
        List<String> before = snapshot(old);
        TreeSet<String> ciphertexts = ciphertexts(old);
        EntryBed bed = old.under(rotated());
        Rekeying rekeying = new Rekeying(bed.source, bed.transactions, bed.vault);
        assertThat(snapshot(bed))
                .as("the new key is there, nothing re-encrypted")
                .isEqualTo(before);

        assertThat(rekeying.batch()).isTrue();

        assertThat(versions(bed))
                .containsExactly(Map.of("key_version", 1, "count", 200L), Map.of("key_version", 2, "count", 1_000L));
        assertThat(snapshot(bed)).as("half way").isEqualTo(before);
        EntryBed.Answer event =
                bed.as(EntryBed.manager()).event("k0", "dispute-rejected", "2019-01-09", "reason", "核查无误");
        assertThat(event.status()).as(event.text()).isEqualTo(201);
        List<String> changed = snapshot(bed);
        new Rekeying(bed.source, bed.transactions, bed.vault).pass();

        assertThat(versions(bed)).containsExactly(Map.of("key_version", 2, "count", 1_200L));
        assertThat(bed.jdbc.queryForList("select distinct key_version from listing_related", Integer.class))
                .containsExactly(2);
        assertThat(snapshot(bed)).as("after, started anew").isEqualTo(changed);
        assertThat(ciphertexts(bed)).hasSize(ENTRIES).doesNotContainAnyElementsOf(ciphertexts);
        assertThat(rekeying.batch()).as("nothing left").isFalse();
    }

    private static List<Map<String, Object>> versions(EntryBed bed) {
        return bed.jdbc.queryForList("select key_version::int, count(*) from listing group by 1 order by 1");
    }

    private static TreeSet<String> ciphertexts(EntryBed bed) {
        return new TreeSet<>(bed.jdbc.queryForList(
                "select encode(personal, 'hex') || encode(subject, 'hex') from listing", String.class));
    }

    /** What is found about the two subjects, and how many rows speak of them. */
    private static List<String> snapshot(EntryBed bed) {
        List<String> found = new java.util.ArrayList<>();
        for (String id : List.of(EntryBed.ENTERPRISE, EntryBed.PERSON)) {
            List<byte[]> references = bed.vault.references(EntryBed.id(id));
            byte[][] wanted = references.toArray(byte[][]::new);
            found.add(bed.jdbc.queryForObject("""
                    select (select count(*) from listing where subject = any (?)) || ' '
                        || (select count(*) from listing_event where subject = any (?)) || ' '
                        || (select count(*) from listing_related where subject = any (?))
                    """, String.class, wanted, wanted, wanted));
            bed.store
                    .about(references)
                    .forEach(one -> found.add(one.listing().entryId() + " "
                            + one.listing().subject().value() + " "
                            + one.listing().name() + " "
                            + one.listing().events().size() + " "
                            + one.listing().related().size()));
            EntryBed.Answer search =
                    bed.as(EntryBed.auditor()).send("/entries/search", Map.of("subject", Map.of("id", id), "limit", 3));
            found.add(search.list("items").stream()
                    .map(item -> item.get("entryId"))
                    .toList()
                    .toString());
        }
        return Arrays.asList(found.toArray(String[]::new));
    }
}
