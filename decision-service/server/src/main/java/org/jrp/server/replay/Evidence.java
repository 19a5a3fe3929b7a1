package org.jrp.server.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jrp.catalogue.BasisLink;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.LegalBasis;
import org.jrp.catalogue.Provision;
import org.jrp.decision.Applied;
import org.jrp.decision.Citation;
import org.jrp.decision.Decision;
import org.jrp.decision.NearMiss;
import org.jrp.decision.Withheld;
import org.jrp.json.JsonWriter;
import org.jrp.record.CanonicalDecision;
import org.jrp.record.InvalidRecordException;
import org.jrp.release.ReleaseFiles;
import org.jrp.replay.Cause;
import org.jrp.rule.Rule;
import org.jrp.server.access.Caller;
import org.jrp.server.decision.DecisionLog;
import org.jrp.server.release.PastReleases;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Packs what a court or an auditor needs of one decision (证据包): the answer as given, the record, the law of the day, the rules, the replay and
 * the proof. The same decision gives the same bytes, as long as its replay and its proof do.
 */
@Service
class Evidence {

    private static final LocalDateTime STAMP = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final String END = "结束";

    private final DecisionLog log;
    private final StoredDecisions decisions;
    private final Replays replays;
    private final PastReleases releases;
    private final List<DecisionProof> proofs;

    Evidence(
            DecisionLog log,
            StoredDecisions decisions,
            Replays replays,
            PastReleases releases,
            List<DecisionProof> proofs) {
        this.log = log;
        this.decisions = decisions;
        this.replays = replays;
        this.releases = releases;
        this.proofs = List.copyOf(proofs);
    }

    byte[] of(Caller caller, UUID id) {
        DecisionLog.Row seen = log.seen(id, caller, "evidence");
        StoredDecision row = decisions.find(id).orElseThrow();
        SortedMap<String, byte[]> files = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        try {
            files.put("record.json", log.answer(seen));
        } catch (SubjectVault.UnreadableException | InvalidRecordException e) {
            missing.add("record.json: 答复无法还原(个人信息已删除,或记录已损坏) · the answer cannot be restored: "
                    + "what was personal is erased, or the record is damaged");
        }
        files.put("canonical.json", row.canonical());
        files.put("envelope.json", ExportLines.decision(row));
        files.put("replay.json", replay(replays.answer(row, null)));
        law(row, files, missing);
        Optional<byte[]> proof =
                proofs.stream().map(one -> one.of(id)).flatMap(Optional::stream).findFirst();
        if (proof.isPresent()) {
            files.put("proof.json", proof.get());
        } else {
            missing.add("proof.json: 尚未封存 · not sealed yet");
        }
        files.put("README.txt", readme(row, missing).getBytes(StandardCharsets.UTF_8));
        return zip(files);
    }

    /** What the replay gave, without when it was made. */
    private static byte[] replay(ReplayAnswer answer) {
        List<Map<String, @Nullable Object>> causes = new ArrayList<>();
        for (Cause cause : answer.causes()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("path", cause.path());
            one.put("code", cause.code());
            one.put("zh", cause.zh());
            one.put("en", cause.en());
            causes.add(one);
        }
        Map<String, @Nullable Object> replay = new LinkedHashMap<>();
        replay.put("decisionId", answer.decisionId().toString());
        replay.put("verdict", answer.verdict());
        replay.put("causes", causes);
        replay.put("decisionHash", answer.decisionHash());
        replay.put("replayHash", answer.replayHash());
        replay.put("release", answer.release());
        replay.put("engineThen", answer.engineThen());
        replay.put("engineNow", answer.engineNow());
        return JsonWriter.inOrder(replay);
    }

    private void law(StoredDecision row, SortedMap<String, byte[]> files, List<String> missing) {
        CanonicalDecision.Stored stored;
        try {
            stored = CanonicalDecision.read(row.canonical());
        } catch (InvalidRecordException e) {
            missing.add("law.json: 留痕无法读取 · the record cannot be read");
            return;
        }
        try (PastReleases.Lease lease = releases.lease(stored.release()).orElse(null)) {
            ReleaseFiles release = releases.files(stored.release()).orElse(null);
            if (lease == null || release == null) {
                missing.add("law.json: 未保存当时的发布版本 " + stored.release() + " · that release is not kept here");
                return;
            }
            Decision decision = stored.decision();
            files.put(
                    "law.json",
                    JsonWriter.inOrder(law(
                            decision,
                            lease.engine().release().catalogue(),
                            stored.release(),
                            stored.caseFile().asOf())));
            excerpts(decision, lease.engine().release().rules().rules(), release, files);
        } catch (InvalidFilesException | IllegalStateException e) {
            missing.add("law.json: 所存发布版本已损坏 · the release as kept is damaged");
        }
    }

    private static Map<String, @Nullable Object> law(
            Decision decision, Catalogue catalogue, String release, LocalDate asOf) {
        List<Map<String, @Nullable Object>> measures = new ArrayList<>();
        Set<String> bases = new TreeSet<>();
        for (Applied measure : decision.measures()) {
            List<Map<String, @Nullable Object>> citations = new ArrayList<>();
            for (Citation citation : measure.citations()) {
                String provision = citation.provision();
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                one.put("rule", citation.rule());
                one.put("file", citation.file());
                one.put("line", (long) citation.line());
                one.put("instrument", citation.instrument());
                one.put("title", citation.title());
                one.put("docNo", citation.docNo());
                one.put("docNoVerified", citation.docNoVerified());
                one.put("clause", citation.clause());
                one.put("provision", provision);
                one.put(
                        "provisionText",
                        provision == null
                                ? null
                                : catalogue
                                        .findProvision(provision)
                                        .map(Provision::text)
                                        .orElse(null));
                one.put("verified", citation.verified());
                List<String> refs = new ArrayList<>();
                citation.legalBasis().forEach(basis -> refs.add(basis.id()));
                citation.usualBasis().forEach(basis -> refs.add(basis.id()));
                if (provision != null) {
                    catalogue
                            .findProvision(provision)
                            .ifPresent(found -> found.basis().stream()
                                    .map(BasisLink::ref)
                                    .filter(ref -> !refs.contains(ref))
                                    .forEach(refs::add));
                }
                one.put("basis", refs);
                bases.addAll(refs);
                citations.add(one);
            }
            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
            shown.put("code", measure.code());
            shown.put("name", measure.name());
            shown.put("effect", measure.effect().code());
            shown.put("edition", measure.edition());
            shown.put("citations", citations);
            measures.add(shown);
        }
        List<Map<String, @Nullable Object>> withheld = new ArrayList<>();
        for (Withheld one : decision.withheld()) {
            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
            shown.put("code", one.code());
            shown.put("name", one.name());
            shown.put("reason", one.reason().code());
            shown.put("text", one.text());
            shown.put("rule", one.rule());
            shown.put("title", one.title());
            shown.put("docNo", one.docNo());
            shown.put("clause", one.clause());
            withheld.add(shown);
        }
        List<Map<String, @Nullable Object>> statutes = new ArrayList<>();
        for (String ref : bases) {
            catalogue.findBasis(ref).ifPresent(basis -> statutes.add(statute(basis, asOf)));
        }
        Map<String, @Nullable Object> law = new LinkedHashMap<>();
        law.put("release", release);
        law.put("asOf", asOf.toString());
        law.put("editions", decision.editions());
        law.put("measures", measures);
        law.put("withheld", withheld);
        law.put("statutes", statutes);
        return law;
    }

    private static Map<String, @Nullable Object> statute(LegalBasis basis, LocalDate asOf) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("id", basis.id());
        shown.put("citation", basis.citation());
        shown.put("title", basis.title());
        shown.put("article", basis.article());
        shown.put("docNo", basis.docNo());
        shown.put("level", basis.level().code());
        shown.put("validFrom", text(basis.validFrom()));
        shown.put("validTo", text(basis.validTo()));
        shown.put("inForce", basis.inForceOn(asOf));
        shown.put("paraphrase", basis.paraphrase());
        shown.put("verified", basis.verified());
        shown.put("source", basis.source());
        return shown;
    }

    private static @Nullable String text(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }

    /** Each rule that played a part, as it stands in its file. */
    private static void excerpts(
            Decision decision, List<Rule> rules, ReleaseFiles release, SortedMap<String, byte[]> files) {
        Set<String> names = new HashSet<>();
        decision.measures().forEach(one -> one.citations().forEach(citation -> names.add(citation.rule())));
        decision.withheld().stream().map(Withheld::rule).forEach(names::add);
        decision.nearMisses().stream().map(NearMiss::rule).forEach(names::add);
        Map<String, StringBuilder> texts = new TreeMap<>();
        for (Rule rule : rules) {
            if (names.contains(rule.name()) || names.contains(rule.id())) {
                List<String> lines = new String(release.bytes(rule.file()), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
                StringBuilder text = texts.computeIfAbsent(rule.file(), file -> new StringBuilder());
                text.append("// ")
                        .append(rule.file())
                        .append(':')
                        .append(rule.line())
                        .append('\n');
                for (int i = rule.line() - 1; i < lines.size(); i++) {
                    text.append(lines.get(i)).append('\n');
                    if (lines.get(i).strip().equals(END)) {
                        break;
                    }
                }
                text.append('\n');
            }
        }
        texts.forEach((file, text) -> files.put(file, text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String readme(StoredDecision row, List<String> missing) {
        StringBuilder text = new StringBuilder();
        text.append("决定 ")
                .append(row.id())
                .append(" 的证据包 · Evidence of the decision ")
                .append(row.id());
        text.append("\n\n");
        text.append("""
                record.json      当时的答复,逐字节 · the answer as it was given, byte for byte
                canonical.json   留痕:案卷、决定、发布版本(规范化 JSON);其 SHA-256 即 decisionHash
                                 the record: case file, decision, release; its SHA-256 is the decisionHash
                envelope.json    信封与密文;recordHash 由此算出 · the envelope and the ciphertext that recordHash covers
                law.json         当日的条款原文与法规政策依据 · clauses and statutes as of the day asked about
                rules/           所引规则的原文摘录 · the cited rules as they stand in that release
                replay.json      复算结论;identical 为逐字节相同 · what deciding again gave
                proof.json       在封存日志中的存证证明 · proof that it stands in the sealed log

                核对 · To check: sha256sum canonical.json

                本包含有主体的证件号码和名称,请按个人信息保护要求保管。
                The package names its subject; keep it as the law on personal information demands.
                """);
        if (!missing.isEmpty()) {
            text.append("\n未包含 · Not in it:\n");
            missing.forEach(line -> text.append("  ").append(line).append('\n'));
        }
        text.append("\ndecisionHash ").append(row.decisionHash());
        text.append("\nrecordHash   ").append(row.recordHash()).append('\n');
        return text.toString();
    }

    private static byte[] zip(SortedMap<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(STAMP);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
