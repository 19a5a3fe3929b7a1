package org.jrp.server.publication;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jrp.catalogue.Problem;
import org.jrp.server.problem.PersonalNumbers;
import org.jspecify.annotations.Nullable;

/**
 * What the check of an uploaded release found (发布检查报告).
 *
 * @param against hash of the release that was active then
 * @param warnings what somebody should look at; the first hundred
 * @param mutation whether the scenarios would notice a mistake in the rules that were changed; null where no rule was
 * @param speed how long a decision takes beside the active release
 * @param changes files that differ from those of the release that was active
 * @param ignored what the upload held beside the files of a release, left alone
 */
@Schema(name = "ReleaseReport")
record CheckReport(
        Instant checkedAt,
        String against,
        int rules,
        int provisions,
        int measures,
        int lists,
        int warningCount,
        List<Finding> warnings,
        ScenarioRun scenarios,
        RuleCoverage coverage,
        @Nullable MutationRun mutation,
        Speed speed,
        Changes changes,
        List<String> ignored) {

    /** A text in both languages. */
    @Schema(name = "ReleaseText")
    record Both(String zh, String en) {}

    /** Something wrong in a file, where, and how to mend it. */
    @Schema(name = "ReleaseProblem")
    record Finding(
            String severity,
            String code,
            String file,
            int line,
            int column,
            @Nullable String value,
            Both message,
            Both mend) {

        static Finding of(Problem problem) {
            String value = problem.value();
            return new Finding(
                    problem.severity() == Problem.Severity.ERROR ? "error" : "warning",
                    problem.code(),
                    problem.file(),
                    problem.line(),
                    problem.column(),
                    value == null ? null : PersonalNumbers.masked(value),
                    new Both(
                            PersonalNumbers.masked(problem.message().zh()),
                            PersonalNumbers.masked(problem.message().en())),
                    new Both(
                            PersonalNumbers.masked(problem.mend().zh()),
                            PersonalNumbers.masked(problem.mend().en())));
        }
    }

    /**
     * The scenarios that were run; all passed, or there would be no report.
     *
     * @param own how many came with the upload
     * @param replaced shipped files that files of the upload took the place of
     */
    @Schema(name = "ReleaseScenarioRun")
    record ScenarioRun(int passed, int own, List<String> replaced) {}

    /**
     * How much of the rules the scenarios cover.
     *
     * @param percent of those that can fire, rounded down
     * @param dormant those that have nothing to judge in this release; they do not count
     * @param uncovered those that are not; the first hundred
     */
    @Schema(name = "ReleaseRuleCoverage")
    record RuleCoverage(int percent, int rules, int dormant, int uncoveredCount, List<UncoveredRule> uncovered) {}

    /**
     * A rule that no scenario covers.
     *
     * @param neverFired whether it fires in none; else none shows it just not firing
     */
    @Schema(name = "ReleaseUncoveredRule")
    record UncoveredRule(String rule, String file, int line, boolean neverFired) {}

    /**
     * Mistakes made on purpose in the rules of the changed files.
     *
     * @param files how many rule files were changed
     * @param mistakes how many could be made
     * @param tried how many were, within the time there was
     * @param survivors how many no scenario noticed; each is a warning as well
     */
    @Schema(name = "ReleaseMutationRun")
    record MutationRun(int files, int mistakes, int tried, int survivors) {}

    /**
     * Decision time of the candidate for each thousand of the active release's (千分比), over the cases of the scenarios: they take
     * turns, and of each turn the least time of all rounds counts.
     *
     * @param fresh with every pattern of facts put to the rules
     * @param known with patterns known from before
     * @param rounds how many were run until the answer was clear
     */
    @Schema(name = "ReleaseSpeed")
    record Speed(int fresh, int known, int rounds) {}

    /** Paths of files. */
    @Schema(name = "ReleaseChanges")
    record Changes(List<String> added, List<String> changed, List<String> removed) {}
}
