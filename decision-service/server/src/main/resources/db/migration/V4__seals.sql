-- 封存:记录作为默克尔树的叶。The log sealed: each record is a leaf of a Merkle tree (RFC 9162); docs/seals.md says what a leaf covers.

-- The log has a name of its own, that its tree heads bear.
create table seal_log (
    only_row boolean primary key default true check (only_row),
    id uuid not null default gen_random_uuid()
);
insert into seal_log default values;

-- A leaf: which row it stands for, and the hash over what the row held when it was sealed.
create table seal_leaf (
    index bigint primary key,                    -- from 0, without gaps
    kind text not null,
    key text collate "C" not null,               -- of the row; several columns parted by /
    hash bytea not null
);
create unique index seal_leaf_row on seal_leaf (kind, key);

-- Hashes of full subtrees of every eighth level, so that a proof reads a few hundred hashes however long the log is.
create table seal_node (
    level smallint not null,                     -- 8, 16, 24 …
    index bigint not null,
    hash bytea not null,
    primary key (level, index)
);

-- Signed tree heads.
create table seal (
    number bigint primary key,                   -- from 1
    size bigint not null unique,
    root bytea not null,
    checkpoint text not null,                    -- signed note
    sealed_at timestamptz not null
);

-- Public halves of the keys that signed, in the form of C2SP signed-note.
create table seal_key (
    verifier text primary key,
    recorded_at timestamptz not null default clock_timestamp()
);

-- By these the sequencer finds what is new.
create index feedback_event_recorded on feedback_event (recorded_at);
create index confirmation_recorded on confirmation (recorded_at);
create index exemption_end_recorded on exemption_end (recorded_at);
create index listing_event_own on listing_event (recorded_at) where import is null;
do $$
declare
    word text;
begin
    foreach word in array array['entry_block', 'task_event', 'affected_decision', 'objection_step', 'commitment_step', 'training_attendance',
            'subject_request_step', 'joint_case_text', 'joint_case_step'] loop
        execute format('create index %I on %I using brin (recorded_at) with (pages_per_range = 16, autosummarize = on)', word || '_recorded', word);
    end loop;
end $$;

-- Checks of the whole log: rows against leaves, leaves against tree heads.
create table seal_check (
    id uuid primary key,
    cause text not null check (cause in ('asked', 'daily')),
    department text,                             -- who asked; null for the daily one
    credential text,
    officer text,
    state text not null default 'running' check (state in ('running', 'intact', 'differs', 'failed')),
    total bigint not null,                       -- leaves
    checked bigint not null default 0,
    found bigint not null default 0,
    notices bigint not null default 0,
    problems text not null default '[]',         -- JSON: what was found, the first thousand
    failure text,
    started_at timestamptz not null,
    seen_at timestamptz not null,                -- when the node at work on it last told of itself
    finished_at timestamptz
);

do $$
declare
    word text;
begin
    foreach word in array array['seal_log', 'seal_leaf', 'seal_node', 'seal', 'seal_key'] loop
        execute format('create trigger never_changed before update or delete on %I for each row execute function refuse_change()', word);
    end loop;
end $$;
