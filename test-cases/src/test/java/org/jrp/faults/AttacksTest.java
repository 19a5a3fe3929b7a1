package org.jrp.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.release.ReleaseFiles;
import org.jrp.rule.RuleSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The folder {@code attacks/}: every file of it is refused, soon, with a message, and by nothing but a refusal. */
class AttacksTest {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final String RULE = """
        规则 "2016-141-%s 依法限制参加政府采购"
            @provision("2016-141-judgment-defaulter-m16")
        当
            主体被列入 失信被执行人名单
            - 业务场景为 政府采购
        那么
            应采取措施 限制参加政府采购活动
        结束
        """;

    private static final Catalogue CATALOGUE =
            Catalogue.read(ReleaseFiles.shipped().below("measure-catalogue"));

    @BeforeAll
    static void the_rule_that_attacks_are_made_of_is_good_by_itself() {
        assertThat(RuleSet.read(Map.of("memoranda/good.dslr", bytes(RULE.formatted("m16"))), CATALOGUE)
                        .rules())
                .hasSize(1);
    }

    static List<Path> rules() {
        return Corpus.files("attacks/rules");
    }

    static List<Path> instruments() {
        return Corpus.files("attacks/catalogue");
    }

    @Test
    void there_are_enough_attacks() {
        assertThat(rules().size() + instruments().size()).isGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_hostile_rule_file_is_refused(Path attack) throws IOException {
        String file = "memoranda/" + attack.getFileName();

        refusedSoon("rules/" + file, Map.of(file, Files.readAllBytes(attack)));
    }

    @ParameterizedTest
    @MethodSource("instruments")
    void a_hostile_catalogue_file_is_refused(Path attack) throws IOException {
        String file = "instruments/" + attack.getFileName();

        catalogueRefusedSoon(file, Files.readAllBytes(attack));
    }

    static Stream<String> large() {
        String line = "    - 业务场景为 政府采购\n";
        return Stream.of(
                RULE.formatted("m16").replace(line, "    - 业务场景为 " + "政府采购、".repeat(400_000) + "\n"),
                RULE.formatted("m16").replace(line, line.repeat(50_000)),
                RULE.formatted("m16").replace(line, line + "    - 错错错错错错错错 错\n".repeat(50_000)),
                RULE.formatted("m16").replace("限制参加政府采购活动", "限制参加政府采购".repeat(120)),
                "错\n\n".repeat(400_000),
                "规则\n".repeat(300_000),
                "x".repeat(3 << 20),
                IntStream.range(0, 6_000).mapToObj(i -> RULE.formatted("m" + i)).collect(Collectors.joining("\n")));
    }

    @ParameterizedTest
    @MethodSource("large")
    void a_rule_file_too_large_to_be_meant_is_refused_soon(String large) {
        refusedSoon("rules/memoranda/large.dslr", Map.of("memoranda/large.dslr", bytes(large)));
    }

    @ParameterizedTest
    @MethodSource("deep")
    void a_catalogue_file_too_deep_to_be_meant_is_refused_soon(String deep) {
        catalogueRefusedSoon("instruments/deep.yaml", bytes(deep));
    }

    static Stream<String> deep() {
        return Stream.of(
                "id: " + "[".repeat(200_000),
                "{a: ".repeat(100_000),
                "- ".repeat(100_000) + "x",
                "id: " + "x".repeat(9 << 20),
                "\"" + "\\u0041".repeat(100_000) + "\": x\n");
    }

    private static void refusedSoon(String file, Map<String, byte[]> files) {
        InvalidFilesException refusal = assertTimeout(
                SOON, () -> catchThrowableOfType(InvalidFilesException.class, () -> RuleSet.read(files, CATALOGUE)));

        saysWhatIsWrong(refusal, file);
    }

    /** The file alone: what other files lack is among the problems, but not under its name. */
    private static void catalogueRefusedSoon(String file, byte[] bytes) {
        InvalidFilesException refusal = assertTimeout(
                SOON,
                () -> catchThrowableOfType(InvalidFilesException.class, () -> Catalogue.read(Map.of(file, bytes))));

        saysWhatIsWrong(refusal, file);
    }

    private static void saysWhatIsWrong(InvalidFilesException refusal, String file) {
        assertThat(refusal).as("refused").isNotNull();
        assertThat(refusal.problems())
                .filteredOn(problem -> problem.severity() == Problem.Severity.ERROR
                        && problem.file().equals(file))
                .isNotEmpty()
                .allSatisfy(Corpus::saysWhatIsWrong);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
