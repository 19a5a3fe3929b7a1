-- 离线决定补录。Decisions that an embedded engine made away from here and a department sent later.

-- Beside the decision, which is a row of the log like any other: what the embedded engine's own record was, and how it came here.
create table decision_upload (
    decision uuid primary key,
    record_hash bytea not null,                  -- of the record as the embedded engine keeps it
    department text not null,                    -- who sent it
    credential text not null,
    officer text,
    uploaded_at timestamptz not null default clock_timestamp()
);
-- Ids are of the time of deciding: by this the sequencer finds what came late.
create index decision_upload_lately on decision_upload (uploaded_at);
create trigger never_changed before update or delete on decision_upload for each row execute function refuse_change();
