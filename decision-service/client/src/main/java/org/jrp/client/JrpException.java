package org.jrp.client;

import org.jspecify.annotations.Nullable;

/** What a check can fail with (核查失败). No message holds an identifier, a name or a key. */
public abstract sealed class JrpException extends RuntimeException
        permits JrpProblemException, JrpUnavailableException, JrpMalformedAnswerException {

    private static final long serialVersionUID = 1L;

    JrpException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
