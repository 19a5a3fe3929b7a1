package org.jrp.server.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jrp.server.problem.ProblemException;

/**
 * Looks a workbook over before it is read (工作簿检查): that it is a zip, unpacks to a bearable size, and holds no macro, no DOCTYPE and
 * no cell address beyond a sheet's bounds. Every part is unpacked once for that, and nothing of it kept.
 */
public final class XlsxPackage {

    private static final int MOST_PARTS = 2_000;
    private static final long MOST_UNPACKED = 4L << 30;
    private static final long MOST_STRINGS = 256L << 20;

    /** Below this size a part may be packed as tightly as it likes. */
    private static final long SMALL = 16L << 20;

    private static final int MOST_RATIO = 200;
    private static final int MOST_COLUMN_LETTERS = 3;
    private static final byte[] DECLARATION = "<!DOCTYPE".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MACRO = "macroEnabled".getBytes(StandardCharsets.US_ASCII);

    private long unpacked;

    private XlsxPackage() {}

    /**
     * Refuses a workbook that had better not be opened.
     *
     * @throws ProblemException saying why
     */
    public static void check(Path file) throws IOException {
        XlsxPackage one = new XlsxPackage();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            one.check(zip);
        } catch (java.util.zip.ZipException | IllegalArgumentException | java.io.EOFException e) {
            throw unreadable();
        }
    }

    public static ProblemException unreadable() {
        return ProblemException.of(
                400,
                "unreadable-file",
                "文件不是完整的 XLSX 工作簿(也可能加了密码,或是旧的 .xls 格式),未写入任何内容。",
                "The file is no whole XLSX workbook (or has a password, or is an old .xls). Nothing of it landed.");
    }

    private void check(ZipFile zip) throws IOException {
        if (zip.size() > MOST_PARTS) {
            throw tooLarge();
        }
        Set<String> names = new HashSet<>();
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            String name = entry.getName().toLowerCase(Locale.ROOT);
            if (!names.add(name)) {
                throw unreadable();
            }
            if (name.contains("vbaproject") || name.contains("macrosheet")) {
                throw macros();
            }
            if (!entry.isDirectory()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    scan(name, in, Math.max(1, entry.getCompressedSize()));
                }
            }
        }
        if (!names.contains("[content_types].xml") || !names.contains("xl/workbook.xml")) {
            throw unreadable();
        }
    }

    private void scan(String name, InputStream in, long packed) throws IOException {
        boolean xml = name.endsWith(".xml") || name.endsWith(".rels");
        boolean types = name.equals("[content_types].xml");
        boolean strings = name.endsWith("sharedstrings.xml");
        byte[] buffer = new byte[1 << 16];
        long size = 0;
        Scan scan = new Scan();
        for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
            if (size == 0 && xml && got > 0 && !plain(buffer, got)) {
                throw unreadable();
            }
            size += got;
            unpacked += got;
            if (unpacked > MOST_UNPACKED
                    || (strings && size > MOST_STRINGS)
                    || (size > SMALL && size / packed > MOST_RATIO)) {
                throw tooLarge();
            }
            if (xml) {
                scan.take(buffer, got, types);
            }
        }
    }

    /** Whether it begins as XML in UTF-8 does. */
    private static boolean plain(byte[] bytes, int length) {
        int at = length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF ? 3 : 0;
        while (at < length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at < length && bytes[at] == '<' && (at + 1 == length || bytes[at + 1] != 0);
    }

    /** Goes through the bytes of a part, wherever they are cut. */
    private static final class Scan {

        private int declared;
        private int macro;
        private int address;

        void take(byte[] bytes, int length, boolean types) {
            for (int i = 0; i < length; i++) {
                byte b = bytes[i];
                declared = b == DECLARATION[declared] ? declared + 1 : b == '<' ? 1 : 0;
                if (declared == DECLARATION.length) {
                    throw ProblemException.of(
                            400, "doctype", "工作簿中有 DOCTYPE 声明,不予读取。", "The workbook holds a DOCTYPE; it is not read.");
                }
                if (types) {
                    macro = b == MACRO[macro] ? macro + 1 : b == 'm' ? 1 : 0;
                    if (macro == MACRO.length) {
                        throw macros();
                    }
                }
                address(b);
            }
        }

        /** Follows {@code  r="ABC12"}: 1 for the blank, 2 for r, 3 for =, 4 for the quote, then one more for each letter. */
        private void address(byte b) {
            if (address >= 4) {
                boolean letter = (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
                address = letter ? address + 1 : 0;
                if (address > 4 + MOST_COLUMN_LETTERS) {
                    throw unreadable();
                }
            } else if (address == 3 && (b == '"' || b == '\'')) {
                address = 4;
            } else if (address == 2 && b == '=') {
                address = 3;
            } else if (address == 1 && b == 'r') {
                address = 2;
            } else {
                address = b == ' ' || b == '\n' || b == '\r' || b == '\t' ? 1 : 0;
            }
        }
    }

    private static ProblemException tooLarge() {
        return ProblemException.of(
                413,
                "unpacked-too-large",
                "工作簿解压后过大,不予读取;请分成几个文件,或改用 CSV。",
                "The workbook unpacks to too much. Split it, or send CSV.");
    }

    private static ProblemException macros() {
        return ProblemException.of(
                400,
                "macros",
                "工作簿中有宏,不予读取;请另存为不含宏的 .xlsx。",
                "The workbook holds macros. Save it as .xlsx without them.");
    }
}
