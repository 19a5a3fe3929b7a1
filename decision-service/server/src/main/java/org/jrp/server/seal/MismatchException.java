package org.jrp.server.seal;

/** Thrown when the log is not the one that was sealed (封存不符). */
final class MismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MismatchException(String message) {
        super(message, null, false, false);
    }
}
