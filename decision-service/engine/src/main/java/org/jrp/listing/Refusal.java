package org.jrp.listing;

import java.util.List;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/**
 * Why an event cannot happen to an entry (不予变更).
 *
 * @param code kebab-case: {@code transition-not-allowed} (not from this state), {@code actor-not-allowed} (not by them), or
 *     the code of the {@link Guard} that does not hold
 * @param event the event refused, where a whole history was checked
 * @param allowed what the same actor may do instead
 */
public record Refusal(String code, @Nullable Event event, Text message, Text mend, List<EventType> allowed) {

    public Refusal {
        allowed = List.copyOf(allowed);
    }

    Refusal of(Event refused) {
        return new Refusal(code, refused, message, mend, allowed);
    }
}
