package org.jrp.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jrp.decision.Outcome;
import org.jrp.record.Answer;
import org.jrp.server.document.Pdf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoticePdfTest {

    private final Pdf pdf = new Pdf();

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void the_paper_reads_as_the_page_does(Outcome outcome) throws IOException {
        NoticeFacts facts = Notices.where(decision -> decision.outcome() == outcome);

        byte[] bytes = pdf.of(Notices.page(facts, true));

        String folder = System.getProperty("jrp.notices");
        if (folder != null) {
            Files.write(Path.of(folder, outcome.code() + ".pdf"), bytes);
        }
        try (PDDocument document = Loader.loadPDF(bytes)) {
            String text = new PDFTextStripper().getText(document).replaceAll("\\s", "");
            assertThat(text)
                    .contains(NoticePage.TITLE, "一、事实", "二、措施及依据", "四、退出条件", "五、修复途径")
                    .contains(outcome.chinese(), "示例甲（居民身份证341182********0008）", "行政复议", "ABCD-EFGH-JKMN")
                    .doesNotContain("#");
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("zh-CN");
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo(NoticePage.TITLE);
        }
        assertThat(bytes.length).isLessThan(1 << 20);
    }

    @Test
    void rare_characters_are_drawn_or_told_by_number() throws IOException {
        NoticeFacts facts = Notices.where(decision -> decision.outcome() == Outcome.CLEAR);
        Answer.Subject subject = new Answer.Subject("citizen-id", "341182********0008", "王㐀𠮷");

        try (PDDocument document =
                Loader.loadPDF(pdf.of(Notices.page(Notices.facts(facts.stored(), subject), false)))) {
            String text = new PDFTextStripper().getText(document);

            assertThat(text).contains("王" + shown(0x3400) + shown(0x20BB7)).doesNotContain("#");
        }
        assertThat(Pdf.drawn('信')).isTrue();
        assertThat(Pdf.drawn(0x2EBE0)).isFalse();
        assertThat(Pdf.printable("a\uD87A\uDFE0b")).isEqualTo("a〔U+2EBE0〕b");
    }

    private static String shown(int point) {
        return Pdf.drawn(point) ? Character.toString(point) : "〔U+%04X〕".formatted(point);
    }
}
