package org.jrp.server.figure;

/** An entry behind a figure (所依据的条目). */
interface Behind {

    /** Its key in the store. */
    long row();

    String entryId();

    /** Code of its list. */
    String list();
}
