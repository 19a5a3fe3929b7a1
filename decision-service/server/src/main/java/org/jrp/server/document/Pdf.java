package org.jrp.server.document;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Turns a page into PDF (文书 PDF), in Noto Sans SC, which comes with the service; only the characters used are embedded. One page
 * of paper at a time: the font's tables are shared and not made for many threads.
 */
public final class Pdf {

    private static final String FAMILY = "Noto Sans SC";
    private static final String FONT = "/fonts/NotoSansSC-Regular.ttf";

    private static final Pattern MEANING = Pattern.compile("<([0-9A-F]{4})> <([0-9A-F]{4})> <[0-9A-F]+>");
    private static final int BLOCK = 100;

    private final Object turn = new Object();

    /** Parsed when first needed, then kept. */
    private static final class Font {

        private static final TrueTypeFont FACE = face();
        private static final CmapLookup CHARACTERS = characters();

        private Font() {}

        private static TrueTypeFont face() {
            try (InputStream in =
                    Objects.requireNonNull(Pdf.class.getResourceAsStream(FONT), "The jar holds the font.")) {
                XRLog.setLoggingEnabled(false);
                return new TTFParser().parse(new RandomAccessReadBuffer(in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static CmapLookup characters() {
            try {
                return FACE.getUnicodeCmapLookup();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * The page as PDF.
     *
     * @param html well-formed as XML
     */
    public byte[] of(String html) {
        synchronized (turn) {
            try (PDDocument document = new PDDocument()) {
                PDType0Font face = PDType0Font.load(document, Font.FACE, true);
                PdfRendererBuilder builder = new PdfRendererBuilder()
                        .usePDDocument(document)
                        .useFont(new PDFontSupplier(face), FAMILY, 400, FontStyle.NORMAL, true)
                        .usePdfUaAccessibility(true)
                        .withProducer("JRP")
                        .withHtmlContent(printable(html), null);
                try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
                    renderer.createPDFWithoutClosing();
                }
                document.getDocumentCatalog().setLanguage("zh-CN");
                document.save(OutputStream.nullOutputStream());
                readable((COSStream) face.getCOSObject().getDictionaryObject(COSName.TO_UNICODE));
                ByteArrayOutputStream out = new ByteArrayOutputStream(256 << 10);
                document.save(out);
                return out.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Rewrites what the glyphs mean, which saving has just laid down: the font draws 用 and the radical ⽤ by one glyph, and the library
     * names the lower number, so that a search for 用 would find nothing.
     */
    private static void readable(COSStream meaning) throws IOException {
        String before;
        try (InputStream in = meaning.createInputStream()) {
            before = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
        List<String> lines = new ArrayList<>();
        Matcher range = MEANING.matcher(before);
        int begin = -1;
        int end = 0;
        while (range.find()) {
            begin = begin < 0 ? before.lastIndexOf('\n', before.lastIndexOf("beginbfrange", range.start())) + 1 : begin;
            end = before.indexOf("endbfrange", range.end()) + "endbfrange".length();
            int last = Integer.parseInt(range.group(2), 16);
            for (int glyph = Integer.parseInt(range.group(1), 16); glyph <= last; glyph++) {
                StringBuilder line = new StringBuilder().append(String.format(Locale.ROOT, "<%04X> <", glyph));
                for (char unit : Character.toChars(character(glyph))) {
                    line.append(String.format(Locale.ROOT, "%04X", (int) unit));
                }
                lines.add(line.append(">\n").toString());
            }
        }
        if (begin < 0) {
            return;
        }
        StringBuilder after = new StringBuilder(before.substring(0, begin));
        for (int i = 0; i < lines.size(); i += BLOCK) {
            List<String> block = lines.subList(i, Math.min(i + BLOCK, lines.size()));
            after.append(block.size()).append(" beginbfchar\n");
            block.forEach(after::append);
            after.append("endbfchar\n");
        }
        after.append(before.substring(end));
        try (OutputStream out = meaning.createOutputStream(COSName.FLATE_DECODE)) {
            out.write(after.toString().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** The character that a glyph stands for: of several, the one people write. */
    private static int character(int glyph) {
        List<Integer> points = Font.CHARACTERS.getCharCodes(glyph);
        if (points == null || points.isEmpty()) {
            return 0xFFFD;
        }
        return points.stream()
                .filter(point -> Character.UnicodeBlock.of(point) == Character.UnicodeBlock.CJK_UNIFIED_IDEOGRAPHS)
                .findFirst()
                .orElse(points.get(0));
    }

    /** Whether the font draws that character. */
    public static boolean drawn(int point) {
        return Font.CHARACTERS.getGlyphId(point) != 0;
    }

    /** A rare character that the font lacks is told by its number, 〔U+20BB7〕, for a blank in a name would make it another name. */
    public static String printable(String html) {
        StringBuilder printable = new StringBuilder(html.length());
        html.codePoints().forEach(point -> {
            if (point == '\n' || point == '\r' || point == '\t' || drawn(point)) {
                printable.appendCodePoint(point);
            } else {
                printable.append(String.format(Locale.ROOT, "〔U+%04X〕", point));
            }
        });
        return printable.toString();
    }
}
