package org.jrp.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Problem;
import org.junit.jupiter.api.Test;

class ReleaseCheckTest {

    private static final String RULES = "rules/memoranda/2016-141-judgment-defaulter.dslr";
    private static final String MATTERS = "measure-catalogue/matters.yaml";

    private final ReleaseFiles shipped = ReleaseFiles.shipped();

    @Test
    void the_shipped_release_has_no_errors() {
        assertThat(check(shipped)).noneMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }

    @Test
    void a_faulty_rule_is_one_problem_and_not_also_a_missing_rule() {
        List<Problem> problems = check(changed(RULES, "主体被列入 失信被执行人名单", "主体被列入 失信被执行人明单"));

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("unknown-list");
            assertThat(problem.file()).isEqualTo(RULES);
        });
    }

    @Test
    void a_broken_catalogue_does_not_make_good_rules_look_bad() {
        List<Problem> problems = check(shipped.with(MATTERS, bytes("matters: 1\n")));

        assertThat(problems).isNotEmpty().allMatch(problem -> problem.file().startsWith("measure-catalogue/"));
    }

    @Test
    void a_broken_catalogue_does_not_hide_a_faulty_rule() {
        List<Problem> problems =
                check(changed(RULES, "- 业务场景为 政府采购", "- 业务场景为 政府彩购").with(MATTERS, bytes("matters: 1\n")));

        assertThat(problems)
                .anyMatch(problem ->
                        problem.file().equals(RULES) && problem.code().equals("unknown-context"));
    }

    @Test
    void rules_alone_are_held_against_the_sound_catalogue() {
        ReleaseFiles alone = ReleaseFiles.of(Map.of(RULES, shipped.bytes(RULES)));

        assertThat(check(alone)).isEmpty();
    }

    private static List<Problem> check(ReleaseFiles files) {
        return ReleaseCheck.check(
                files, () -> Catalogue.read(ReleaseFiles.shipped().below("measure-catalogue")));
    }

    private ReleaseFiles changed(String path, String from, String to) {
        String text = new String(shipped.bytes(path), StandardCharsets.UTF_8);
        int at = text.indexOf(from);
        assertThat(at).isNotNegative();
        return shipped.with(path, bytes(text.substring(0, at) + to + text.substring(at + from.length())));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
