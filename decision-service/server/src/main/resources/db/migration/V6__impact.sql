-- 影响分析。What a release would change, before anybody signs it.

-- The shape of a case (案卷特征): what is left of a case file that a rule of any release could ask. Cases of one shape come out alike.
create table case_shape (
    id bigint generated always as identity primary key,
    hash bytea not null unique,                  -- SHA-256 of the content
    content bytea not null,                      -- begins with the version of the shape
    words text[] not null                        -- list, context and direction of each live entry; the context too where sources are not for all lists
);
create trigger never_changed before update or delete on case_shape for each row execute function refuse_change();

-- Which shape each recorded decision has; made after commit, one node at a time.
create table decision_shape (
    decision uuid not null,
    shape bigint,                                -- null where the record cannot be read
    seq bigint generated always as identity,     -- in the order of commit, for one transaction at a time writes here
    version smallint not null,                   -- of the shape
    primary key (version, decision) include (shape, seq)
);
create trigger never_changed before update or delete on decision_shape for each row execute function refuse_change();

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
    stage text not null default 'indexing' check (stage in ('indexing', 'deciding', 'listing')),
    total bigint not null default 0,             -- decisions, or subjects
    done bigint not null default 0,
    unreadable bigint not null default 0,        -- decisions whose record cannot be read
    questions bigint not null default 0,         -- held under both releases
    shapes bigint not null default 0,            -- distinct ones looked at
    asked_rules bigint not null default 0,       -- pairs of patterns put to the rules
    measured bigint not null default 0,          -- decisions timed under both releases
    before_nanos bigint not null default 0,
    after_nanos bigint not null default 0,
    upto bigint,                                 -- of decisions: the last seq that counts
    last_id uuid,                                -- how far: the last decision listed, or
    last_row bigint not null default 0,          -- the last shape or entry
    failure text,
    asked_at timestamptz not null default clock_timestamp(),
    started_at timestamptz,
    finished_at timestamptz,
    holder uuid,
    held_until timestamptz
);
create index impact_open on impact (id) where state in ('waiting', 'running');
create index impact_release on impact (release, id);

-- What becomes of cases: one row for each way in which they come out otherwise.
create table impact_finding (
    impact uuid not null references impact (id),
    number integer not null,
    kind text not null check (kind in ('restricted', 'released', 'changed')),
    outcome_before text not null,
    outcome_after text not null,
    added text[] not null,                       -- measure and effect, parted by a blank
    removed text[] not null,
    rules text[] not null,                       -- every rule named in the grounds, each once
    grounds bytea not null,                      -- JSON: added, removed; rules with their clauses
    primary key (impact, number)
);
create trigger never_changed before update or delete on impact_finding for each row execute function refuse_change();

-- The shapes that come out otherwise.
create table impact_shape (
    impact uuid not null references impact (id),
    shape bigint not null,
    finding integer not null,
    primary key (impact, shape)
);
create trigger never_changed before update or delete on impact_shape for each row execute function refuse_change();

-- A question that comes out otherwise.
create table impact_case (
    impact uuid not null references impact (id),
    number bigint generated always as identity,
    decision uuid,                               -- of decisions
    listing bigint,                              -- of subjects: an entry of the subject
    subject bytea not null,
    department text,
    context text not null,
    kind text not null,
    finding integer not null,
    primary key (impact, number)
);
create index impact_case_kind on impact_case (impact, kind, number);
create trigger never_changed before update or delete on impact_case for each row execute function refuse_change();

-- Cases and subjects by some word, once the impact is done.
create table impact_count (
    impact uuid not null references impact (id),
    part text not null check (part in ('kind', 'department', 'context', 'measure', 'rule')),
    word text not null,
    kind text not null,                          -- that of the cases; of measures + or -
    cases bigint not null,
    subjects bigint not null,
    primary key (impact, part, word, kind)
);
create trigger never_changed before update or delete on impact_count for each row execute function refuse_change();
