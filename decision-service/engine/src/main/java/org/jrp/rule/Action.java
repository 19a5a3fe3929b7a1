package org.jrp.rule;

import java.util.Optional;
import org.jrp.catalogue.Effect;
import org.jspecify.annotations.Nullable;

/** The one consequence of a rule (规则后果). */
public sealed interface Action {

    /** Line of the file it stands on, from 1. */
    int line();

    /**
     * Proposes a measure (拟用措施).
     *
     * @param measure code of the measure
     */
    record Propose(Effect effect, String measure, int line) implements Action {

        /** The sentence that opens an action with that effect. */
        public static String word(Effect effect) {
            return switch (effect) {
                case MANDATORY -> "应采取措施";
                case REFERENCE -> "可参考措施";
                case SUPERVISION -> "列为重点监管";
                case PUBLICITY -> "应予公示";
                case INFORM -> "提示";
                case INCENTIVE -> "给予激励";
            };
        }

        /** The effect whose sentence opens with that word. */
        static Optional<Effect> effect(String word) {
            for (Effect effect : Effect.values()) {
                if (word(effect).equals(word)) {
                    return Optional.of(effect);
                }
            }
            return Optional.empty();
        }
    }

    /** Withholds a proposed measure (不予适用). */
    record Withhold(Reason reason, int line) implements Action {}

    /**
     * Lets a proposed measure stand, weaker or flagged (转化).
     *
     * @param effect the weaker effect; null where the effect stays
     * @param review what a person must look at; null where nobody must
     */
    record Qualify(@Nullable Effect effect, @Nullable String review, int line) implements Action {}
}
