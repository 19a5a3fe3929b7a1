package org.jrp.server.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.server.feedback.FeedbackBed.PROCUREMENT;
import static org.jrp.server.feedback.FeedbackBed.report;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jrp.server.feedback.FeedbackBed.Asked;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** The printable form of a report. */
@WholeFeedback
class FeedbackFormTest {

    @Autowired
    Environment environment;

    FeedbackBed bed;

    @BeforeEach
    void meet() {
        bed = new FeedbackBed(environment);
    }

    @Test
    void the_form_says_what_was_done_about_whom_and_on_what_basis() throws Exception {
        Asked asked = bed.decision();
        Reply made = bed.service.post(
                asked.feedback(),
                bed.finance,
                report("periodFrom", "2018-09-05", "periodTo", "2020-02-29", "remark", "<b>已通知</b>采购人"));
        bed.service.post(asked.confirm(), bed.wang, "{\"measures\": [\"" + PROCUREMENT + "\"]}");
        String form = made.header("Location") + "/form";

        Reply page = bed.service.get(form, bed.finance, "Accept", "text/html");
        Reply paper = bed.service.get(form + "?format=pdf", bed.finance);

        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text())
                .contains("联合奖惩反馈单", "市财政局", "王某", asked.subject(), asked.id(), "限制参加政府采购活动", "条款未核实")
                .contains("失信被执行人名单", "(2018)示例执" + asked.entryId() + "号", "120000.50 元", "2018 年 9 月 5 日")
                .contains("已实施", "签名", "盖章", "&lt;b&gt;已通知&lt;/b&gt;采购人")
                .doesNotContain("已撤销", "尚未确认");
        assertThat(paper.header("Content-Type")).isEqualTo("application/pdf");
        String text = text(paper);
        assertThat(text)
                .contains("联合奖惩反馈单", "限制参加政府采购活动", "120000.50元", "条款未核实", "经办人（签名）")
                .doesNotContain("#");
        keep("report.pdf", paper);
    }

    @Test
    void a_cancelled_one_says_so_across_the_form_and_an_unconfirmed_one_too() throws Exception {
        Asked asked = bed.decision();
        Reply made = bed.service.post(asked.feedback(), bed.finance, report());
        String form = made.header("Location") + "/form";
        assertThat(bed.service.get(form + "?format=html", bed.finance).text()).contains("尚未确认");
        bed.service.post(made.header("Location") + "/cancel", bed.finance, "{\"reason\": \"金额填错\"}");

        Reply paper = bed.service.get(form + "?format=pdf", bed.finance);

        assertThat(text(paper)).contains("已撤销", "金额填错");
        keep("cancelled.pdf", paper);
        assertThat(bed.service.get(form, bed.housing).status()).isEqualTo(404);
        assertThat(bed.service.get(form + "?format=docx", bed.finance).status()).isEqualTo(400);
    }

    private static String text(Reply paper) throws Exception {
        try (PDDocument document = Loader.loadPDF(paper.body())) {
            return new PDFTextStripper().getText(document).replaceAll("\\s", "");
        }
    }

    private static void keep(String name, Reply paper) throws Exception {
        String folder = System.getProperty("jrp.forms");
        if (folder != null) {
            Files.write(Path.of(folder, name), paper.body());
        }
    }
}
