import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * 一条规则从改动、检查、影响分析、第二人审批、启用到退回,以及旧决定的复算、封存证明和离线核验。
 * A rule is changed, checked, weighed, approved by a second person, made active and taken back; an old decision is replayed, proven and exported.
 *
 * <p>先以 {@code --demo} 启动服务,在仓库根目录运行 First start the service with {@code --demo}, then in the repository's root:
 * {@code java test-cases/demo/ProveAndRelease.java [--data=jrp-data] [--url=http://127.0.0.1:8080] [--root=.] [--run=1]}. 主体均为虚构 All subjects are made up.
 * 同一 {@code --run} 只能运行一次,换一个数可重来 A run can be made once; another number makes a fresh one.
 */
final class ProveAndRelease {

    private static final String RULES = "rules/memoranda/2016-2190-customs-aeo.dslr";
    private static final String CONDITION = "    - 业务场景为 行政许可、行政审批\n";
    private static final String MEASURE = "green-channel-approval";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String url;
    private final Path root;
    private final String run;
    private final String office;
    private final String asking;
    private final String author;
    private final String approver;
    private final String auditor;

    private ProveAndRelease(String url, Path data, Path root, String run) throws IOException {
        this.url = url;
        this.root = root;
        this.run = run;
        this.office = key(data.resolve("demo-keys.json"), "credit-office");
        this.asking = key(data.resolve("demo-keys.json"), "market-supervision-bureau");
        this.author = key(data.resolve("demo-sign-ins.json"), "policy-author");
        this.approver = key(data.resolve("demo-sign-ins.json"), "policy-approver");
        this.auditor = key(data.resolve("demo-sign-ins.json"), "auditor");
    }

    public static void main(String[] arguments) throws Exception {
        String url = "http://127.0.0.1:8080";
        Path data = Path.of("jrp-data");
        Path root = Path.of(".");
        String run = "1";
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            if (argument.startsWith("--url=")) {
                url = value;
            } else if (argument.startsWith("--data=")) {
                data = Path.of(value);
            } else if (argument.startsWith("--root=")) {
                root = Path.of(value);
            } else if (argument.startsWith("--run=")) {
                run = value;
            } else {
                System.err.println("用法 Usage: java ProveAndRelease.java [--data=jrp-data] [--url=http://127.0.0.1:8080] [--root=.] [--run=1]");
                System.exit(2);
            }
        }
        new ProveAndRelease(url, data, root, run).walk();
    }

    private void walk() throws Exception {
        String id = enterprise(910_000 + Integer.parseInt(run));
        String listed = today().minusMonths(1).toString();

        step(1, "一家上月列入海关高级认证企业的企业申请许可:建议绿色通道", "A firm that was put on the customs' red list last month asks for a licence: green channel");
        post("/api/v1/entries/import", office, "application/x-ndjson", """
                {"entryId": "prove-and-release-%s", "id": "%s", "name": "示例企业乙", "list": "customs-aeo-advanced", "recogniser": "示例海关",\
                 "docNo": "示例关〔2026〕%s号", "basis": "海关总署令第225号", "recognisedAt": "%s", "validFrom": "%s"}
                """.formatted(run, id, run, listed, listed).strip() + "\n", 200);
        String first = decide(id);
        String decision = field(first, "decisionId");
        expect(measures(first), MEASURE);

        step(2, "政策员把“绿色通道”改为列入满 3 个月才给;名单名写错一个字:退回,指出文件、行和改法",
                "A policy clerk lets the channel open after three months, and misspells a list: refused with file, line and mend");
        String rules = Files.readString(root.resolve(RULES));
        String changed = rules.replaceFirst(Pattern.quote(CONDITION), Matcher.quoteReplacement(CONDITION + "    - 列入已满 3 个月\n"));
        if (changed.equals(rules)) {
            throw new IllegalStateException("The rule is another now.");
        }
        changed = "// 演示 " + run + "\n" + changed;
        String refused = upload(zip(changed.replaceFirst("海关高级认证企业\n", "海关高级任证企业\n")), 422);
        expect(refused, "\"line\"");

        step(3, "改正后上传:逐文件检查、全部用例、覆盖率,存为草稿", "Corrected and sent again: every check, all scenarios, coverage; kept as a draft");
        String release = field(upload(zip(changed), 201), "hash");

        step(4, "影响分析:名单上每个主体 × 六个业务场景,谁受影响、因哪条规则", "Impact: every listed subject in six contexts; who is hit, by which rule");
        String impact = field(
                post("/api/v1/releases/" + release + "/impact", author, "application/json", "{\"over\": \"subjects\"}", 202), "impactId");
        get("/api/v1/impacts/" + impact, author, answer -> answer.contains("\"state\":\"done\""));
        say("受影响者 who is hit", get("/api/v1/impacts/" + impact + "/cases", author, answer -> answer.contains("2016-2190-m01")));

        step(5, "编写人审批自己的版本:403", "The author approves what is his own: 403");
        String confirmed = "{\"reason\": \"影响已核对\", \"confirmedImpacts\": [\"" + impact + "\"]}";
        post("/api/v1/releases/" + release + "/approve", author, "application/json", confirmed, 403);

        step(6, "第二人审批并启用:所有节点一起切换", "A second person approves and makes it active: all nodes switch together");
        post("/api/v1/releases/" + release + "/approve", approver, "application/json", confirmed, 200);
        post("/api/v1/releases/" + release + "/activate", approver, "application/json", "{\"reason\": \"演示\"}", 200);

        step(7, "再问一次:按新规则,没有绿色通道", "Asked again: by the new rule there is no green channel");
        String second = decide(id);
        expect(second, release);
        expect(second, "列入已满 3 个月");
        if (measures(second).contains(MEASURE)) {
            throw new IllegalStateException("The next answer is not by the new rule.");
        }

        step(8, "旧决定按当时的规则复算:逐字节相同;“按今天的规则会怎样”仅供参考",
                "The old decision replays by the rules of then, byte for byte; what it would be under today's is information only");
        expect(post("/api/v1/decisions/" + decision + "/replay", auditor, "application/json", "{}", 200), "\"identical\"");
        expect(
                post("/api/v1/decisions/" + decision + "/replay", auditor, "application/json", "{\"release\": \"active\"}", 200),
                "\"informationOnly\":true");

        step(9, "一次调用退回:绿色通道恢复", "One call takes it back: the green channel is there again");
        post("/api/v1/releases/rollback", approver, "application/json", "{\"reason\": \"演示结束,退回\"}", 200);
        expect(measures(decide(id)), MEASURE);

        step(10, "审计员取得封存证明、公钥和导出文件", "The auditor fetches the sealed proof, the public key and an export");
        String proof = get("/api/v1/decisions/" + decision + "/proof", auditor, answer -> true);
        say("证明 proof", proof);
        Path folder = Files.createDirectories(root.resolve("target").resolve("demo-" + run));
        Path export = folder.resolve("export.ndjson");
        Files.writeString(folder.resolve("key.txt"), field(get("/api/v1/seals/key", auditor, answer -> true), "current") + "\n");
        Files.writeString(
                export, get("/api/v1/decisions/export?from=" + today() + "&to=" + today(), auditor, answer -> answer.contains(decision)));
        System.out.println("""

                在任何机器上核验,只需这两个文件和 jrp.jar · To verify on any machine with these two files and jrp.jar:
                ./mvnw -q -Dmaven.test.skip=true -pl decision-service/cli -am package && java -jar decision-service/cli/target/jrp.jar verify %s --key %s

                十步完成。All ten steps done.""".formatted(export, folder.resolve("key.txt")));
    }

    private String decide(String id) throws Exception {
        return post("/api/v1/decisions", asking, "application/json", """
                {"subject": {"id": "%s"}, "context": "administrative-licensing", "purpose": "行政许可受理前核查"}
                """.formatted(id).strip(), 201);
    }

    private static String measures(String answer) {
        return answer.substring(answer.indexOf("\"measures\""), answer.indexOf("\"withheld\""));
    }

    private static void expect(String answer, String part) {
        if (!answer.contains(part)) {
            throw new IllegalStateException("The answer lacks " + part + ".");
        }
    }

    /** Rules and catalogue of this repository, one rule file changed. */
    private byte[] zip(String changed) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (String folder : List.of(
                    "rules/memoranda", "rules/principles", "measure-catalogue", "measure-catalogue/editions", "measure-catalogue/instruments")) {
                List<Path> files;
                try (Stream<Path> found = Files.list(root.resolve(folder))) {
                    files = found.filter(file -> file.toString().matches(".*\\.(dslr|yaml)")).sorted().toList();
                }
                for (Path file : files) {
                    String name = folder + "/" + file.getFileName();
                    zip.putNextEntry(new ZipEntry(name));
                    zip.write(name.equals(RULES) ? changed.getBytes(StandardCharsets.UTF_8) : Files.readAllBytes(file));
                    zip.closeEntry();
                }
            }
        }
        return bytes.toByteArray();
    }

    private String upload(byte[] zip, int expected) throws Exception {
        System.out.println("POST /api/v1/releases\n  (zip, " + zip.length + " bytes)");
        return answered(
                request("/api/v1/releases", author)
                        .header("Content-Type", "application/zip")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(zip))
                        .build(),
                expected);
    }

    private String post(String path, String key, String type, String body, int expected) throws Exception {
        System.out.println("POST " + path + "\n  " + body.strip());
        return answered(
                request(path, key)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                expected);
    }

    private String answered(HttpRequest request, int expected) throws Exception {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        say(answer.statusCode() + "", answer.body());
        if (answer.statusCode() != expected) {
            throw new IllegalStateException("Expected " + expected + ", got " + answer.statusCode() + ".");
        }
        return answer.body();
    }

    /** Asks until the answer is there: seals and impacts follow within a second or two. */
    private String get(String path, String key, Predicate<String> ready) throws Exception {
        System.out.println("GET " + path);
        String last = "";
        for (int attempt = 0; attempt < 300; attempt++) {
            HttpResponse<String> answer = client.send(
                    request(path, key).GET().build(), HttpResponse.BodyHandlers.ofString());
            last = answer.statusCode() + " " + answer.body();
            if (answer.statusCode() == 200 && ready.test(answer.body())) {
                return answer.body();
            }
            if (answer.statusCode() != 200 && answer.statusCode() != 409) {
                break;
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException("Waited in vain: " + last);
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofMinutes(3))
                .header("Authorization", "Bearer " + key);
    }

    private static void step(int number, String chinese, String english) {
        System.out.println("\n—— 第 " + number + " 步 " + chinese + "\n   Step " + number + ": " + english);
    }

    private static void say(String head, String text) {
        String shown = text.length() > 1_500 ? text.substring(0, 1_500) + " …(" + text.length() + ")" : text;
        System.out.println("  → " + head + " " + shown);
    }

    private static LocalDate today() {
        return LocalDate.now(java.time.ZoneId.of("Asia/Shanghai"));
    }

    private static String field(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("The answer has no " + name + ".");
        }
        return found.group(1);
    }

    private static String key(Path file, String name) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("找不到 " + file + ":请先以 --demo 启动服务,或用 --data= 指明数据目录。"
                    + " There is no " + file + ": start the service with --demo first, or name its data folder by --data=.");
        }
        return field(Files.readString(file), name);
    }

    /** A code that nobody has: the division 349999 is not assigned. */
    private static String enterprise(int number) {
        String organisation = "M" + "%07d".formatted(number);
        int[] weights = {3, 7, 9, 10, 5, 8, 4, 2};
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * Character.digit(organisation.charAt(i), 36);
        }
        int check = 11 - sum % 11;
        String body = "91349999" + organisation + (check == 10 ? "X" : check == 11 ? "0" : Integer.toString(check));
        String alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        int total = 0;
        int weight = 1;
        for (int i = 0; i < body.length(); i++) {
            total += alphabet.indexOf(body.charAt(i)) * weight;
            weight = weight * 3 % 31;
        }
        return body + alphabet.charAt((31 - total % 31) % 31);
    }
}
