import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * 一条黑名单记录从推送到退出的八个步骤,逐步打印请求与答复。The eight steps of an entry, from its arrival to its exit, printing each answer.
 *
 * <p>先以 {@code --demo} 启动服务,再运行 First start the service with {@code --demo}, then:
 * {@code java test-cases/demo/EightSteps.java [--data=jrp-data] [--url=http://127.0.0.1:8080] [--run=1]}. 主体均为虚构 All subjects are made up.
 * 同一 {@code --run} 只能运行一次,换一个数可重来 A run can be made once; another number makes a fresh one.
 */
final class EightSteps {

    private static final String DEPARTMENT = "finance-bureau";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String url;
    private final String run;
    private final String office;
    private final String finance;
    private final String officer;

    private EightSteps(String url, Path data, String run) throws IOException {
        this.url = url;
        this.run = run;
        this.office = key(data.resolve("demo-keys.json"), "credit-office");
        this.finance = key(data.resolve("demo-keys.json"), DEPARTMENT);
        this.officer = key(data.resolve("demo-sign-ins.json"), DEPARTMENT);
    }

    public static void main(String[] arguments) throws Exception {
        String url = "http://127.0.0.1:8080";
        Path data = Path.of("jrp-data");
        String run = "1";
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            if (argument.startsWith("--url=")) {
                url = value;
            } else if (argument.startsWith("--data=")) {
                data = Path.of(value);
            } else if (argument.startsWith("--run=")) {
                run = value;
            } else {
                System.err.println("用法 Usage: java EightSteps.java [--data=jrp-data] [--url=http://127.0.0.1:8080] [--run=1]");
                System.exit(2);
            }
        }
        new EightSteps(url, data, run).walk();
    }

    private void walk() throws Exception {
        String id = enterprise(900_000 + Integer.parseInt(run));
        String entry = "eight-steps-" + run;
        String subject = "{\"idType\": \"uscc\", \"id\": \"" + id + "\", \"name\": \"示例企业甲\"}";

        step(1, "法院推送一条失信被执行人记录;涉及的部门得到任务", "The court's entry arrives; the departments concerned get their tasks");
        post("/api/v1/entries/import", office, "application/x-ndjson", """
                {"entryId": "%s", "id": "%s", "name": "示例企业甲", "list": "judgment-defaulter", "recogniser": "示例市人民法院",\
                 "docNo": "(2018)示例执%s号", "basis": "法释〔2017〕7号", "recognisedAt": "2018-02-26", "validFrom": "2018-03-01"}
                """.formatted(entry, id, run).replace("\n", "") + "\n", 200);
        String tasks = get("/api/v1/tasks?limit=2&entryId=" + entry, finance, answer -> answer.contains("\"taskId\""));
        say("财政局的任务 tasks of the finance bureau", tasks);

        step(2, "财政局拨付资金前核查,日期 2018-09-01:应采取措施,引用备忘录", "The finance bureau asks before paying out, as of 2018-09-01: measures, citing memoranda");
        String first = decide(subject, "2018-09-01");
        String decision = field(first, "decisionId");
        expect(first, "restricted");

        step(3, "同一主体问 2023-01-01:备忘录本身不再强制,只有法律、行政法规或中央文件依据的措施仍为应采取(合法性闸门)", "The same as of 2023-01-01: a memorandum alone obliges no more, only law or a central document (the gate)");
        expect(decide(subject, "2023-01-01"), "government-funding");

        step(4, "财政局确认并反馈:已实施", "The finance bureau confirms and reports: carried out");
        String measure = measure(first);
        post("/api/v1/decisions/" + decision + "/confirm", officer, "application/json",
                "{\"measures\": [\"" + measure + "\"], \"officer\": \"示例经办人甲\"}", 200);
        String feedback = post("/api/v1/decisions/" + decision + "/feedback", officer, "application/json", """
                {"measure": "%s", "entryId": "%s", "handling": "carried-out", "action": "不予安排", "officer": "示例经办人甲",\
                 "handledAt": "%s", "documentNo": "示例财〔2018〕8号", "amount": "120000.00"}
                """.formatted(measure, entry, today()).strip(), 201);
        say("反馈单 form", url + "/api/v1/feedback/" + field(feedback, "feedbackId") + "/form");

        step(5, "主体提出异议:条目立即标注", "The subject objects: the entry is marked at once");
        String objection = post("/api/v1/objections", office, "application/json", """
                {"entryId": "%s", "lodgedOn": "%s", "lodgedBy": "subject", "channel": "platform", "grounds": "称已履行完毕",\
                 "documentNo": "示例异议〔2026〕%s号"}
                """.formatted(entry, today(), run).strip(), 201);
        String disputed = decide(subject, today());
        if (!disputed.contains("\"disputed\":true")) {
            throw new IllegalStateException("The answer does not show the objection.");
        }
        post("/api/v1/objections/" + field(objection, "id") + "/decide", office, "application/json", """
                {"result": "rejected", "at": "%s", "reason": "经核实尚未履行完毕", "remedies": "可以自收到之日起六十日内申请行政复议",\
                 "documentNo": "示例异议复〔2026〕%s号"}
                """.formatted(today(), run).strip(), 200);

        step(6, "履行完毕,法院移出:不再有措施,任务终止", "Fulfilled, the court takes it off: no measure is left, the tasks are closed");
        post("/api/v1/entries/" + entry + "/events", office, "application/json", """
                {"type": "exited", "at": "%s", "actor": "rec", "docNo": "(2026)示例执%s号之一", "reason": "履行完毕"}
                """.formatted(today(), run).strip(), 201);
        expect(decide(subject, today()), "\"measures\":[]");
        say("任务 tasks", get("/api/v1/tasks?limit=2&entryId=" + entry, finance, answer -> answer.contains("\"closed\"")));

        step(7, "第二步的记录逐字节不变", "The record of step 2 is the same, byte for byte");
        String again = get("/api/v1/decisions/" + decision, finance, answer -> true);
        if (!again.equals(first)) {
            throw new IllegalStateException("The record is not what was answered.");
        }
        say("一致 equal", field(again, "recordHash"));

        step(8, "统计:工作要点第 13 项(案例归集)", "Figures: item 13 of the work plan (cases)");
        say("", get("/api/v1/statistics?year=2018", office, answer -> true));
        System.out.println("\n八步完成。All eight steps done.");
    }

    private String decide(String subject, String asOf) throws Exception {
        return post("/api/v1/decisions", finance, "application/json", """
                {"subject": %s, "context": "government-funding", "purpose": "扶持资金拨付前核查", "asOf": "%s"}
                """.formatted(subject, asOf).strip(), 201);
    }

    /** A measure that is addressed to the department that asked. */
    private static String measure(String answer) {
        Matcher measures = Pattern.compile("\"addressedToYou\":true.*?\"code\":\"([a-z0-9-]+)\"|\"code\":\"([a-z0-9-]+)\"[^{}]*?\"addressedToYou\":true")
                .matcher(answer);
        if (!measures.find()) {
            throw new IllegalStateException("No measure is addressed to the department.");
        }
        return measures.group(1) == null ? measures.group(2) : measures.group(1);
    }

    private static void expect(String answer, String part) {
        if (!answer.contains(part)) {
            throw new IllegalStateException("The answer lacks " + part + ".");
        }
    }

    private String post(String path, String key, String type, String body, int expected) throws Exception {
        HttpRequest request = request(path, key)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        System.out.println("POST " + path + "\n  " + body.strip());
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        say(answer.statusCode() + "", answer.body());
        if (answer.statusCode() != expected) {
            throw new IllegalStateException("Expected " + expected + ", got " + answer.statusCode() + ".");
        }
        return answer.body();
    }

    private interface Ready {
        boolean is(String answer);
    }

    /** Asks until the answer is there: tasks follow an entry within a second or two. */
    private String get(String path, String key, Ready ready) throws Exception {
        System.out.println("GET " + path);
        String body = "";
        for (int attempt = 0; attempt < 100; attempt++) {
            HttpResponse<String> answer = client.send(
                    request(path, key).GET().build(), HttpResponse.BodyHandlers.ofString());
            body = answer.body();
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.statusCode() + " " + body);
            }
            if (ready.is(body)) {
                return body;
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException("Waited in vain: " + body);
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer " + key);
    }

    private static void step(int number, String chinese, String english) {
        System.out.println("\n—— 第 " + number + " 步 " + chinese + "\n   Step " + number + ": " + english);
    }

    private static void say(String head, String text) {
        String shown = text.length() > 1_500 ? text.substring(0, 1_500) + " …(" + text.length() + ")" : text;
        System.out.println("  → " + head + " " + shown);
    }

    private static String today() {
        return LocalDate.now(java.time.ZoneId.of("Asia/Shanghai")).toString();
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
