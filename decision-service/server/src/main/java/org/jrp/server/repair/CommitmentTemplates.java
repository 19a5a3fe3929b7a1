package org.jrp.server.repair;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jrp.catalogue.Coded;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Role;
import org.jrp.server.entry.EntryLife;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/** Sample letters of commitment, in versions (承诺书样本). */
@Service
final class CommitmentTemplates {

    static final List<String> TYPES =
            Arrays.stream(CommitmentType.values()).map(Coded::code).toList();

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final int LONGEST_TITLE = 100;
    private static final int LONGEST_BODY = 20_000;

    private final JdbcTemplate jdbc;
    private final EntryLife life;
    private final AccessLog log;

    CommitmentTemplates(DataSource source, EntryLife life, AccessLog log) {
        this.jdbc = new JdbcTemplate(source);
        this.life = life;
        this.log = log;
    }

    /** A version and whether it was made just now. */
    record Written(CommitmentTemplate template, boolean made) {}

    /** The newest of each, in the order of their codes. */
    List<CommitmentTemplate> newest() {
        return jdbc.query(
                "select distinct on (code) * from commitment_template order by code, version desc",
                (row, n) -> read(row));
    }

    /** All versions of one, newest first; none where there is no such template. */
    List<CommitmentTemplate> versions(String code) {
        return jdbc.query(
                "select * from commitment_template where code = ? order by version desc", (row, n) -> read(row), code);
    }

    /** @param version null for the newest */
    Optional<CommitmentTemplate> find(String code, @Nullable Integer version) {
        return versions(code).stream()
                .filter(one -> version == null || one.version() == version)
                .findFirst();
    }

    /**
     * Adds a version. What is the same as the newest one makes none.
     *
     * @throws ProblemException 403 {@code template-not-yours} for another department's template
     */
    Written write(Caller caller, CommitmentTemplate.Wanted wanted) {
        Papers papers = new Papers(life.today());
        String code = papers.text(wanted.code(), "/code", Papers.LONGEST_NUMBER);
        if (!code.isEmpty() && !CODE.matcher(code).matches()) {
            papers.wrong(
                    "/code",
                    "wrong-value",
                    "样本代码由小写字母、数字和连字符组成,以字母开头,最多 64 字。",
                    "A code has lower-case letters, digits and hyphens, begins with a letter and has 64 at most.");
        }
        String title = papers.text(wanted.title(), "/title", LONGEST_TITLE);
        String type = papers.word(wanted.type(), "/type", TYPES);
        String body = papers.text(wanted.body(), "/body", LONGEST_BODY);
        String source = papers.maybeText(wanted.source(), "/source", Papers.LONGEST_NUMBER);
        Letter.unknownPlaceholders(body)
                .forEach(unknown -> papers.wrong(
                        "/body",
                        "unknown-placeholder",
                        "不认识的占位符 {{" + unknown + "}};可用:" + String.join("、", Letter.PLACEHOLDERS),
                        "The placeholder {{" + unknown + "}} is not known: " + String.join(", ", Letter.PLACEHOLDERS)));
        papers.refuseIfWrong();
        jdbc.query("select pg_advisory_xact_lock(hashtextextended(?, 0))", row -> {}, "commitment-template:" + code);
        List<CommitmentTemplate> before = versions(code);
        if (!before.isEmpty()) {
            CommitmentTemplate newest = before.get(0);
            yours(caller, before.get(before.size() - 1));
            if (!newest.type().equals(type)) {
                throw ProblemException.of(
                        422,
                        "type-changed",
                        "样本“" + code + "”的类型是 " + newest.type() + ",不能改变;请另立样本。",
                        "The type of this template is " + newest.type() + " and stays; begin another template.");
            }
            if (newest.body().equals(body) && newest.title().equals(title) && Objects.equals(newest.source(), source)) {
                return new Written(newest, false);
            }
        }
        int version = before.isEmpty() ? 1 : before.get(0).version() + 1;
        insert(code, version, title, type, body, source, caller.department().code(), caller.credential());
        log.record(caller, "commitment-template-written", null, code + " " + version, null, "ok");
        return new Written(find(code, version).orElseThrow(), true);
    }

    /** The credit office writes any; a department its own. */
    private static void yours(Caller caller, CommitmentTemplate first) {
        if (!caller.is(Role.CREDIT_OFFICE)
                && !first.department().equals(caller.department().code())) {
            throw ProblemException.of(
                    403,
                    "template-not-yours",
                    "该样本由其他部门建立,只有该部门和信用办可以更新;请另立代码。",
                    "The template is another department's; only that one and the credit office write it. Use another code.");
        }
    }

    /** Writes a version unless it is there, whoever else does so meanwhile. */
    void insert(
            String code,
            int version,
            String title,
            String type,
            String body,
            @Nullable String source,
            String department,
            String credential) {
        jdbc.update("""
                insert into commitment_template (code, version, title, type, body, source, digest, department, credential)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (code, version) do nothing
                """, code, version, title, type, body, source, digest(body), department, credential);
    }

    private static byte[] digest(String body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static CommitmentTemplate read(ResultSet row) throws SQLException {
        return new CommitmentTemplate(
                row.getString("code"),
                row.getInt("version"),
                row.getString("title"),
                row.getString("type"),
                row.getString("body"),
                row.getString("source"),
                HexFormat.of().formatHex(row.getBytes("digest")),
                row.getString("department"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    }
}
