package org.jrp.server.notice;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Turns a page into PDF (告知书 PDF), in Noto Sans SC, which comes with the service; only the characters used are embedded. One page
 * of paper at a time: the font's tables are shared and not made for many threads.
 */
final class NoticePdf {

    private static final String FAMILY = "Noto Sans SC";
    private static final String FONT = "/fonts/NotoSansSC-Regular.ttf";

    private final Object turn = new Object();

    /** Parsed when first needed, then kept. */
    private static final class Font {

        private static final TrueTypeFont FACE = face();
        private static final CmapLookup CHARACTERS = characters();

        private Font() {}

        private static TrueTypeFont face() {
            try (InputStream in =
                    Objects.requireNonNull(NoticePdf.class.getResourceAsStream(FONT), "The jar holds the font.")) {
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
    byte[] of(String html) {
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
                ByteArrayOutputStream out = new ByteArrayOutputStream(256 << 10);
                document.save(out);
                return out.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Whether the font draws that character. */
    static boolean drawn(int point) {
        return Font.CHARACTERS.getGlyphId(point) != 0;
    }

    /** A rare character that the font lacks is told by its number, 〔U+20BB7〕, for a blank in a name would make it another name. */
    static String printable(String html) {
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
