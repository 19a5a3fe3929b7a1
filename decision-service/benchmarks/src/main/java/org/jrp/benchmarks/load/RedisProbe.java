package org.jrp.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Asks a Redis how many commands it was given (Redis 计数). */
record RedisProbe(int port, String password) {

    private static final Set<String> OURS = Set.of("info", "auth", "ping", "hello", "client");

    /** Commands of clients since it started. */
    long commands() throws IOException {
        long calls = 0;
        for (String line : ask("INFO commandstats").split("\r\n")) {
            if (line.startsWith("cmdstat_")) {
                String name = line.substring(8, line.indexOf(':'));
                int at = line.indexOf("calls=") + 6;
                if (!OURS.contains(name)) {
                    calls += Long.parseLong(line.substring(at, line.indexOf(',', at)));
                }
            }
        }
        return calls;
    }

    boolean answers() {
        try {
            return ask("ECHO 1").equals("1");
        } catch (IOException away) {
            return false;
        }
    }

    private String ask(String command) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            socket.setSoTimeout(2_000);
            socket.getOutputStream()
                    .write(("AUTH " + password + "\r\n" + command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String signedIn = line(in);
            if (!signedIn.equals("+OK")) {
                throw new IOException("Redis answered (" + signedIn + ").");
            }
            String length = line(in);
            if (!length.startsWith("$")) {
                throw new IOException("Redis answered (" + length + ").");
            }
            byte[] value = in.readNBytes(Integer.parseInt(length.substring(1)));
            return new String(value, StandardCharsets.UTF_8);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
