-- 影响分析。What a release would change, before anybody signs it.

create table impact (
    id uuid primary key,
    release text not null,                       -- the candidate
    against text not null,                       -- the one it is held against
    over text not null check (over in ('decisions', 'subjects')),
    from_day date,                               -- of decisions; included, Shanghai
    to_day date,
    as_of date,                                  -- of subjects
    department_asked text not null,
    credential text not null,
    officer text,
    state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
    total bigint not null default 0,             -- decisions, or subjects
    done bigint not null default 0,
    decided bigint not null default 0,           -- questions decided twice
    before_nanos bigint not null default 0,
    after_nanos bigint not null default 0,
    last_id uuid,                                -- how far: the last decision, or
    last_row bigint not null default 0,          -- the last entry
    failure text,
    asked_at timestamptz not null default clock_timestamp(),
    started_at timestamptz,
    finished_at timestamptz,
    holder uuid,
    held_until timestamptz
);
create index impact_open on impact (id) where state in ('waiting', 'running');

-- A question that comes out otherwise.
create table impact_case (
    impact uuid not null references impact (id),
    number bigint generated always as identity,
    decision uuid,                               -- of decisions
    listing bigint,                              -- of subjects: an entry of the subject
    subject bytea not null,
    department text,
    context text not null,
    kind text not null check (kind in ('restricted', 'released', 'changed')),
    outcome_before text not null,
    outcome_after text not null,
    added text[] not null,                       -- measure and effect, parted by a blank
    removed text[] not null,
    rules_added text[] not null,                 -- rules behind what was added
    rules_removed text[] not null,
    primary key (impact, number)
);
create index impact_case_kind on impact_case (impact, kind, number);
create trigger never_changed before update or delete on impact_case for each row execute function refuse_change();
