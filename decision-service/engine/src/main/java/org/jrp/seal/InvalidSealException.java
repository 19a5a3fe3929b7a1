package org.jrp.seal;

/** Thrown when a tree head or key is not what it should be (封存无效). The message says what was found and what was expected. */
public final class InvalidSealException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidSealException(String message) {
        super(message);
    }
}
