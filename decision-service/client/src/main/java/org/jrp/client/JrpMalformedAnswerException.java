package org.jrp.client;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the service answered in a form that this version cannot rely on (答复格式有误): no JSON, a field of the contract
 * missing, an outcome unknown. It is no "clear".
 */
public final class JrpMalformedAnswerException extends JrpException {

    private static final long serialVersionUID = 1L;

    JrpMalformedAnswerException(String message) {
        super(message, null);
    }

    JrpMalformedAnswerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
