package org.jrp.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jrp.sample.SampleEntries;

/**
 * Checks as bytes that lie ready (预制请求): half about subjects of the entries file, half about others, in several contexts and on several
 * days. Each is a function of the seed and its number.
 *
 * @param keyAt where in each request the sixteen digits of an {@code Idempotency-Key} stand; -1 where it has none
 */
record Requests(String name, byte[][] bytes, int keyAt) {

    private static final long ENTRIES_SEED = 2018;
    private static final int ID = SampleEntries.HEADER.indexOf("统一社会信用代码/证件号码");
    private static final int NAME = SampleEntries.HEADER.indexOf("名称");
    private static final long UNLISTED = 5_000_000;
    private static final List<String> CONTEXTS = List.of(
            "government-procurement",
            "administrative-licensing",
            "administrative-approval",
            "bidding",
            "government-funding",
            "award-selection");
    private static final List<LocalDate> DAYS = List.of(
            LocalDate.of(2018, 9, 1), LocalDate.of(2019, 6, 17), LocalDate.of(2020, 3, 2), LocalDate.of(2025, 6, 16));
    private static final List<String> PURPOSES = List.of("市直单位办公设备采购资格审查", "行政许可申请审查", "评先评优资格审查");
    private static final String NO_KEY = "0000000000000000";

    /** The entries that the half of the subjects stands in. */
    static SampleEntries entries() {
        return new SampleEntries(ENTRIES_SEED);
    }

    /**
     * Requests to one address.
     *
     * @param authorization one or more, in turn; empty where none is wanted
     * @param keyed whether each carries an {@code Idempotency-Key}
     * @param entries how many rows the entries file has
     * @param from number of the first
     */
    static Requests of(
            String name, String path, List<String> authorization, boolean keyed, long entries, long from, int count) {
        byte[][] bytes = new byte[count][];
        int keyAt = -1;
        for (int i = 0; i < count; i++) {
            byte[] body = body(from + i, entries).getBytes(StandardCharsets.UTF_8);
            StringBuilder head = new StringBuilder(512);
            head.append("POST ").append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
            if (keyed) {
                head.append("Idempotency-Key: ");
                keyAt = head.length();
                head.append(NO_KEY).append("\r\n");
            }
            if (!authorization.isEmpty()) {
                head.append("Authorization: Bearer ")
                        .append(authorization.get(i % authorization.size()))
                        .append("\r\n");
            }
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.length)
                    .append("\r\n\r\n");
            byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
            bytes[i] = new byte[start.length + body.length];
            System.arraycopy(start, 0, bytes[i], 0, start.length);
            System.arraycopy(body, 0, bytes[i], start.length, body.length);
        }
        return new Requests(name, bytes, keyAt);
    }

    /** Number of the subject of an entry. */
    static String subject(List<String> cells) {
        return cells.get(ID);
    }

    /** The body of a check. */
    static String body(long number, long entries) {
        SplittableRandom random = new SplittableRandom(number * 0x9E3779B97F4A7C15L + 7);
        long row = random.nextLong(Math.max(1, entries));
        boolean listed = number % 2 == 0;
        List<String> cells = listed ? entries().row(row) : List.of();
        String id = listed ? subject(cells) : SampleEntries.uscc(UNLISTED + row);
        String name = listed ? cells.get(NAME) : "示例未列入企业" + row;
        boolean person = !id.startsWith("91");
        String context = person ? CONTEXTS.get(CONTEXTS.size() - 1) : CONTEXTS.get(random.nextInt(CONTEXTS.size()));
        return "{\"subject\":{\"idType\":\"" + (person ? "citizen-id" : "uscc") + "\",\"id\":\"" + id
                + "\",\"name\":\"" + name + "\"},\"context\":\"" + context + "\",\"purpose\":\""
                + PURPOSES.get(random.nextInt(PURPOSES.size())) + "\",\"asOf\":\""
                + DAYS.get(random.nextInt(DAYS.size())) + "\"}";
    }

    /** Puts a request into the buffer, with that key where it has one. */
    void put(int index, long key, ByteBuffer out) {
        int start = out.position();
        out.put(bytes[index]);
        if (keyAt >= 0) {
            for (int i = 0; i < NO_KEY.length(); i++) {
                int digit = (int) (key >>> (60 - 4 * i)) & 0xF;
                out.put(start + keyAt + i, (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10));
            }
        }
    }

    int longest() {
        int longest = 0;
        for (byte[] one : bytes) {
            longest = Math.max(longest, one.length);
        }
        return longest;
    }

    /** The bodies of the first few. */
    List<String> bodies(int most) {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < Math.min(most, bytes.length); i++) {
            String text = new String(bytes[i], StandardCharsets.UTF_8);
            bodies.add(text.substring(text.indexOf("\r\n\r\n") + 4));
        }
        return bodies;
    }
}
