-- 联合奖惩服务的数据表。Tables of the service. PostgreSQL is the truth; everything else may be lost.
--
-- Subjects are known by reference: a keyed hash of type and number (16 bytes). Numbers and names of subjects stand only inside
-- ciphertext columns (personal). Two clocks: what is valid when (valid_from, valid_to, at) and when we came to know it (recorded_at).

-- One row: counters that change whenever something changes that every node keeps in memory. The statement that records decisions
-- reads them, so that nothing is ever decided on what was changed before the question came.
create table epoch (
    only_row boolean primary key default true check (only_row),
    sources bigint not null default 0,
    access bigint not null default 0,
    release bigint not null default 0
);
insert into epoch default values;

-- Who may ask ------------------------------------------------------------------------------------------------------------------

create table department (
    code text primary key,
    name text not null,
    aliases text[] not null default '{}',        -- names under which it recognises entries (认定部门)
    place text not null,                         -- division code
    contexts text[] not null default '{}',       -- contexts it may ask about
    lists text[] not null default '{}',          -- lists it may import and manage; '*' for all
    requests_per_minute integer not null,
    subjects_per_day integer not null,
    sandbox boolean not null default false,
    successor text references department (code),
    recorded_at timestamptz not null default clock_timestamp()
);

create table credential (
    id uuid primary key,
    prefix text not null unique,
    hash bytea not null,                         -- SHA-256 of the whole key; the key itself is shown once and kept nowhere
    department text not null references department (code),
    label text not null,
    roles text[] not null,
    created_at timestamptz not null,
    created_by text not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    revoked_by text,
    revoke_reason text
);

-- Who looked at what about whom, and why. Decisions are not repeated here: each is a row of its own with the same facts.
create table access_log (
    id uuid primary key,                         -- UUIDv7: carries the time
    department text not null,
    credential text not null,
    officer text,
    action text not null,
    subject bytea,
    object text,                                 -- decision, entry or list concerned
    purpose text,
    outcome text not null
);
create index access_log_subject on access_log (subject, id) where subject is not null;

-- An answered write with a key, so that a repeated one gives the same answer.
create table idempotency (
    caller text not null,
    key text not null,
    body_hash bytea not null,                    -- keyed
    decision uuid,
    status smallint,
    response bytea,                              -- encrypted
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (caller, key)
);
create index idempotency_age on idempotency using brin (recorded_at);

-- Releases -----------------------------------------------------------------------------------------------------------------------

create table release (
    hash text primary key,
    bundle bytea not null,                       -- zip of its files
    origin text not null,                        -- shipped | uploaded
    stored_at timestamptz not null default clock_timestamp()
);
create table release_activation (
    seq bigint generated always as identity primary key,
    release text not null references release (hash),
    activated_at timestamptz not null default clock_timestamp(),
    activated_by text not null
);

-- Entries ------------------------------------------------------------------------------------------------------------------------

-- One arrival of entries: a file, or a single entry made here. Its recorded_at is when its rows became known: set last.
create table import (
    id uuid primary key,
    source text not null,                        -- who delivered it
    list text,                                   -- the one list it covers; null where each row names its own
    department text not null,
    credential text not null,
    digest bytea,                                -- keyed hash of the file's bytes
    started_at timestamptz not null,
    recorded_at timestamptz not null,
    accepted bigint not null default 0,
    unchanged bigint not null default 0,
    rejected bigint not null default 0,
    quarantined bigint not null default 0
);

create sequence listing_id as bigint increment by 1000;   -- each node takes a thousand at a time

-- What an entry began with. Never changed, but for re-encryption under a new key.
create table listing (
    id bigint primary key,
    entry_id text not null,
    list text not null,
    subject bytea not null,
    key_version smallint not null,
    personal bytea not null,                     -- encrypted: id type, id, name, related persons
    recogniser text,
    doc_no text,
    basis text,
    recognised_at date,
    valid_from date not null,
    valid_to date,
    ground text,
    severity text,
    corrected boolean not null,
    court_order boolean,
    personal_responsibility boolean,
    missing text[],                              -- required fields it lacks: quarantined, listed, not used; null where it lacks none
    digest bytea not null,                       -- keyed hash of its content, events left out
    import uuid not null
);
create unique index listing_entry on listing (entry_id);
create index listing_subject on listing (subject);
create index listing_list on listing (list, id);
create index listing_quarantined on listing (id) where missing is not null;
create index listing_key on listing using brin (key_version) with (autosummarize = on);

-- The first large file goes into a table without indexes, which then takes the place of the empty one: building an index at once costs
-- a third of growing it row by row. Nobody who reads entries waits but for the exchange itself. Both run as the owner; the second
-- refuses to drop a table that holds anything.
create function begin_first_load() returns boolean language plpgsql security definer as $$
declare
    one record;
begin
    if exists (select 1 from listing) then
        return false;
    end if;
    lock table listing in share row exclusive mode;
    if exists (select 1 from listing) then
        return false;
    end if;
    create table listing_first (like listing including defaults including storage);
    for one in
        select granted.privilege_type, grantee.rolname, null as attname
        from pg_class c, aclexplode(c.relacl) granted join pg_roles grantee on grantee.oid = granted.grantee
        where c.oid = 'listing'::regclass and granted.grantee <> c.relowner
        union all
        select granted.privilege_type, grantee.rolname, a.attname
        from pg_attribute a, aclexplode(a.attacl) granted join pg_roles grantee on grantee.oid = granted.grantee
        where a.attrelid = 'listing'::regclass
    loop
        execute format('grant %s %s on listing_first to %I', one.privilege_type,
            coalesce('(' || quote_ident(one.attname) || ')', ''), one.rolname);
    end loop;
    return true;
end $$;

create function finish_first_load() returns void language plpgsql security definer as $$
declare
    one record;
    names text[] := '{}';
begin
    for one in select indexname, indexdef from pg_indexes
        where schemaname = current_schema() and tablename = 'listing'
    loop
        execute regexp_replace(one.indexdef, 'INDEX (\S+) ON (\S*\.)?listing ', 'INDEX first_\1 ON \2listing_first ');
        names := names || one.indexname::text;
    end loop;
    alter table listing_first add primary key using index first_listing_pkey;
    lock table listing in access exclusive mode;
    if exists (select 1 from listing) then
        raise exception 'The entries are not the first.';
    end if;
    drop table listing;
    alter table listing_first rename to listing;
    for one in select unnest(names) as name loop
        if to_regclass('first_' || one.name) is not null then
            execute format('alter index %I rename to %I', 'first_' || one.name, one.name);
        else
            execute 'alter table listing rename constraint listing_first_pkey to listing_pkey';
        end if;
    end loop;
end $$;

create table listing_event (
    listing bigint not null,
    seq integer not null,                        -- from 1
    subject bytea not null,                      -- as in listing
    type text not null,
    at date not null,
    actor text,                                  -- rec, plat, dept, subj, sys
    actor_org text,
    actor_person text,
    doc_no text,
    article text,
    reason text,
    origin text,
    changes jsonb,
    from_state text,
    to_state text,
    attachments_hash bytea,
    previous_hash bytea not null,
    hash bytea not null,
    import uuid,                                 -- the import that carried it; null where it was entered here
    recorded_at timestamptz,                     -- null where it came by an import: then the import's
    primary key (listing, seq)
);
create index listing_event_subject on listing_event (subject);

-- Persons named by an entry. seq 0 with the entry itself; one row more for each later event of that entry, so that the number of
-- rows about a person grows with everything that changes for that person.
create table listing_related (
    subject bytea not null,
    listing bigint not null,
    seq integer not null,
    role text not null,
    personally_responsible boolean,
    key_version smallint not null,
    primary key (subject, listing, seq, role)
);
create index listing_related_listing on listing_related (listing);
create index listing_related_key on listing_related using brin (key_version) with (autosummarize = on);

-- When each list was last brought up to date, and outages of its source. Append-only.
create table source_load (
    list text not null,
    recorded_at timestamptz not null,
    source text not null,
    reachable boolean not null default true,     -- false: an outage was reported at that moment
    loaded boolean not null default true,        -- false: a report about the source, not a delivery
    reason text,
    import uuid,
    primary key (list, recorded_at)
);

-- The log ------------------------------------------------------------------------------------------------------------------------

-- Each answered decision, as answered. id is a UUIDv7: its time orders the log, and months are ranges of it.
create table decision (
    id uuid not null primary key,
    subject bytea not null,
    department text not null,
    credential text not null,
    officer text,
    purpose text not null,
    context text not null,
    matter text,
    outcome text not null,
    as_of date not null,
    decided_at timestamptz not null,
    engine text not null,
    decision_hash bytea not null,
    record_hash bytea not null,
    canonical bytea not null,                    -- version 1: case file, decision, release
    personal bytea not null                      -- encrypted: id type, id, name, related persons
) partition by range (id);
create index decision_subject on decision (subject, id);
alter table decision alter column canonical set storage external;
create table decision_other partition of decision default;

create function uuid_at(moment timestamptz) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

-- Months are cut in Shanghai. Made ahead, by the owner, whoever calls.
create function make_decision_partitions(months integer) returns void language plpgsql security definer as $$
declare
    first timestamp := date_trunc('month', now() at time zone 'Asia/Shanghai');
    name text;
begin
    for i in 0 .. months loop
        name := 'decision_' || to_char(first + make_interval(months => i), 'YYYY_MM');
        if to_regclass(name) is null then
            execute format('create table %I partition of decision for values from (%L) to (%L)', name,
                uuid_at((first + make_interval(months => i)) at time zone 'Asia/Shanghai'),
                uuid_at((first + make_interval(months => i + 1)) at time zone 'Asia/Shanghai'));
        end if;
    end loop;
end $$;
select make_decision_partitions(2);

-- What is written stays written --------------------------------------------------------------------------------------------------

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'The rows of % are never changed or removed.', tg_table_name;
end $$;
create trigger never_changed before update or delete on decision for each row execute function refuse_change();
create trigger never_changed before update or delete on listing_event for each row execute function refuse_change();
create trigger never_changed before update or delete on access_log for each row execute function refuse_change();
create trigger never_changed before update or delete on source_load for each row execute function refuse_change();
create trigger never_changed before update or delete on release_activation for each row execute function refuse_change();
