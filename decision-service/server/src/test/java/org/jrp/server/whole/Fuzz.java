package org.jrp.server.whole;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.document.XlsxTables;
import org.jspecify.annotations.Nullable;

/**
 * Requests made from the API's own description: mostly sound ones, then broken in one place or two. The same seed gives the same
 * request. Numbers of citizens stand in them wherever a text may stand.
 */
final class Fuzz {

    /** A citizen whose number stands wherever a text may stand; an answer never holds it. */
    static final List<String> CITIZENS = List.of(Ids.citizen(20_001), Ids.citizen(20_002), Ids.citizen(20_003));

    /** An official table that is read. */
    private static final byte[] TABLE =
            XlsxTables.bytes(Map.of("清单", List.of(List.of("序号", "惩戒措施"), List.of("1", "限制参加政府采购活动"))));

    private static final Map<String, List<String>> WORDS = Map.ofEntries(
            Map.entry("id", List.of(Ids.enterprise(1), Ids.enterprise(2), CITIZENS.get(0), "92349999M00000027N")),
            Map.entry("/api/v1/catalogue/editions/import#against", List.of("2018-mingguang")),
            Map.entry("against", List.of(ReleaseFiles.shipped().hash())),
            Map.entry("idType", List.of("uscc", "citizen-id", "citizen-id-15", "org-code", "aic-reg-no")),
            Map.entry("name", List.of("示例企业", "示例人员")),
            Map.entry("context", List.of("government-procurement", "bidding", "award-selection", "taxation")),
            Map.entry("matter", List.of("x")),
            Map.entry("purpose", List.of("资格审查", "test")),
            Map.entry("kind", List.of("enterprise", "individual", "sanction")),
            Map.entry("place", List.of("341182", "34")),
            Map.entry("asOf", List.of("2018-09-01", "2020-01-01", "2026-01-01")),
            Map.entry("on", List.of("2018-09-01", "2020-01-01")),
            Map.entry("at", List.of("2018-05-01", "2019-01-01")),
            Map.entry("from", List.of("2018-05-01", "2018-mingguang", "1")),
            Map.entry("to", List.of("2027-01-01", "2018-mingguang", "1")),
            Map.entry("validFrom", List.of("2018-05-01")),
            Map.entry("validTo", List.of("2028-05-01")),
            Map.entry("knownAt", List.of("2026-01-01T00:00:00%2B08:00", "2026-01-01T00:00:00Z")),
            Map.entry("expiresAt", List.of("2027-01-01T00:00:00Z")),
            Map.entry("role", List.of("legal-representative", "法定代表人")),
            Map.entry("roles", List.of("officer", "auditor", "administrator")),
            Map.entry("department", List.of("finance-bureau", "credit-office")),
            Map.entry("outcome", List.of("clear", "review")),
            Map.entry("list", List.of("judgment-defaulter", "tax-credit-a")),
            Map.entry("lists", List.of("judgment-defaulter", "*")),
            Map.entry("contexts", List.of("bidding", "award-selection")),
            Map.entry(
                    "state",
                    List.of("live", "ended", "quarantined", "published", "open", "pending", "final", "cancelled")),
            Map.entry("handling", List.of("carried-out", "lesser")),
            Map.entry("active", List.of("true", "false")),
            Map.entry(
                    "type",
                    List.of(
                            "exited",
                            "withdrawn",
                            "amended",
                            "disputed",
                            "repaired",
                            "suspended",
                            "recognised",
                            "moved-to-key-attention",
                            "bidding",
                            "repair")),
            Map.entry("actor", List.of("rec", "plat", "subj", "dept", "sys")),
            Map.entry("origin", List.of("post-blacklist")),
            Map.entry("reason", List.of("已履行")),
            Map.entry("docNo", List.of("(2018)示例1号")),
            Map.entry("label", List.of("fuzz")),
            Map.entry("entryId", List.of("fuzz-1")),
            Map.entry("format", List.of("html", "pdf", "json")),
            Map.entry("lang", List.of("en", "zh")),
            Map.entry("covers", List.of("all")),
            Map.entry("published", List.of("true", "false")),
            Map.entry("year", List.of("2018")),
            Map.entry("dryRun", List.of("true", "false")),
            Map.entry("/api/v1/feedback#state", List.of("final", "cancelled")),
            Map.entry("/api/v1/feedback#department", List.of("finance-bureau")),
            Map.entry("/api/v1/decisions/sample#n", List.of("1", "30")),
            Map.entry("/api/v1/decisions/sample#from", List.of("2018-05-01")),
            Map.entry("/api/v1/decisions/export#from", List.of("2018-05-01")),
            Map.entry("release", List.of("active")),
            Map.entry("/api/v1/seals/consistency#from", List.of("1")),
            Map.entry("/api/v1/seals/consistency#to", List.of("1")),
            Map.entry("/api/v1/tasks#state", List.of("open")),
            Map.entry("/api/v1/catalogue/diff#from", List.of("2018-mingguang")),
            Map.entry("/api/v1/catalogue/diff#to", List.of("2018-mingguang")),
            Map.entry("/api/v1/notifications#kind", List.of("tasks-opened", "entry-changed")),
            Map.entry("/api/v1/notifications#after", List.of("0", "7")),
            Map.entry("/api/v1/webhooks/{id}/dead-letters#state", List.of("open", "all")),
            Map.entry("/api/v1/webhooks/{id}/dead-letters#cursor", List.of("0", "7")),
            Map.entry("/api/v1/subject-requests#kind", List.of("access", "copy")),
            Map.entry("/api/v1/subject-requests#state", List.of("open", "decided")),
            Map.entry("/api/v1/subject-requests#overdue", List.of("true", "false")));

    /** Texts that break things. */
    private static final List<String> NASTY = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\u0007",
            "\uFFFE",
            "\u202Eabc",
            "\uD83D\uDE00".repeat(40),
            "'; drop table decision; --",
            "${jndi:ldap://127.0.0.1/a}",
            "<script>alert(1)</script>",
            "../../../../etc/passwd",
            "%",
            "%00",
            "{{7*7}}",
            "2018-02-30",
            "0000-00-00",
            "0000-01-01",
            "9999-12-31",
            "+999999999-12-31",
            "-999999999-01-01",
            "10000-01-01",
            "2018-9-1",
            "1e400",
            "NaN",
            "-1",
            "0",
            "201",
            "99999999999999999999",
            "2147483648",
            "null",
            "true",
            "AAAAAAAAAAA",
            "AAAAAAAAAAAAAAAAAAAAAA",
            "f".repeat(300),
            "示".repeat(3_000),
            "1970-01-01T00:00:00+99:99",
            "+1000000000-12-31T23:59:59.999999999Z",
            "-1000000000-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "01936f5c-0000-7000-8000-000000000001",
            "~",
            "~AAAA",
            "~====");

    private static final List<String> LANGUAGES =
            List.of("en", "zh", "en-GB,en;q=0.9", "zh-CN", "de", "*", ";;;", "en;q=abc", "q=0.5,,,", "x".repeat(2_000));
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json;charset=utf-8",
            "application/json;charset=no-such",
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "text/csv",
            "application/x-ndjson",
            "application/octet-stream",
            "nonsense",
            "/",
            "application/json; =");
    private static final List<String> ACCEPTS = List.of(
            "application/json",
            "*/*",
            "text/html",
            "application/xml",
            "image/png",
            "nonsense",
            "text/html;q=abc",
            "application/problem+json",
            "application/pdf");

    private final Description description;
    private final List<Description.Call> calls;
    private final Map<String, List<String>> places;
    private final Map<String, Map<String, Object>> samples;

    /**
     * @param places good values of variables in paths, by the path or the variable's name
     * @param samples good bodies, by path
     */
    Fuzz(Description description, Map<String, List<String>> places, Map<String, Map<String, Object>> samples) {
        this.samples = samples;
        this.description = description;
        this.calls = description.calls();
        this.places = places;
    }

    /**
     * A request.
     *
     * @param role a role of {@link Service#ROLES}; {@code none}, {@code garbage} or {@code cut} for none that is one
     */
    record Request(
            long seed,
            String call,
            String method,
            String target,
            String role,
            byte @Nullable [] body,
            Map<String, String> headers) {

        boolean english() {
            String language = headers.getOrDefault("Accept-Language", "");
            return language.startsWith("en") && !language.contains("abc");
        }

        @Override
        public String toString() {
            String text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
            return "seed " + seed + ": " + method + " " + shortened(target) + " as " + role + " "
                    + shortened(headers.toString()) + " " + shortened(text);
        }

        private static String shortened(String text) {
            return text.length() > 400 ? text.substring(0, 400) + "… (" + text.length() + ")" : text;
        }
    }

    Request request(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        random.nextLong();
        Description.Call call = calls.get((int) Math.floorMod(seed, calls.size()));
        Map<String, String> headers = new LinkedHashMap<>();
        String target = target(call, random, headers);
        byte[] body = null;
        if (!call.bodies().isEmpty()) {
            List<String> types =
                    call.bodies().keySet().stream().map(Object::toString).toList();
            String type = pick(random, types);
            headers.put("Content-Type", type);
            body = body(call.path(), type, (Map<?, ?>) call.bodies().get(type), random, headers);
        }
        String method = call.method();
        if (random.nextInt(25) == 0) {
            method = pick(random, List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "FOO"));
        }
        if (random.nextInt(2) == 0) {
            headers.put("Accept-Language", pick(random, random.nextInt(3) == 0 ? LANGUAGES : List.of("en", "zh")));
        }
        if (random.nextInt(6) == 0) {
            headers.put("Accept", pick(random, ACCEPTS));
        }
        if (body != null && random.nextInt(15) == 0) {
            headers.put("Content-Type", pick(random, TYPES));
        }
        if (random.nextInt(60) == 0) {
            headers.put("X-Forwarded-For", pick(random, CITIZENS));
            headers.put("Cookie", "a=" + pick(random, CITIZENS));
        }
        return new Request(seed, call.path(), method, target, role(call, random), body, headers);
    }

    private static String role(Description.Call call, Random random) {
        int dice = random.nextInt(20);
        if (dice == 0) {
            return pick(random, List.of("none", "garbage", "cut"));
        }
        if (dice < 5) {
            return pick(random, Service.ROLES);
        }
        String path = call.path();
        if (path.startsWith("/api/v1/replays")
                || path.equals("/api/v1/decisions/export")
                || path.equals("/api/v1/decisions/sample")) {
            return "auditor";
        }
        if (path.endsWith("/confirm")) {
            return "person";
        }
        if (path.endsWith("/impact") || path.startsWith("/api/v1/impacts")) {
            return "policy-author";
        }
        String ofLoop = FuzzedLoop.role(path);
        if (ofLoop != null) {
            return ofLoop;
        }
        if (path.startsWith("/api/v1/feedback")
                || path.startsWith("/api/v1/tasks")
                || path.startsWith("/api/v1/exemptions")
                || path.startsWith("/api/v1/decisions")
                || path.startsWith("/api/v1/webhooks")
                || path.startsWith("/api/v1/notifications")
                || path.startsWith("/api/v1/subject-requests")) {
            return "officer";
        }
        if (path.startsWith("/api/v1/entries") || path.startsWith("/api/v1/sources")) {
            return "office";
        }
        if (RepairFuzz.ADDRESSES.stream().anyMatch(path::startsWith)) {
            return "office";
        }
        if (path.startsWith("/api/v1/drafts") || path.startsWith("/api/v1/scenarios")) {
            return "policy-author";
        }
        if (path.startsWith("/api/v1/releases")) {
            return path.endsWith("/releases") ? "policy-author" : "policy-approver";
        }
        return path.startsWith("/api/v1/access-log") ? "auditor" : "administrator";
    }

    private String target(Description.Call call, Random random, Map<String, String> headers) {
        boolean sound = random.nextInt(4) == 0;
        StringBuilder target = new StringBuilder(call.path());
        List<String> query = new ArrayList<>();
        for (Object one : call.parameters()) {
            Map<?, ?> parameter = (Map<?, ?>) one;
            String name = parameter.get("name").toString();
            switch (parameter.get("in").toString()) {
                case "path" -> {
                    int at = target.indexOf("{" + name + "}");
                    target.replace(at, at + name.length() + 2, place(call, name, sound, random));
                }
                case "query" -> {
                    boolean required = Boolean.TRUE.equals(parameter.get("required"));
                    if (sound ? required || random.nextInt(4) == 0 : random.nextInt(3) > 0) {
                        query.add(name + "="
                                + (sound || random.nextInt(3) > 0
                                        ? encoded(word(call.path() + "#" + name, name, random))
                                        : wild(random)));
                    }
                }
                default -> {
                    if (name.equals("If-Match")) {
                        headers.put(name, pick(random, List.of("*", "*", "*", "\"a\"", "")));
                    } else if (random.nextInt(4) == 0) {
                        headers.put(
                                name,
                                pick(
                                        random,
                                        List.of(
                                                "key-" + random.nextInt(50),
                                                "k".repeat(300),
                                                "a b",
                                                "\u00e9",
                                                "key-" + CITIZENS.get(0),
                                                "")));
                    }
                }
            }
        }
        if (random.nextInt(20) == 0) {
            query.add(pick(
                    random,
                    List.of(
                            "unknown=1",
                            "limit",
                            "=",
                            "&&",
                            "limit=1&limit=2",
                            "a[]=1",
                            "class.module.classLoader=x")));
        }
        return target + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    private String place(Description.Call call, String name, boolean sound, Random random) {
        List<String> good = places.getOrDefault(call.path(), places.getOrDefault(name, List.of("fuzz")));
        if (sound || random.nextInt(2) == 0) {
            return name.equals("path") ? encoded(pick(random, good)).replace("%2F", "/") : encoded(pick(random, good));
        }
        return random.nextInt(3) == 0 ? encoded(pick(random, CITIZENS)) : wild(random);
    }

    /** What stands in an address and is no word: nasty texts, encoded well or not at all. */
    private static String wild(Random random) {
        return switch (random.nextInt(8)) {
            case 0 ->
                pick(
                        random,
                        List.of(
                                "%",
                                "%zz",
                                "%f",
                                "%c3%28",
                                "%ed%a0%80",
                                "%00",
                                "%2e%2e%2f",
                                "..",
                                "%2F",
                                ";a=b",
                                "//",
                                "\\",
                                "%25",
                                "|",
                                "^",
                                "\"",
                                "<",
                                "[",
                                "{a}",
                                "%F0%9F%98%80"));
            case 1 -> "x".repeat(1 + random.nextInt(6_000));
            case 2 -> encoded(pick(random, CITIZENS));
            case 3 -> encoded("\uD800");
            default -> encoded(pick(random, NASTY));
        };
    }

    /** Of the words for that very place, where there are some. */
    private static String word(String place, String name, Random random) {
        List<String> words = WORDS.get(place);
        return words == null ? word(name, random) : pick(random, words);
    }

    private static String word(String name, Random random) {
        if (name.equals("limit")) {
            return Integer.toString(1 + random.nextInt(200));
        }
        List<String> words = WORDS.get(name);
        return words == null ? "示例" : pick(random, words).replace("%2B", "+");
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= '0' && b <= '9'
                    || b >= 'A' && b <= 'Z'
                    || b >= 'a' && b <= 'z'
                    || b == '-'
                    || b == '.'
                    || b == '_'
                    || b == '~';
            encoded.append(plain ? Character.toString(b) : String.format(Locale.ROOT, "%%%02X", b & 0xFF));
        }
        return encoded.toString();
    }

    private byte[] body(String path, String type, Map<?, ?> media, Random random, Map<String, String> headers) {
        byte[] body;
        if (type.contains("json") || type.contains("ndjson")) {
            Map<?, ?> schema = (Map<?, ?>) media.get("schema");
            int lines = type.contains("ndjson") ? 1 + random.nextInt(4) : 1;
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < lines; i++) {
                Object value = "string".equals(schema.get("type"))
                        ? entry(random)
                        : samples.containsKey(path) && random.nextBoolean()
                                ? samples.get(path)
                                : value("", schema, random, 0);
                for (int wounds = random.nextInt(3); wounds > 0; wounds--) {
                    value = wounded(value, random);
                }
                all.writeBytes(Raw.text(value, random).getBytes(StandardCharsets.UTF_8));
                if (lines > 1) {
                    all.write('\n');
                }
            }
            body = all.toByteArray();
        } else if (type.contains("csv")) {
            body = csv(random)
                    .getBytes(
                            random.nextInt(4) == 0 ? java.nio.charset.Charset.forName("GBK") : StandardCharsets.UTF_8);
        } else if (type.equals("application/zip") && random.nextInt(4) > 0) {
            body = FuzzedReleases.ZIP.clone();
        } else if (path.endsWith("/editions/import") && random.nextInt(4) > 0) {
            body = TABLE.clone();
        } else if (type.contains("multipart")) {
            headers.put("Content-Type", "multipart/form-data; boundary=fuzz");
            String name = pick(random, List.of("a.csv", "a.ndjson", "a.xlsx", "a.exe", "", CITIZENS.get(0) + ".csv"));
            body = ("--fuzz\r\nContent-Disposition: form-data; name=\"" + pick(random, List.of("file", "file", "other"))
                            + "\"; filename=\"" + name + "\"\r\n\r\n" + csv(random) + "\r\n--fuzz--\r\n")
                    .getBytes(StandardCharsets.UTF_8);
        } else {
            body = new byte[random.nextInt(500)];
            random.nextBytes(body);
            if (random.nextBoolean()) {
                System.arraycopy(
                        "PK\u0003\u0004".getBytes(StandardCharsets.ISO_8859_1),
                        0,
                        body = java.util.Arrays.copyOf(body, body.length + 4),
                        0,
                        4);
            }
        }
        return random.nextInt(8) == 0 ? mangled(body, random) : body;
    }

    private static byte[] mangled(byte[] body, Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> new byte[0];
            case 1 -> java.util.Arrays.copyOf(body, body.length / 2);
            case 2 -> ("\uFEFF" + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
            case 3 -> new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
            case 4 -> {
                byte[] copy = body.clone();
                for (int i = 0; i < 3 && copy.length > 0; i++) {
                    copy[random.nextInt(copy.length)] = (byte) random.nextInt();
                }
                yield copy;
            }
            case 5 -> "[".repeat(1 + random.nextInt(5_000)).getBytes(StandardCharsets.UTF_8);
            case 6 -> ("{\"a\":".repeat(3_000) + "1" + "}".repeat(3_000)).getBytes(StandardCharsets.UTF_8);
            case 7 -> (new String(body, StandardCharsets.UTF_8) + "{}").getBytes(StandardCharsets.UTF_8);
            default -> {
                byte[] invalid = "{\"name\": \"\u00c0\u00af\u00ed\u00a0\u0080\"}".getBytes(StandardCharsets.ISO_8859_1);
                yield invalid;
            }
        };
    }

    private static String csv(Random random) {
        StringBuilder csv = new StringBuilder(pick(
                random,
                List.of(
                        "条目编号,统一社会信用代码/证件号码,名称,名单,认定部门,文书号,认定依据,认定日期,有效期始\n",
                        "id,context,purpose\n",
                        "id,id,id\n",
                        CITIZENS.get(0) + "," + CITIZENS.get(1) + "\n",
                        "\"unclosed\n")));
        for (int i = random.nextInt(4); i > 0; i--) {
            csv.append(
                    random.nextInt(3) == 0
                            ? "fuzz-" + random.nextInt(100) + "," + pick(random, CITIZENS)
                                    + ",示例,失信被执行人名单,法院,1号,依据,2018-02-20,2018-03-01\n"
                            : CITIZENS.get(0) + "," + pick(random, NASTY) + "," + pick(random, CITIZENS) + "\n");
        }
        return csv.toString();
    }

    private static Object entry(Random random) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("entryId", "fuzz-" + random.nextInt(100));
        entry.put("id", pick(random, CITIZENS));
        entry.put("name", "示例");
        entry.put("list", "judgment-defaulter");
        entry.put("recogniser", "示例市人民法院");
        entry.put("docNo", "1号");
        entry.put("basis", "依据");
        entry.put("recognisedAt", "2018-02-20");
        entry.put("validFrom", "2018-03-01");
        return entry;
    }

    /** A value that a schema allows, by and large. */
    private @Nullable Object value(String name, Map<?, ?> given, Random random, int depth) {
        Map<?, ?> schema = given;
        if (schema.get("anyOf") instanceof List<?> either) {
            schema = (Map<?, ?>) either.get(0);
        }
        if (schema.get("$ref") instanceof String reference) {
            schema = (Map<?, ?>) description.components().get(reference.substring(reference.lastIndexOf('/') + 1));
        }
        Object type = schema.get("type");
        if (type instanceof List<?> types) {
            type = types.get(0);
        }
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            List<?> required = schema.get("required") instanceof List<?> list ? list : List.of();
            properties.forEach((key, one) -> {
                if (required.contains(key)
                        || random.nextInt(depth == 0 ? 2 : 3) == 0
                        || key.equals("type")
                        || key.equals("id")) {
                    object.put(key.toString(), value(key.toString(), (Map<?, ?>) one, random, depth + 1));
                }
            });
            return object;
        }
        if ("array".equals(type)) {
            List<@Nullable Object> list = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                list.add(value(name, (Map<?, ?>) schema.get("items"), random, depth + 1));
            }
            return list;
        }
        if ("integer".equals(type)) {
            return (long) (1 + random.nextInt(200));
        }
        if ("boolean".equals(type)) {
            return random.nextBoolean();
        }
        if ("object".equals(type)) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put(pick(random, List.of("validTo", "ground", "severity", CITIZENS.get(2))), pick(random, NASTY));
            return map;
        }
        return random.nextInt(12) == 0 ? pick(random, CITIZENS) : word(name, random);
    }

    /** The value with one thing wrong about it somewhere. */
    private static @Nullable Object wounded(@Nullable Object value, Random random) {
        if (value instanceof Map<?, ?> map && !map.isEmpty() && random.nextInt(8) > 0) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, one) -> copy.put(key.toString(), one));
            String key = pick(random, List.copyOf(copy.keySet()));
            switch (random.nextInt(8)) {
                case 0 -> copy.remove(key);
                case 1 ->
                    copy.put(pick(random, List.of("extra", "", CITIZENS.get(1), "a/b~c", "\u0000", "__proto__")), 1L);
                case 2 -> copy.put(key, new Raw("1,\"" + key + "\":2"));
                default -> copy.put(key, wounded(copy.get(key), random));
            }
            return copy;
        }
        if (value instanceof List<?> list && !list.isEmpty() && random.nextInt(4) > 0) {
            List<@Nullable Object> copy = new ArrayList<>(list);
            int at = random.nextInt(copy.size());
            copy.set(at, wounded(copy.get(at), random));
            return copy;
        }
        return switch (random.nextInt(10)) {
            case 0 -> null;
            case 1 ->
                new Raw(pick(
                        random,
                        List.of(
                                "-1",
                                "0",
                                "1e400",
                                "99999999999999999999999",
                                "1.5",
                                "-0",
                                "NaN",
                                "01",
                                "'x'",
                                "\"\\ud800\"",
                                "\"\\udc00x\"",
                                "\"\\u0000\"",
                                "\"\\x\"")));
            case 2 -> random.nextBoolean();
            case 3 -> List.of(List.of(), Map.of());
            case 4 -> Map.of("id", pick(random, CITIZENS));
            case 5 -> pick(random, CITIZENS);
            case 6 -> random.nextInt(40) == 0 ? "x".repeat(3 << 20) : "x".repeat(5_000);
            default -> pick(random, NASTY);
        };
    }

    /** JSON as it is to be sent, be it JSON or not. */
    record Raw(String text) {

        static String text(@Nullable Object value, Random random) {
            StringBuilder out = new StringBuilder();
            write(value, out, random);
            return out.toString();
        }

        private static void write(@Nullable Object value, StringBuilder out, Random random) {
            if (value instanceof Map<?, ?> map) {
                out.append('{');
                String comma = "";
                for (Map.Entry<?, ?> one : map.entrySet()) {
                    out.append(comma);
                    quoted(one.getKey().toString(), out);
                    out.append(':');
                    write(one.getValue(), out, random);
                    comma = ",";
                }
                out.append('}');
            } else if (value instanceof List<?> list) {
                out.append('[');
                String comma = "";
                for (Object one : list) {
                    out.append(comma);
                    write(one, out, random);
                    comma = ",";
                }
                out.append(']');
            } else if (value instanceof String text) {
                quoted(text, out);
            } else if (value instanceof Raw raw) {
                out.append(raw.text());
            } else {
                out.append(value);
            }
        }

        private static void quoted(String text, StringBuilder out) {
            out.append('"');
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '"' || c == '\\') {
                    out.append('\\').append(c);
                } else if (c < ' ') {
                    out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
            out.append('"');
        }
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
