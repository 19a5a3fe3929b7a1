-- Releases: uploaded by one person, approved by a second, activated on all nodes together. What people did is only ever added to.

alter table release
    add column author_department text,           -- null for what ships with the service
    add column author_credential text,
    add column author_officer text,
    add column report text,                      -- JSON: what the check at the upload found
    add column scenarios bytea;                  -- zip of the scenarios that came with it

alter table release_activation
    add column reason text,
    add column credential text,                  -- null where the service took over its own at a start
    add column officer text,
    add column approval uuid,
    add column plan uuid;

create table release_comment (
    id uuid primary key,
    release text not null references release (hash),
    text text not null,
    file text,
    line integer,
    department text not null,
    credential text not null,
    officer text,
    recorded_at timestamptz not null default clock_timestamp()
);
create index release_comment_release on release_comment (release, id);

-- The statement says release, author, approver, reason and time; this installation signed it.
create table release_approval (
    id uuid primary key,
    release text not null unique references release (hash),
    reason text not null,
    department text not null,
    credential text not null,
    officer text,
    approved_at timestamptz not null,
    statement bytea not null,
    signature bytea not null
);

-- What is to become active, and when. Open until its end is written, by whichever node carries it out.
create table release_plan (
    id uuid primary key,
    release text not null references release (hash),
    kind text not null check (kind in ('activate', 'rollback')),
    due timestamptz not null,
    reason text,
    approval uuid references release_approval (id),
    department text not null,
    credential text not null,
    officer text,
    recorded_at timestamptz not null default clock_timestamp()
);
create table release_plan_end (
    plan uuid primary key references release_plan (id),
    outcome text not null check (outcome in ('done', 'failed', 'cancelled')),
    reason text,
    credential text,                             -- who cancelled it
    officer text,
    recorded_at timestamptz not null default clock_timestamp()
);

-- The nodes of the service as they tell of themselves each second; may be lost.
create table node (
    id uuid primary key,
    name text not null,
    started_at timestamptz not null default clock_timestamp(),
    seen_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    release text not null,                       -- decides by it
    since timestamptz not null,
    number bigint not null,                      -- the count of activations it knows of
    loaded text[] not null,                      -- compiled and warm
    failed_plan uuid,                            -- the plan whose release it could not load
    error text,
    error_at timestamptz
);

-- Working copies in which policy authors write a release. A file is the present text of what differs from the base; who changed what is only added to.
create table draft (
    id uuid primary key,
    name text not null,
    base text not null references release (hash),
    department text not null,
    credential text not null,
    officer text,
    recorded_at timestamptz not null default clock_timestamp()
);
create table draft_file (
    draft uuid not null references draft (id),
    path text not null,
    content bytea,                               -- null: taken out
    primary key (draft, path)
);
create table draft_change (
    id uuid primary key,
    draft uuid not null references draft (id),
    path text not null,
    kind text not null check (kind in ('written', 'removed')),
    department text not null,
    credential text not null,
    officer text,
    recorded_at timestamptz not null default clock_timestamp()
);
create index draft_change_draft on draft_change (draft, id);
create table draft_end (
    draft uuid primary key references draft (id),
    outcome text not null check (outcome in ('submitted', 'ended')),
    release text references release (hash),
    department text not null,
    credential text not null,
    officer text,
    recorded_at timestamptz not null default clock_timestamp()
);
create index draft_end_release on draft_end (release);

-- A candidate that decides live traffic beside the active release for a time; nothing of it is answered.
create table shadow (
    id uuid primary key,
    release text not null references release (hash),
    until timestamptz not null,
    percent integer not null check (percent between 1 and 100), -- of the live decisions
    department text not null,
    credential text not null,
    officer text,
    recorded_at timestamptz not null default clock_timestamp()
);
create index shadow_until on shadow (until);
create table shadow_end (
    shadow uuid primary key references shadow (id),
    outcome text not null check (outcome in ('cancelled', 'activated')),
    reason text,
    credential text,
    officer text,
    recorded_at timestamptz not null default clock_timestamp()
);
-- What each node has counted so far; may grow until the node has written its last.
create table shadow_count (
    shadow uuid not null references shadow (id),
    node uuid not null,
    counts text not null,                        -- JSON
    written_at timestamptz not null default clock_timestamp(),
    primary key (shadow, node)
);

do $$
declare
    word text;
begin
    foreach word in array array['release', 'release_comment', 'release_approval', 'release_plan', 'release_plan_end',
            'draft', 'draft_change', 'draft_end', 'shadow', 'shadow_end'] loop
        execute format('create trigger never_changed before update or delete on %I for each row execute function refuse_change()', word);
    end loop;
end $$;
