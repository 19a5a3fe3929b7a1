package org.jrp.server.catalogue;

import java.util.Locale;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Edition;
import org.jrp.catalogue.LinkSource;
import org.jrp.catalogue.Provenance;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Named;
import org.springframework.stereotype.Component;

/** How constants and messages of the catalogue are shown (代码与文字). */
@Component
class Codes {

    /** The code of a constant. */
    @Nullable String code(@Nullable Coded constant) {
        return constant == null ? null : constant.code();
    }

    /** What an edition rules on, as its file writes it. */
    String governs(Edition.Governs governs) {
        return governs.name().toLowerCase(Locale.ROOT);
    }

    /** The message in the reader's language. */
    String text(Text text, @Context Locale locale) {
        return text.in(locale);
    }

    /** Whether the fact was seen in a public copy. */
    @Named("seen")
    boolean seen(@Nullable Provenance provenance) {
        return provenance == Provenance.SOURCE;
    }

    /** Whether the tie between a clause and its basis was seen. */
    @Named("seenLink")
    boolean seen(LinkSource link) {
        return link == LinkSource.SOURCE;
    }
}
