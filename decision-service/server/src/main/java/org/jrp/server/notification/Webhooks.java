package org.jrp.server.notification;

import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Inputs;
import org.jrp.server.access.Role;
import org.jrp.server.access.Rows;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Departments' webhooks (回调登记): a department makes and sees its own; an administrator sees and ends any, and reads no message. */
@Service
class Webhooks {

    private static final int LONGEST_LABEL = 100;
    private static final int LONGEST_REASON = 500;

    private final JdbcClient jdbc;
    private final AddressRules rules;
    private final WebhookProperties properties;
    private final SubjectVault vault;
    private final AccessLog log;
    private final InstantSource clock;

    Webhooks(
            JdbcClient jdbc,
            AddressRules rules,
            WebhookProperties properties,
            SubjectVault vault,
            AccessLog log,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.rules = rules;
        this.properties = properties;
        this.vault = vault;
        this.log = log;
        this.clock = clock;
    }

    /** A webhook with its secret, which is shown this once. */
    record Made(Webhook webhook, String secret) {}

    /** Makes one for the caller's department; its first message is the next that comes. */
    Made create(Caller caller, @Nullable String url, @Nullable List<String> kinds, @Nullable String label) {
        String department = caller.department().code();
        Inputs inputs = new Inputs();
        String address = url == null ? "" : url.strip();
        check(address, inputs);
        String name = label == null ? "" : label.strip();
        if (!Inputs.plain(name, LONGEST_LABEL)) {
            inputs.wrong("/label", "invalid-label", "标签应为 1 至 100 个字符。", "A label has 1 to 100 characters.");
        }
        Set<String> wanted = kinds(kinds == null ? List.of() : kinds, inputs);
        inputs.refuseIfWrong();

        // Locks the department, so that two who ask at once do not both find room.
        jdbc.sql("select code from department where code = ? for update")
                .param(department)
                .query(String.class)
                .single();
        int standing = jdbc.sql("select count(*) from webhook where department = ? and ended_at is null")
                .param(department)
                .query(Integer.class)
                .single();
        if (standing >= properties.mostOfADepartment()) {
            throw ProblemException.of(
                    409,
                    "too-many-webhooks",
                    "本部门已有 " + standing + " 个回调;请先终止一个。",
                    "The department has " + standing + " webhooks; end one first.");
        }
        UUID id = Uuids.at(clock.instant());
        String secret = Signature.secret();
        jdbc.sql("insert into webhook (id, department, url, secret, kinds, label, created_at, created_by)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")
                .param(id)
                .param(department)
                .param(address)
                .param(sealed(id, secret))
                .param(Rows.texts(wanted))
                .param(name)
                .param(Rows.moment(clock.instant()))
                .param(by(caller))
                .update();
        jdbc.sql("insert into webhook_lane (webhook, position)"
                        + " select ?, coalesce(max(position), 0) from notification")
                .param(id)
                .update();
        log.record(caller, "webhook-create", null, id.toString(), null, "created");
        return new Made(own(caller, id), secret);
    }

    /** Newest first. */
    List<Webhook> page(Caller caller, UUID before, int limit) {
        boolean all = caller.is(Role.ADMINISTRATOR);
        return jdbc.sql("select " + Webhook.COLUMNS + " from webhook w where w.id < :before"
                        + (all ? "" : " and w.department = :department") + " order by w.id desc limit :limit")
                .param("before", before)
                .param("department", caller.department().code())
                .param("limit", limit)
                .query((rs, row) -> Webhook.read(rs))
                .list();
    }

    /** @throws ProblemException 404 {@code unknown-webhook}, also for another department's */
    Webhook own(Caller caller, UUID id) {
        return find(id).filter(one -> caller.is(Role.ADMINISTRATOR)
                        || one.department().equals(caller.department().code()))
                .orElseThrow(Webhooks::unknown);
    }

    /** The same, where it must not have ended. */
    Webhook standing(Caller caller, UUID id) {
        Webhook webhook = own(caller, id);
        if (webhook.endedAt() != null) {
            throw ProblemException.of(409, "webhook-ended", "该回调已终止。", "The webhook has ended.");
        }
        return webhook;
    }

    Webhook.Lane lane(Webhook webhook) {
        return jdbc.sql("""
                        select l.*, coalesce((select max(position) from notification where department = w.department), 0)
                                as newest,
                            (select count(*) from (
                                select from notification n
                                where n.department = w.department and n.position > l.position
                                    and (cardinality(w.kinds) = 0 or n.kind = any (w.kinds))
                                limit 1000000) as behind) as backlog,
                            (select extract(epoch from clock_timestamp() - n.recorded_at)::bigint from notification n
                                where n.department = w.department and n.position > l.position
                                    and (cardinality(w.kinds) = 0 or n.kind = any (w.kinds))
                                order by n.position limit 1) as oldest,
                            (select count(*) from dead_letter d where d.webhook = w.id and d.state = 'dead') as dead,
                            (select count(*) from dead_letter d where d.webhook = w.id and d.state = 'held') as held
                        from webhook_lane l join webhook w on w.id = l.webhook where w.id = ?
                        """)
                .param(webhook.id())
                .query((rs, row) -> {
                    int attempts = rs.getInt("attempts");
                    Instant next = Rows.instant(rs, "next_attempt_at");
                    return new Webhook.Lane(
                            rs.getLong("position"),
                            rs.getLong("newest"),
                            rs.getLong("backlog"),
                            rs.getObject("oldest", Long.class),
                            attempts,
                            attempts == 0 ? null : next,
                            rs.getObject("last_status", Integer.class),
                            rs.getString("last_error"),
                            Rows.maybeInstant(rs, "last_success_at"),
                            rs.getLong("delivered"),
                            rs.getLong("dead"),
                            rs.getLong("held"));
                })
                .single();
    }

    Webhook end(Caller caller, UUID id, @Nullable String reason) {
        standing(caller, id);
        String why = reason(reason);
        jdbc.sql("update webhook set ended_at = ?, ended_by = ?, end_reason = ? where id = ? and ended_at is null")
                .param(Rows.moment(clock.instant()))
                .param(by(caller))
                .param(why)
                .param(id)
                .update();
        log.record(caller, "webhook-end", null, id.toString(), why, "ended");
        return own(caller, id);
    }

    /** Gives it another secret; calls are signed with that from now on. */
    Made rotate(Caller caller, UUID id) {
        Webhook webhook = standing(caller, id);
        String secret = Signature.secret();
        jdbc.sql("update webhook set secret = ? where id = ?")
                .param(sealed(id, secret))
                .param(id)
                .update();
        log.record(caller, "webhook-rotate", null, id.toString(), null, "rotated");
        return new Made(webhook, secret);
    }

    byte[] secret(Webhook webhook) {
        return jdbc.sql("select secret from webhook where id = ?")
                .param(webhook.id())
                .query(byte[].class)
                .single();
    }

    /** @throws ProblemException 422 {@code missing-reason} */
    static String reason(@Nullable String text) {
        PersonalNumbers.refuse(text, "/reason");
        String reason = text == null ? "" : text.strip();
        if (!Inputs.plain(reason, LONGEST_REASON)) {
            throw ProblemException.field(
                    422,
                    "missing-reason",
                    "/reason",
                    "missing-reason",
                    new Text("请说明原因(不超过 500 字)。", "Give a reason of at most 500 characters."));
        }
        return reason;
    }

    /** The person, where one signed in; the key otherwise. */
    static String by(Caller caller) {
        String officer = caller.officer();
        return officer == null ? caller.credential() : officer;
    }

    private Optional<Webhook> find(UUID id) {
        return jdbc.sql("select " + Webhook.COLUMNS + " from webhook w where w.id = ?")
                .param(id)
                .query((rs, row) -> Webhook.read(rs))
                .optional();
    }

    private void check(String address, Inputs inputs) {
        if (PersonalNumbers.in(address)) {
            inputs.wrong("/url", "personal-number", "地址中不得有身份证件号码。", "No identity number may stand in an address.");
            return;
        }
        try {
            rules.resolve(rules.read(address));
        } catch (AddressRules.RefusedException e) {
            inputs.wrong("/url", e.code(), e.text());
        } catch (UnknownHostException e) {
            // It may be known when the first message comes; until then the lane shows that it is not.
            return;
        }
    }

    private static Set<String> kinds(List<String> codes, Inputs inputs) {
        List<String> known = NotificationKinds.codes();
        Set<String> kinds = new TreeSet<>();
        for (int i = 0; i < codes.size(); i++) {
            String code = String.valueOf(codes.get(i));
            if (known.contains(code)) {
                kinds.add(code);
            } else {
                inputs.wrong(
                        "/kinds/" + i,
                        "unknown-kind",
                        Nearest.mend(code, known, new Text("没有这种通知。", "There is no such kind of message.")));
            }
        }
        return kinds;
    }

    private byte[] sealed(UUID id, String secret) {
        return vault.seal(secret.getBytes(StandardCharsets.UTF_8), Receiver.place(id));
    }

    static ProblemException unknown() {
        return ProblemException.of(404, "unknown-webhook", "没有这个回调。", "There is no such webhook.");
    }
}
