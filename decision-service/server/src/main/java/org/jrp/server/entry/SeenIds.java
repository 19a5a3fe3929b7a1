package org.jrp.server.entry;

import java.nio.ByteBuffer;

/**
 * The entry ids of a file so far, each with a mark of its content (已见编号): 24 bytes an id, and no text kept. Ids are told apart by
 * 128 bits.
 */
final class SeenIds {

    private static final int WORDS = 3;
    private static final int FIRST_SLOTS = 1 << 12;
    private static final long ODD = 0x9E3779B97F4A7C15L;
    private static final long OTHER_ODD = 0xC2B2AE3D27D4EB4FL;

    private long[] slots = new long[FIRST_SLOTS * WORDS];
    private int count;

    /** What an id is to those before it. */
    enum Seen {
        NEW,
        SAME_CONTENT,
        OTHER_CONTENT
    }

    Seen add(ImportEntry entry) {
        if (++count > slots.length / WORDS / 3 * 2) {
            grow();
        }
        String id = entry.entryId();
        long high = ODD;
        long low = OTHER_ODD;
        for (int i = 0; i < id.length(); i++) {
            high = (high ^ id.charAt(i)) * ODD;
            low = Long.rotateLeft(low + id.charAt(i), 23) * OTHER_ODD;
        }
        high = mixed(high) | 1;
        low = mixed(low);
        long content = ByteBuffer.wrap(entry.digest()).getLong();
        if (entry.listing() != null) {
            content = mixed(content + entry.listing().events().hashCode());
        }
        int at = place(slots, high, low);
        if (slots[at] == 0) {
            slots[at] = high;
            slots[at + 1] = low;
            slots[at + 2] = content;
            return Seen.NEW;
        }
        count--;
        return slots[at + 2] == content ? Seen.SAME_CONTENT : Seen.OTHER_CONTENT;
    }

    /** Where that id stands, or may be put. */
    private static int place(long[] slots, long high, long low) {
        int size = slots.length / WORDS;
        int slot = (int) (high >>> 32) & (size - 1);
        while (slots[slot * WORDS] != 0 && (slots[slot * WORDS] != high || slots[slot * WORDS + 1] != low)) {
            slot = (slot + 1) & (size - 1);
        }
        return slot * WORDS;
    }

    private void grow() {
        long[] wider = new long[slots.length * 2];
        for (int from = 0; from < slots.length; from += WORDS) {
            if (slots[from] != 0) {
                System.arraycopy(slots, from, wider, place(wider, slots[from], slots[from + 1]), WORDS);
            }
        }
        slots = wider;
    }

    private static long mixed(long value) {
        long mixed = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }
}
