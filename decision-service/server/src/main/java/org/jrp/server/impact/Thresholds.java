package org.jrp.server.impact;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Which figures of an impact are above what may be approved without being named (确认界限). */
@Component
class Thresholds {

    private static final int DIGITS = 4;

    private final ImpactProperties.Thresholds limits;

    Thresholds(ImpactProperties properties) {
        this.limits = properties.thresholds();
    }

    /**
     * Those of one impact.
     *
     * @param questions held under both releases
     * @param kinds its counts by kind
     */
    List<Impact.Exceeded> exceeded(UUID id, long questions, List<Impact.Count> kinds) {
        long restricted = 0;
        long restrictedSubjects = 0;
        long releasedSubjects = 0;
        long changed = 0;
        for (Impact.Count count : kinds) {
            changed += count.cases();
            if (count.kind().equals("restricted")) {
                restricted += count.cases();
                restrictedSubjects += count.subjects();
            } else if (count.kind().equals("released")) {
                releasedSubjects += count.subjects();
            }
        }
        List<Impact.Exceeded> exceeded = new ArrayList<>();
        if (restrictedSubjects > limits.restrictedSubjects()) {
            exceeded.add(new Impact.Exceeded(
                    id,
                    "restricted-subjects",
                    Long.toString(restrictedSubjects),
                    Long.toString(limits.restrictedSubjects())));
        }
        if (releasedSubjects > limits.releasedSubjects()) {
            exceeded.add(new Impact.Exceeded(
                    id,
                    "released-subjects",
                    Long.toString(releasedSubjects),
                    Long.toString(limits.releasedSubjects())));
        }
        share(id, "restricted-share", restricted, questions, limits.restrictedShare(), exceeded);
        share(id, "changed-share", changed, questions, limits.changedShare(), exceeded);
        return exceeded;
    }

    private static void share(
            UUID id, String figure, long part, long whole, BigDecimal limit, List<Impact.Exceeded> exceeded) {
        if (whole > 0
                && BigDecimal.valueOf(part).movePointRight(2).compareTo(limit.multiply(BigDecimal.valueOf(whole)))
                        > 0) {
            BigDecimal percent = BigDecimal.valueOf(part)
                    .movePointRight(2)
                    .divide(BigDecimal.valueOf(whole), DIGITS, RoundingMode.HALF_UP);
            exceeded.add(new Impact.Exceeded(
                    id, figure, percent.stripTrailingZeros().toPlainString() + "%", limit.toPlainString() + "%"));
        }
    }
}
