package org.jrp.server.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jspecify.annotations.Nullable;

/**
 * The numbers under which clients know the lists (名单编号). Clients store them, so a number once given never changes: the file is only
 * ever added to. A list that came with a later release and has no number yet goes by its code.
 */
final class UnitedIds {

    static final String FILE = "united-ids.txt";

    private final Map<String, String> idByList;

    private UnitedIds(Map<String, String> idByList) {
        this.idByList = idByList;
    }

    /** The numbers on file. */
    static UnitedIds shipped() {
        try (InputStream in = UnitedIds.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("The file (%s) is missing from the class path.".formatted(FILE));
            }
            Map<String, String> ids = new LinkedHashMap<>();
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line ->
                            ids.put(line.substring(line.indexOf(' ') + 1), line.substring(0, line.indexOf(' '))));
            return new UnitedIds(ids);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of a list. */
    String of(String list) {
        return idByList.getOrDefault(list, list);
    }

    /** The list with that number; null where there is none. */
    @Nullable ListType find(String id, Catalogue catalogue) {
        return catalogue.lists().stream()
                .filter(list -> of(list.code()).equals(id))
                .findFirst()
                .orElse(null);
    }

    /** Every number, by list. */
    Map<String, String> all() {
        return Map.copyOf(idByList);
    }
}
