-- 复算。Past decisions computed again: jobs over a range of days, and what differed.

create table replay_job (
    id uuid primary key,
    from_day date not null,
    to_day date not null,                        -- included; Shanghai
    department text,                             -- of these decisions only; null for all
    release text,                                -- decided by this one; null for each decision's own
    department_asked text not null,
    credential text not null,
    officer text,
    first uuid not null,
    until uuid not null,                         -- decisions from first, before until
    state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
    total bigint,                                -- counted when it begins
    done bigint not null default 0,
    identical bigint not null default 0,
    same_measures bigint not null default 0,
    differs bigint not null default 0,
    erased bigint not null default 0,
    last uuid,                                   -- the last decision that is counted above
    failure text,
    asked_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    holder uuid,                                 -- the node at work on it
    held_until timestamptz
);
create index replay_job_open on replay_job (id) where state in ('waiting', 'running');

create table replay_difference (
    job uuid not null references replay_job (id),
    decision uuid not null,
    verdict text not null,
    causes jsonb not null,
    primary key (job, decision)
);
create trigger never_changed before update or delete on replay_difference for each row execute function refuse_change();
