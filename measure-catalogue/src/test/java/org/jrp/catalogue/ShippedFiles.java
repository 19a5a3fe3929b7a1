package org.jrp.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The catalogue as it ships. */
final class ShippedFiles {

    static final Map<String, byte[]> FILES = read();
    static final Catalogue CATALOGUE = Catalogue.read(FILES);
    static final CatalogueCheck CHECK = CatalogueCheck.of(FILES);

    private ShippedFiles() {}

    private static Map<String, byte[]> read() {
        Map<String, byte[]> files = new TreeMap<>();
        String index = new String(resource("index.txt"), StandardCharsets.UTF_8);
        for (String name : index.split("\\R")) {
            if (!name.isBlank()) {
                String path = name.strip().replace('\\', '/');
                files.put(path, resource(path));
            }
        }
        return files;
    }

    static byte[] resource(String name) {
        try (InputStream in = ShippedFiles.class.getResourceAsStream("/measure-catalogue/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
