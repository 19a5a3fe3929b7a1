package org.jrp.server.whole;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes to the port and bytes back, for what no client of HTTP would send. */
final class Wire {

    private static final int PATIENCE_MILLIS = 20_000;

    private Wire() {}

    /** Sends the bytes, ends the sending side, and reads what comes until the service hangs up. */
    static byte[] exchange(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
            } catch (java.net.SocketException refused) {
                // It may refuse a long body before all of it has come; it must still say why.
                socket.setSoTimeout(PATIENCE_MILLIS);
            }
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            try {
                in.transferTo(answer);
            } catch (java.net.SocketException reset) {
                // It hung up before it had read everything; what it said before that counts.
                return answer.toByteArray();
            }
            return answer.toByteArray();
        }
    }

    /** What came back: the status line and headers as they stood there, and the body without the marks of its chunks. */
    record Answer(int status, String head, byte[] body) {

        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        @Override
        public String toString() {
            String text = new String(body, StandardCharsets.UTF_8);
            return status + " " + header("Content-Type") + " "
                    + (text.length() > 500 ? text.substring(0, 500) + "…" : text);
        }
    }

    /** Sends a request as it is, however wrong. */
    static Answer send(int port, Fuzz.Request request, @Nullable String key) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder()
                .append(request.method())
                .append(' ')
                .append(request.target())
                .append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
        if (key != null) {
            head.append("Authorization: Bearer ").append(key).append("\r\n");
        }
        request.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        byte[] body = request.body();
        if (body != null) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (body != null) {
            bytes.writeBytes(body);
        }
        return read(exchange(port, bytes.toByteArray()));
    }

    /** The answer in those bytes. */
    static Answer read(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
            throw new IOException("There is no answer in these bytes: " + text);
        }
        String head = text.substring(0, end + 4);
        Answer raw = new Answer(
                Integer.parseInt(text.substring(9, 12)), head, Arrays.copyOfRange(bytes, end + 4, bytes.length));
        return raw.header("Transfer-Encoding").equals("chunked")
                ? new Answer(raw.status(), head, unchunked(raw.body()))
                : raw;
    }

    /** What stands in the chunks that come, as it comes. */
    static InputStream unchunked(InputStream chunks) {
        return new InputStream() {
            private int left;

            @Override
            public int read() throws IOException {
                if (left == 0) {
                    String length = line();
                    left = Integer.parseInt(length.isEmpty() ? line() : length, 16);
                    if (left == 0) {
                        return -1;
                    }
                }
                left--;
                return chunks.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int wanted) throws IOException {
                int first = read();
                if (first < 0) {
                    return -1;
                }
                bytes[offset] = (byte) first;
                int more = Math.min(wanted - 1, left);
                int got = more == 0 ? 0 : chunks.readNBytes(bytes, offset + 1, more);
                left -= got;
                return got + 1;
            }

            private String line() throws IOException {
                return Wire.line(chunks);
            }
        };
    }

    /** A line of a head, without its end. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n' && b >= 0; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    private static byte[] unchunked(byte[] chunks) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = 0;
        while (at < chunks.length) {
            int line = at;
            while (line < chunks.length && chunks[line] != '\r') {
                line++;
            }
            int length = Integer.parseInt(new String(chunks, at, line - at, StandardCharsets.ISO_8859_1), 16);
            if (length == 0 || line + 2 + length > chunks.length) {
                break;
            }
            body.write(chunks, line + 2, length);
            at = line + 2 + length + 2;
        }
        return body.toByteArray();
    }

    static byte[] exchange(int port, String request) throws IOException {
        return exchange(port, request.getBytes(StandardCharsets.ISO_8859_1));
    }
}
