package org.jrp.server.decision;

import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts entries into the store as an import does, one at a time. */
final class TestEntries {

    private final JdbcClient jdbc;
    private final SubjectVault vault;

    TestEntries(JdbcClient jdbc, SubjectVault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /** Lists the subject; visible when this returns. */
    String add(SubjectId subject, String list, LocalDate from) {
        String entryId = "t-" + UUID.randomUUID();
        UUID importId = UUID.randomUUID();
        jdbc.sql("""
                        with import as (
                            insert into import (id, source, department, credential, started_at, recorded_at)
                            values (:import, 'test', 'credit-office', 'test', clock_timestamp(), clock_timestamp())
                        )
                        insert into listing (id, entry_id, list, subject, key_version, personal, recogniser, doc_no, basis, recognised_at,
                            valid_from, corrected, digest, import)
                        values (nextval('listing_id'), :entry, :list, :subject, :version, :personal, '示例市人民法院', '(2018)示例1号', '示例依据',
                            :from, :from, false, '\\x00', :import)
                        """)
                .param("import", importId)
                .param("entry", entryId)
                .param("list", list)
                .param("subject", vault.reference(subject))
                .param("version", vault.keyVersion())
                .param(
                        "personal",
                        vault.seal(
                                new Personal(subject, "示例企业", null, List.of()).bytes(),
                                ("listing:" + entryId).getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .param("from", Date.valueOf(from))
                .update();
        return entryId;
    }
}
