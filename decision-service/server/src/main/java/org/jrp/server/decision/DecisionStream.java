package org.jrp.server.decision;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jrp.catalogue.Text;
import org.jrp.server.access.Caller;
import org.jrp.server.access.RateLimits;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.problem.Problems;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks of any number, a line each (逐行核查): NDJSON or CSV comes in, NDJSON goes out, one line for one, in order, while the rest is still
 * coming. Holds a window of lines in memory and no more. Where the department's limit is reached it waits.
 */
@Component
class DecisionStream {

    private static final int WINDOW = 256;
    private static final int LONGEST_LINE = 1 << 16;
    private static final int LOOKED_AT = 1 << 16;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Set<String> DEFAULTS =
            Set.of("context", "matter", "purpose", "asOf", "knownAt", "place", "kind");
    private static final Map<String, String> HEADERS = headers();

    private final DecisionService service;
    private final RateLimits limits;
    private final IdempotencyKeys keys;

    DecisionStream(DecisionService service, RateLimits limits, IdempotencyKeys keys) {
        this.service = service;
        this.limits = limits;
        this.keys = keys;
    }

    /**
     * A line, understood or not.
     *
     * @param row its number, from 1; a table's header is row 1
     */
    private record Line(
            long row,
            @Nullable Map<String, @Nullable Object> question,
            @Nullable ProblemException problem) {}

    void answer(Caller caller, @Nullable String key, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean table = String.valueOf(request.getContentType())
                .toLowerCase(Locale.ROOT)
                .startsWith("text/csv");
        Map<String, @Nullable Object> defaults = new LinkedHashMap<>();
        for (String name : DEFAULTS) {
            String value = request.getParameter(name);
            if (value != null && !value.isBlank()) {
                defaults.put(name, value);
            }
        }
        BufferedInputStream in = new BufferedInputStream(request.getInputStream(), LOOKED_AT);
        Iterator<Line> lines = table ? table(in, defaults) : objects(in, defaults);
        Locale locale = Problems.locale(request);
        boolean more = lines.hasNext();
        response.setStatus(200);
        response.setContentType("application/x-ndjson");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        OutputStream out = response.getOutputStream();
        while (more) {
            List<Line> window = new ArrayList<>(WINDOW);
            while (window.size() < WINDOW && lines.hasNext()) {
                window.add(lines.next());
            }
            more = !window.isEmpty();
            if (more) {
                limits.await(caller, window.size(), LONGEST_WAIT);
                write(caller, key, window, locale, out);
                out.flush();
            }
        }
    }

    private void write(Caller caller, @Nullable String key, List<Line> window, Locale locale, OutputStream out)
            throws IOException {
        List<Map<?, ?>> questions = new ArrayList<>();
        List<Long> rows = new ArrayList<>();
        for (Line line : window) {
            if (line.question() != null) {
                questions.add(line.question());
                rows.add(line.row());
            }
        }
        Iterator<Result> results = service.decideEach(
                        caller, questions, i -> keys.of(caller, key, "#" + rows.get(i), questions.get(i)))
                .iterator();
        for (Line line : window) {
            byte[] body =
                    line.problem() == null ? Answers.of(results.next(), locale) : Problems.body(line.problem(), locale);
            out.write(("{\"row\":" + line.row() + ",").getBytes(StandardCharsets.UTF_8));
            out.write(body, 1, body.length - 1);
            out.write('\n');
        }
    }

    private Iterator<Line> objects(InputStream in, Map<String, @Nullable Object> defaults) {
        return new Iterator<>() {
            private long row;
            private byte @Nullable [] next;
            private boolean ended;

            @Override
            public boolean hasNext() {
                while (next == null && !ended) {
                    next = read(in);
                    ended = next == null;
                    row++;
                    if (next != null && new String(next, StandardCharsets.UTF_8).isBlank()) {
                        next = null;
                    }
                }
                return next != null;
            }

            @Override
            public Line next() {
                if (!hasNext() || next == null) {
                    throw new java.util.NoSuchElementException();
                }
                byte[] bytes = next;
                next = null;
                if (bytes.length > LONGEST_LINE) {
                    return new Line(
                            row,
                            null,
                            ProblemException.of(400, "invalid-body", "该行超过 64 kB。", "The line is longer than 64 kB."));
                }
                try {
                    Map<String, @Nullable Object> question = new LinkedHashMap<>(defaults);
                    Bodies.object(bytes).forEach((key, value) -> question.put((String) key, value));
                    return new Line(row, question, null);
                } catch (ProblemException e) {
                    return new Line(row, null, e);
                }
            }
        };
    }

    /** The next line; of one that is too long only so much as to show that; null at the end. */
    private static byte @Nullable [] read(InputStream in) {
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream(512);
            int b = in.read();
            if (b < 0) {
                return null;
            }
            while (b >= 0 && b != '\n') {
                if (line.size() <= LONGEST_LINE) {
                    line.write(b);
                }
                b = in.read();
            }
            return line.toByteArray();
        } catch (IOException e) {
            throw truncated();
        }
    }

    private static ProblemException truncated() {
        return ProblemException.of(400, "truncated", "上传中断,内容不完整。", "The upload broke off.");
    }

    private Iterator<Line> table(BufferedInputStream in, Map<String, @Nullable Object> defaults) throws IOException {
        Charset charset = charset(in);
        CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().skipEmptyLines(true).ofNamedCsvRecord(new InputStreamReader(in, charset));
        Iterator<NamedCsvRecord> records = reader.iterator();
        return new Iterator<>() {
            private boolean broken;

            @Override
            public boolean hasNext() {
                try {
                    return !broken && records.hasNext();
                } catch (CsvParseException e) {
                    broken = true;
                    throw ProblemException.of(400, "invalid-body", "不是有效的 CSV。", "It is no valid CSV.");
                }
            }

            @Override
            public Line next() {
                try {
                    NamedCsvRecord cells = records.next();
                    return line(cells, defaults);
                } catch (CsvParseException e) {
                    broken = true;
                    return new Line(
                            0, null, ProblemException.of(400, "invalid-body", "不是有效的 CSV。", "It is no valid CSV."));
                }
            }
        };
    }

    private static Line line(NamedCsvRecord cells, Map<String, @Nullable Object> defaults) {
        long row = cells.getStartingLineNumber();
        Map<String, @Nullable Object> question = new LinkedHashMap<>(defaults);
        Map<String, @Nullable Object> subject = new LinkedHashMap<>();
        if (cells.getFieldCount() != cells.getHeader().size()) {
            return new Line(
                    row,
                    null,
                    ProblemException.of(
                            400, "invalid-body", "该行格数与表头不符。", "The line has more or fewer cells than the header."));
        }
        for (int i = 0; i < cells.getFieldCount(); i++) {
            String header = cells.getHeader().get(i).strip();
            String key = HEADERS.get(header);
            String value = cells.getField(i).strip();
            if (key == null) {
                return new Line(
                        row,
                        null,
                        ProblemException.field(
                                400,
                                "invalid-body",
                                "",
                                "unknown-header",
                                new Text(
                                        "第 " + (i + 1) + " 列的表头不认识;可用:" + known() + "。",
                                        "The header of column " + (i + 1) + " is not known. Known: " + known() + ".")));
            }
            if (!value.isEmpty()) {
                (key.equals("id") || key.equals("idType") || key.equals("name") ? subject : question).put(key, value);
            }
        }
        question.put("subject", subject);
        return new Line(row, question, null);
    }

    private static String known() {
        return HEADERS.keySet().stream().collect(Collectors.joining(", "));
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name :
                List.of("idType", "id", "name", "context", "matter", "purpose", "asOf", "knownAt", "kind", "place")) {
            headers.put(name, name);
        }
        headers.put("证件类型", "idType");
        headers.put("统一社会信用代码/证件号码", "id");
        headers.put("统一社会信用代码", "id");
        headers.put("证件号码", "id");
        headers.put("名称", "name");
        headers.put("业务场景", "context");
        headers.put("事项", "matter");
        headers.put("用途", "purpose");
        headers.put("问询日", "asOf");
        headers.put("地区", "place");
        return headers;
    }

    /** UTF-8 where the beginning is well formed as that, else GB18030; a byte order mark is skipped. */
    private static Charset charset(BufferedInputStream in) throws IOException {
        in.mark(LOOKED_AT);
        byte[] beginning = in.readNBytes(LOOKED_AT - 1);
        in.reset();
        if (beginning.length >= 3
                && Arrays.equals(Arrays.copyOf(beginning, 3), new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF})) {
            in.skipNBytes(3);
            return StandardCharsets.UTF_8;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        int whole = beginning.length;
        while (whole > 0
                && beginning.length - whole < 4
                && beginning.length == LOOKED_AT - 1
                && beginning[whole - 1] < 0) {
            whole--;
        }
        try {
            decoder.decode(ByteBuffer.wrap(beginning, 0, whole));
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException e) {
            return GB18030;
        }
    }
}
