package org.jrp.server.exchange;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.ListType;
import org.jrp.decision.Question;
import org.jrp.server.Uuids;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Role;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.Releases;
import org.jrp.subject.IdType;
import org.jrp.subject.InvalidIdException;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** What the operations of the exchange mean here (红黑名单查询). Names that a client sends are not read. */
@Component
@ConditionalOnProperty(prefix = "jrp.exchange", name = "enabled", havingValue = "true")
final class RedBlackQueries {

    private static final int LONGEST_KEY = 200;
    private static final Pattern COMMA = Pattern.compile("[,，]");
    private static final Pattern CODE = Pattern.compile("[\\s0-9A-Za-z０-９Ａ-Ｚａ-ｚ－\u3000-]+");

    private final Releases releases;
    private final ExchangeProperties properties;
    private final ExchangeKeys keys;
    private final ExchangeDecisions decisions;
    private final InstantSource clock;
    private final UnitedIds ids = UnitedIds.shipped();

    RedBlackQueries(
            Releases releases,
            ExchangeProperties properties,
            ExchangeKeys keys,
            ExchangeDecisions decisions,
            InstantSource clock) {
        this.releases = releases;
        this.properties = properties;
        this.keys = keys;
        this.decisions = decisions;
        this.clock = clock;
        Catalogue catalogue = releases.active().catalogue();
        for (ExchangeProperties.Client client : properties.known()) {
            if (catalogue.findContext(client.context()).isEmpty()
                    || catalogue.findDepartment(client.department()).isEmpty()) {
                throw new IllegalStateException(
                        "The client (%s) of jrp.exchange names a department or context that the catalogue lacks. 对接系统的部门或者业务场景不在目录中。"
                                .formatted(client.sysId()));
            }
        }
    }

    /** A client that proved who it is. */
    record Asker(Caller caller, ExchangeProperties.Client client) {}

    /**
     * Who asks. The number of a system is no secret, so it never stands alone: the key comes in {@code sysID} itself, there behind the
     * number and a colon, or in the header {@code Authorization: Bearer}.
     *
     * @param bearer key of the header; null where there is none
     */
    Asker asker(String sysId, @Nullable String bearer) {
        int colon = sysId.lastIndexOf(':');
        String key = bearer != null ? bearer : sysId.substring(colon + 1);
        String system = bearer != null ? sysId : colon < 0 ? null : sysId.substring(0, colon);
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            throw unknownKey();
        }
        Caller caller = keys.findCaller(key).orElseThrow(RedBlackQueries::unknownKey);
        if (!caller.is(Role.OFFICER)) {
            throw ProblemException.of(403, "forbidden", "该密钥无查询权限。", "The key may not be used for checks.");
        }
        List<ExchangeProperties.Client> clients = properties.known().stream()
                .filter(client -> client.department().equals(caller.department().code()))
                .filter(client -> system == null || client.sysId().equals(system))
                .toList();
        if (clients.isEmpty()) {
            throw ProblemException.of(
                    403, "forbidden", "该密钥所属部门没有登记这个系统。", "The key's department has no such client on file.");
        }
        if (clients.size() > 1) {
            throw ProblemException.of(
                    400,
                    "ambiguous-client",
                    "该部门登记了多个系统,sysID 请写成“系统编号:密钥”。",
                    "The department has several clients: write sysID as number:key.");
        }
        return new Asker(caller, clients.get(0));
    }

    /** The lists that can be chosen ({@code getRedBlackType}). */
    String types(Asker asker, String scope) {
        boolean all = scope.isEmpty() || scope.equals("all");
        if (!all && !scope.equals("red") && !scope.equals("black")) {
            throw ProblemException.of(
                    400, "invalid-scope", "范围须为 all、red 或 black。", "The scope must be all, red or black.");
        }
        List<RedBlackAnswer.Type> types = releases.active().catalogue().lists().stream()
                .filter(list -> list.kind() != Kind.KEY_ATTENTION)
                .filter(list -> all || RedBlackAnswer.colour(list.kind()).equals(scope))
                .map(list -> new RedBlackAnswer.Type(ids.of(list.code()), list.kind(), list.name()))
                .toList();
        return RedBlackAnswer.types(
                asker.client().charset(), Uuids.at(clock.instant()).toString(), "查询成功。", types);
    }

    /** The entries and measures of a subject ({@code getRedBlackPage}), from a recorded decision. */
    String page(Asker asker, String subject, String redNumbers, String blackNumbers) {
        Set<String> chosen = chosen(redNumbers, "red");
        chosen.addAll(chosen(blackNumbers, "black"));
        SubjectId id = subject(subject);
        ExchangeProperties.Client client = asker.client();
        ExchangeAnswer answer = decisions.decide(asker.caller(), client.context(), client.purpose(), id);
        List<ExchangeAnswer.Hit> coloured = answer.hits().stream()
                .filter(hit -> hit.kind() != Kind.KEY_ATTENTION)
                .toList();
        List<ExchangeAnswer.Hit> shown = coloured.stream()
                .filter(hit -> chosen.isEmpty() || chosen.contains(hit.list()))
                .toList();
        return RedBlackAnswer.page(
                client.charset(),
                answer,
                message(answer, coloured.size() - shown.size(), answer.hits().size() - coloured.size()),
                shown,
                ids);
    }

    /** What is not among the entries shown must not be taken for nothing. */
    private static String message(ExchangeAnswer answer, int notChosen, int keyAttention) {
        StringBuilder message =
                new StringBuilder("查询成功。结论:").append(answer.outcome().chinese()).append('。');
        if (notChosen > 0) {
            message.append("另有 ").append(notChosen).append(" 条记录属于未选择的名单,结论已计入。");
        }
        if (keyAttention > 0) {
            message.append("另有重点关注名单记录 ").append(keyAttention).append(" 条,不属于红黑名单。");
        }
        answer.notices().forEach(message::append);
        return message.toString();
    }

    private Set<String> chosen(String numbers, String colour) {
        Catalogue catalogue = releases.active().catalogue();
        Set<String> lists = new HashSet<>();
        Arrays.stream(COMMA.split(numbers))
                .map(String::strip)
                .filter(number -> !number.isEmpty())
                .forEach(number -> {
                    ListType list = ids.find(number, catalogue);
                    if (list == null
                            || list.kind() == Kind.KEY_ATTENTION
                            || !RedBlackAnswer.colour(list.kind()).equals(colour)) {
                        throw ProblemException.of(
                                400,
                                "unknown-list",
                                (colour.equals("red") ? "红" : "黑") + "名单编号有误,请重新读取名单种类。",
                                "A number is not of a " + colour + " list; read the list types again.");
                    }
                    lists.add(list.code());
                });
        return lists;
    }

    private SubjectId subject(String subject) {
        if (subject.isEmpty() || !CODE.matcher(subject).matches()) {
            throw ProblemException.of(
                    400,
                    "invalid-id",
                    "请填写统一社会信用代码或者公民身份号码;名称可能重复,不能据以查询。",
                    "Give the social credit code or citizen id; names repeat and cannot be searched by.");
        }
        SubjectIds.ParsedId id;
        try {
            id = SubjectIds.parse(
                    null, subject, clock.instant().atOffset(Question.SHANGHAI).toLocalDate());
        } catch (InvalidIdException e) {
            throw ProblemException.of(
                    400,
                    "invalid-id",
                    "统一社会信用代码或者公民身份号码有误" + (e.position() > 0 ? "(第 " + e.position() + " 位)" : "") + ",请核对后重新填写 18 位代码。",
                    "The code is not valid; check it and give all 18 characters.");
        }
        if (id.submittedAs() != IdType.USCC && id.submittedAs() != IdType.CITIZEN_ID) {
            throw ProblemException.of(
                    400,
                    "invalid-id",
                    "请填写 18 位统一社会信用代码或者公民身份号码。",
                    "Give the 18 characters of the social credit code or citizen id.");
        }
        return id.id();
    }

    private static ProblemException unknownKey() {
        return ProblemException.of(
                401,
                "invalid-credential",
                "sysID 中没有有效的密钥,请向信用办申领。",
                "There is no valid key in sysID; the credit office hands them out.");
    }
}
