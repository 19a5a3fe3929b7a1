package org.jrp.server.entry;

import java.io.IOException;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jrp.listing.EntriesReader;
import org.jspecify.annotations.Nullable;

/** A file that can be read once (导入来源). */
interface ImportFeed {

    /** Its name, for messages. */
    String name();

    /** Its length in bytes as announced; -1 where it was not. */
    long length();

    /**
     * Hands over its rows, and checks at the end that it came whole.
     *
     * @param list of rows that name none; null where each must
     * @return how many rows there were
     */
    long read(Catalogue catalogue, @Nullable ListType list, EntriesReader.Sink sink) throws IOException;

    /** SHA-256 of its bytes, once it was read. */
    byte[] digest();
}
