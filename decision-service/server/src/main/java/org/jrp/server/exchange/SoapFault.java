package org.jrp.server.exchange;

import java.nio.charset.StandardCharsets;

/** Thrown when a message is no call of this service (SOAP 故障). Its texts repeat nothing of the message. */
final class SoapFault extends RuntimeException {

    static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;

    private SoapFault(String code, int status, String text) {
        super(text, null, false, false);
        this.code = code;
        this.status = status;
    }

    /** The message cannot be used as it is. SOAP 1.1 (6.2) wants 500 for every fault. */
    static SoapFault client(String zh, String en) {
        return new SoapFault("Client", 500, zh + " " + en);
    }

    static SoapFault tooLarge(int most) {
        return new SoapFault("Client", 413, "报文超过 " + most + " 字节。 The message is longer than " + most + " bytes.");
    }

    static SoapFault version() {
        return new SoapFault("VersionMismatch", 500, "只接受 SOAP 1.1。 Only SOAP 1.1 is understood.");
    }

    static SoapFault mustUnderstand() {
        return new SoapFault("MustUnderstand", 500, "不支持标明必须理解的 SOAP 头。 A header that must be understood is not.");
    }

    int status() {
        return status;
    }

    byte[] body() {
        return Markup.document(StandardCharsets.UTF_8)
                .start("soap:Envelope", "xmlns:soap", ENVELOPE)
                .raw("<soap:Body><soap:Fault>")
                .element("faultcode", "soap:" + code)
                .element("faultstring", String.valueOf(getMessage()))
                .raw("</soap:Fault></soap:Body>")
                .end("soap:Envelope")
                .toBytes();
    }
}
