package org.jrp.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jrp.server.release.ShippedReleases;
import org.junit.jupiter.api.Test;

class UnitedIdsTest {

    /** The lines that clients have stored; never change this. More lines may follow them. */
    private static final int PUBLISHED = 54;

    private static final String PUBLISHED_SHA_256 = "ab73c8efb37ccb9753fbcdcb30a770bfae7832e336dbe2fb0bb12d4aa3fba768";

    private static final Catalogue CATALOGUE =
            ShippedReleases.releases().active().catalogue();

    @Test
    void every_list_has_one_number() throws Exception {
        List<String> lists = lines().stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();

        assertThat(lists).doesNotHaveDuplicates();
        assertThat(new HashSet<>(lists))
                .isEqualTo(CATALOGUE.lists().stream().map(ListType::code).collect(Collectors.toSet()));
    }

    @Test
    void numbers_run_from_one_without_gap() throws Exception {
        assertThat(lines().stream().map(line -> line.substring(0, line.indexOf(' '))))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, lines().size())
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void what_was_published_is_only_added_to() throws Exception {
        String published = String.join("\n", lines().subList(0, PUBLISHED));

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(published.getBytes(StandardCharsets.UTF_8));

        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(PUBLISHED_SHA_256);
    }

    @Test
    void a_number_leads_back_to_its_list() {
        UnitedIds ids = UnitedIds.shipped();

        for (ListType list : CATALOGUE.lists()) {
            assertThat(ids.find(ids.of(list.code()), CATALOGUE)).isEqualTo(list);
        }
        assertThat(ids.find("0", CATALOGUE)).isNull();
        assertThat(ids.find("judgment-defaulter", CATALOGUE)).isNull();
    }

    @Test
    void a_list_of_a_later_release_goes_by_its_code() {
        assertThat(UnitedIds.shipped().of("a-list-of-2030")).isEqualTo("a-list-of-2030");
    }

    private static List<String> lines() throws Exception {
        try (InputStream in = UnitedIds.class.getResourceAsStream(UnitedIds.FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
