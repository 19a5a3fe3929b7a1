package org.jrp.release;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * A release as one signed zip file (发布包): its files, {@code manifest.json} with the digest of each and the content hash, and
 * {@code manifest.sig} with an Ed25519 signature over the manifest's bytes. Entries are not compressed, so that equal content is equal bytes
 * everywhere, and a bundle with any byte changed is refused, also where the byte means nothing. Those of the first form, compressed, are still
 * read. Read within fixed bounds; nothing is ever written to disk, so that a path such as {@code ../} has nothing to escape from and is refused
 * all the same.
 */
public final class Bundle {

    private static final int MOST_ENTRIES = 2_000;
    private static final int MOST_ENTRY_BYTES = 8 << 20;
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_AROUND = 4 << 20;
    private static final long FORM = 2;
    private static final String MANIFEST = "manifest.json";
    private static final String SIGNATURE = "manifest.sig";

    private Bundle() {}

    /** Writes the bundle; equal files and key give equal bytes. */
    public static void write(ReleaseFiles files, PrivateKey key, OutputStream out) throws IOException {
        Map<String, Object> manifest = new TreeMap<>();
        manifest.put("form", FORM);
        manifest.put("language", Release.LANGUAGE);
        manifest.put("hash", files.hash());
        manifest.put("files", files.digests());
        byte[] bytes = JsonWriter.canonical(manifest);
        write(files, bytes, sign(bytes, key), out);
    }

    private static void write(ReleaseFiles files, byte[] manifest, byte[] signature, OutputStream out)
            throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        put(zip, MANIFEST, manifest);
        put(zip, SIGNATURE, Base64.getEncoder().encode(signature));
        for (String path : files.paths()) {
            put(zip, path, files.bytes(path));
        }
        zip.finish();
    }

    /**
     * Reads a bundle.
     *
     * @param name how messages call it
     * @param trusted keys of which one must have signed it
     * @throws InvalidFilesException when it is malformed, too large, unsigned, signed by another key, or changed since
     */
    public static ReleaseFiles read(String name, InputStream in, Collection<PublicKey> trusted) throws IOException {
        byte[] bundle = in.readNBytes((int) MOST_BYTES + MOST_AROUND);
        Map<String, byte[]> entries = entries(name, new ByteArrayInputStream(bundle));
        byte[] manifest = entries.remove(MANIFEST);
        byte[] signature = entries.remove(SIGNATURE);
        if (manifest == null || signature == null) {
            throw refused(
                    "unsigned",
                    name,
                    null,
                    new Text("发布包没有清单或签名。", "The bundle has no manifest or no signature."),
                    new Text("请用 jrp bundle 生成发布包。", "Make it with jrp bundle."));
        }
        if (trusted.stream().noneMatch(key -> verifies(manifest, signature, key))) {
            throw refused(
                    "wrong-signature",
                    name,
                    null,
                    new Text(
                            "签名不是由受信任的密钥作出,或清单已被改动。",
                            "No trusted key made the signature, or the manifest was changed."),
                    new Text("请核对公钥,或向发布人重新索取发布包。", "Check the public key, or ask for the bundle again."));
        }
        ReleaseFiles files = new ReleaseFiles(entries);
        if (compare(manifest, files) && !Arrays.equals(bundle, exactly(files, manifest, signature))) {
            throw refused(
                    "bytes-differ",
                    name,
                    null,
                    new Text("发布包的字节已被改动。", "Bytes of the bundle were changed."),
                    new Text("请向发布人重新索取发布包。", "Ask for the bundle again."));
        }
        return files;
    }

    /** The bytes that a bundle of this form must have. */
    private static byte[] exactly(ReleaseFiles files, byte[] manifest, byte[] signature) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(files, manifest, decoded(signature), out);
        return out.toByteArray();
    }

    /** Refuses files that are not those of the manifest; whether it is of the form that is known to the byte. */
    private static boolean compare(byte[] manifest, ReleaseFiles files) {
        Map<?, ?> listed;
        try {
            listed = Json.read(manifest) instanceof Map<?, ?> map ? map : Map.of();
        } catch (JsonException e) {
            throw refused(
                    "malformed-manifest",
                    MANIFEST,
                    null,
                    new Text("清单不是有效的 JSON。", "The manifest is no JSON."),
                    new Text("请重新生成发布包。", "Make the bundle again."));
        }
        if (!Long.valueOf(Release.LANGUAGE).equals(listed.get("language"))) {
            throw refused(
                    "unknown-language",
                    MANIFEST,
                    String.valueOf(listed.get("language")),
                    new Text("规则语言版本不受支持。", "The rule language is not supported."),
                    new Text(
                            "本引擎支持 language: " + Release.LANGUAGE + "。",
                            "This engine knows language: " + Release.LANGUAGE + "."));
        }
        Map<?, ?> digests = listed.get("files") instanceof Map<?, ?> map ? map : Map.of();
        if (!digests.equals(files.digests()) || !files.hash().equals(listed.get("hash"))) {
            String differing = files.digests().entrySet().stream()
                    .filter(entry -> !entry.getValue().equals(digests.get(entry.getKey())))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(MANIFEST);
            throw refused(
                    "digest-differs",
                    differing,
                    null,
                    new Text("文件与清单不符:" + differing + "。", "The file differs from the manifest (" + differing + ")."),
                    new Text("发布包已被改动或损坏,请重新索取。", "The bundle was changed or damaged; ask for it again."));
        }
        return Long.valueOf(FORM).equals(listed.get("form"));
    }

    private static Map<String, byte[]> entries(String name, InputStream in) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        long total = 0;
        try (ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String path = entry.getName();
                if (entry.isDirectory()) {
                    continue;
                }
                boolean known = path.equals(MANIFEST)
                        || path.equals(SIGNATURE)
                        || ReleaseFiles.NAME.matcher(path).matches();
                if (!known || path.contains("..")) {
                    throw refused(
                            "unexpected-entry",
                            name,
                            path,
                            new Text("发布包中不应有“" + path + "”。", "The bundle must not hold (" + path + ")."),
                            new Text(
                                    "只接受 rules/ 与 measure-catalogue/ 中的规则和目录文件。",
                                    "Only files of rules/ and measure-catalogue/ are accepted."));
                }
                byte[] bytes = zip.readNBytes(MOST_ENTRY_BYTES + 1);
                total += bytes.length;
                if (bytes.length > MOST_ENTRY_BYTES || total > MOST_BYTES || entries.size() >= MOST_ENTRIES) {
                    throw refused(
                            "too-large",
                            name,
                            path,
                            new Text("发布包过大或文件过多。", "The bundle is too large or holds too many files."),
                            new Text(
                                    "单个文件不超过 8 MB,共不超过 64 MB、" + MOST_ENTRIES + " 个文件。",
                                    "At most 8 MB a file, 64 MB and " + MOST_ENTRIES + " files in all."));
                }
                if (entries.put(path, bytes) != null) {
                    throw refused(
                            "repeated-entry",
                            name,
                            path,
                            new Text("“" + path + "”在发布包中出现两次。", "(" + path + ") stands twice in the bundle."),
                            new Text("请重新生成发布包。", "Make the bundle again."));
                }
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw refused(
                    "not-a-zip",
                    name,
                    null,
                    new Text("不是有效的 zip 文件。", "It is no valid zip file."),
                    new Text("请重新索取发布包。", "Ask for the bundle again."));
        }
        return entries;
    }

    private static void put(ZipOutputStream zip, String path, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(path);
        entry.setTimeLocal(java.time.LocalDateTime.of(2000, 1, 1, 0, 0));
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static byte[] sign(byte[] bytes, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The key is no Ed25519 private key.", e);
        }
    }

    private static boolean verifies(byte[] bytes, byte[] encoded, PublicKey key) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(bytes);
            return signature.verify(decoded(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] decoded(byte[] signature) {
        return Base64.getDecoder().decode(new String(signature, StandardCharsets.US_ASCII).strip());
    }

    /** The bundle as bytes. */
    public static byte[] bytes(ReleaseFiles files, PrivateKey key) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(files, key, out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static InvalidFilesException refused(
            String code, String file, @Nullable String value, Text message, Text mend) {
        return new InvalidFilesException(Problem.error(code, file, 0, 0, value, message, mend));
    }
}
