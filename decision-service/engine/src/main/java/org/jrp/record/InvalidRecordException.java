package org.jrp.record;

/** Thrown when bytes are no record of ours (留痕有误): damaged, or of a version that this engine does not know. */
public final class InvalidRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidRecordException(String message) {
        super(message);
    }

    InvalidRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
