package org.jrp.server.entry;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file (导入结果). Every row is counted once.
 *
 * @param importId null for a dry run
 * @param accepted rows that brought a new entry, or new events of a known one
 * @param unchanged rows that were known already
 * @param quarantined rows that landed without a required field: kept, listed, not used
 * @param rejected rows with an error
 */
record ImportResult(@Nullable UUID importId, long accepted, long unchanged, long quarantined, long rejected) {

    long rows() {
        return accepted + unchanged + quarantined + rejected;
    }
}
