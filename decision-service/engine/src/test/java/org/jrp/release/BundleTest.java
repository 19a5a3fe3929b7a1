package org.jrp.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.json.JsonWriter;
import org.junit.jupiter.api.Test;

class BundleTest {

    private static final KeyPair KEY = keyPair();
    private static final KeyPair OTHER = keyPair();

    private final ReleaseFiles files = ReleaseFiles.shipped();
    private final byte[] bundle = Bundle.bytes(files, KEY.getPrivate());

    @Test
    void a_bundle_holds_the_very_files_and_is_the_same_each_time() throws IOException {
        ReleaseFiles read = read(bundle, KEY);

        assertThat(read.hash()).isEqualTo(files.hash());
        assertThat(read.paths()).isEqualTo(files.paths());
        assertThat(Bundle.bytes(files, KEY.getPrivate())).isEqualTo(bundle);
    }

    @Test
    void another_key_is_refused() {
        assertRefused(bundle, OTHER, "signature");
    }

    @Test
    void a_changed_file_is_refused_and_named() throws IOException {
        byte[] changed = rewrite("rules/principles/01-legality.dslr", "rules/principles/01-legality.dslr", " // x");

        assertRefused(changed, KEY, "rules/principles/01-legality.dslr");
    }

    @Test
    void a_file_that_leaves_its_folder_is_refused() throws IOException {
        assertRefused(rewrite("rules/principles/01-legality.dslr", "../../etc/passwd", ""), KEY, "../../etc/passwd");
        assertRefused(
                rewrite("rules/principles/01-legality.dslr", "rules/memoranda/../../x.dslr", ""), KEY, "must not hold");
        assertRefused(rewrite("rules/principles/01-legality.dslr", "rules/x.drl", ""), KEY, "rules/x.drl");
    }

    @Test
    void every_flipped_byte_is_refused_wherever_it_stands() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] flipped = bundle.clone();
            // The last part holds the list of entries, which nothing needs to read the files.
            int at = i % 2 == 0
                    ? random.nextInt(flipped.length)
                    : flipped.length - 1 - random.nextInt(Math.min(20_000, flipped.length));
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> read(flipped, KEY))
                    .as("byte %d", at)
                    .isInstanceOfAny(InvalidFilesException.class, IOException.class);
        }
    }

    @Test
    void bytes_before_or_after_a_bundle_are_refused() {
        byte[] longer = Arrays.copyOf(bundle, bundle.length + 1);

        assertRefused(longer, KEY, "Bytes of the bundle");
        assertRefused(Arrays.copyOf(bundle, bundle.length - 1), KEY, "Bytes of the bundle");
    }

    @Test
    void a_bundle_of_the_first_form_is_still_read() throws Exception {
        TreeMap<String, Object> manifest = new TreeMap<>();
        manifest.put("language", Release.LANGUAGE);
        manifest.put("hash", files.hash());
        manifest.put("files", files.digests());
        byte[] bytes = JsonWriter.canonical(manifest);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(KEY.getPrivate());
        signature.update(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, "manifest.json", bytes);
            put(zip, "manifest.sig", Base64.getEncoder().encode(signature.sign()));
            for (String path : files.paths()) {
                put(zip, path, files.bytes(path));
            }
        }

        assertThat(read(out.toByteArray(), KEY).hash()).isEqualTo(files.hash());
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    @Test
    void what_is_no_zip_is_refused() {
        assertRefused("not a zip".getBytes(StandardCharsets.UTF_8), KEY, "manifest");
    }

    private static ReleaseFiles read(byte[] zip, KeyPair trusted) throws IOException {
        return Bundle.read("x.zip", new ByteArrayInputStream(zip), List.of(trusted.getPublic()));
    }

    private static void assertRefused(byte[] zip, KeyPair trusted, String saying) {
        assertThatThrownBy(() -> read(zip, trusted))
                .isInstanceOf(InvalidFilesException.class)
                .hasMessageContaining(saying);
    }

    /** The bundle with one entry renamed or its content extended. */
    private byte[] rewrite(String entry, String name, String more) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bundle));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (ZipEntry one = in.getNextEntry(); one != null; one = in.getNextEntry()) {
                boolean it = one.getName().equals(entry);
                zip.putNextEntry(new ZipEntry(it ? name : one.getName()));
                zip.write(in.readAllBytes());
                zip.write((it ? more : "").getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
