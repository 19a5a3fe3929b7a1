-- 触发、响应、反馈、修复的数据表。From an entry to what was done about it, and back.
--
-- Rows that are a record (what somebody did, decided or was told) are only ever added; rows that are a to-do list (task, duty, delivery)
-- change their state, and each change that matters is a record beside them. Subjects stand here by reference only, as in V1.

-- What calls for follow-up --------------------------------------------------------------------------------------------------------

-- An entry came or changed, a day came on which an answer changes by itself, or a subject took the place of another. Entries' rows are
-- written by the triggers below, so that no way of writing an entry can forget it.
create table entry_change (
    id bigint generated always as identity primary key,
    cause text not null check (cause in ('import', 'event', 'day', 'succession', 'release')),
    import uuid,                                 -- every entry that came or changed with it
    listing bigint,                              -- one entry
    subject bytea,                               -- one subject, with everything about it
    recorded_at timestamptz not null default clock_timestamp(),
    reached bigint not null default 0,           -- of an import: the last entry that was followed up
    done_at timestamptz,
    error text                                   -- why it was put aside; null where it was followed up
);
create index entry_change_open on entry_change (id) where done_at is null;
create index entry_change_aside on entry_change (id) where error is not null;
create index listing_import on listing using brin (import) with (pages_per_range = 16, autosummarize = on);
create index listing_event_import on listing_event using brin (import) with (pages_per_range = 16, autosummarize = on);

create function note_import() returns trigger language plpgsql as $$
begin
    insert into entry_change (cause, import) values ('import', new.id);
    return null;
end $$;
create trigger followed_up after insert on import for each row execute function note_import();

create function note_event() returns trigger language plpgsql as $$
begin
    insert into entry_change (cause, listing) values ('event', new.listing);
    return null;
end $$;
create trigger followed_up after insert on listing_event for each row when (new.import is null) execute function note_event();

create function note_release() returns trigger language plpgsql as $$
begin
    insert into entry_change (cause) values ('release');
    return null;
end $$;
create trigger followed_up after insert on release_activation for each row execute function note_release();

-- The next day on which what a subject is answered changes by itself.
create table subject_turn (
    subject bytea primary key,
    day date not null
);
create index subject_turn_day on subject_turn (day);

-- What departments must do and report ---------------------------------------------------------------------------------------------

-- One entry calls on one department for one measure.
create table task (
    id uuid primary key,                         -- UUIDv7: carries the time it was opened
    listing bigint not null,
    entry_id text not null,
    list text not null,
    subject bytea not null,
    department text not null,
    measure text not null,
    kind text not null,                          -- sanction | incentive
    effect text not null,
    rights_reducing boolean not null,
    contexts text[] not null,                    -- business contexts in which it applies
    edition text not null,
    provisions text[] not null,                  -- clauses that call for it
    release text not null,
    due date not null,                           -- last day for the report
    state text not null default 'open' check (state in ('open', 'acknowledged', 'unconfirmed', 'reported', 'closed'))
);
create unique index task_standing on task (listing, subject, department, measure) where state <> 'closed';
create index task_owed on task (department, due, id) where state in ('open', 'acknowledged', 'unconfirmed');
create index task_department on task (department, id);
create index task_subject on task (subject);
create index task_listing on task (listing);

create table task_event (
    task uuid not null,
    seq integer not null,
    type text not null,                          -- acknowledged | unconfirmed | reported | reopened | closed | reassigned
    reason text,
    department text not null,
    credential text not null,
    officer text,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (task, seq)
);

-- What a department owes a report on because it asked: a measure addressed to it, for each entry behind it. Written with the decision.
create table duty (
    decision uuid not null,
    measure text not null,
    entry_id text not null,
    department text not null,
    subject bytea not null,
    rights_reducing boolean not null,
    due date not null,
    state text not null default 'open' check (state in ('open', 'unconfirmed', 'reported', 'lapsed')),
    primary key (decision, measure, entry_id)
);
create index duty_owed on duty (department, due, decision) where state in ('open', 'unconfirmed');
create index duty_entry on duty (entry_id);
create index duty_subject on duty (subject);

-- Persons, members, agencies and experts that a decision was about besides its subject.
create table decision_related (
    subject bytea not null,
    decision uuid not null,
    primary key (subject, decision)
);

-- What departments did ------------------------------------------------------------------------------------------------------------

create table feedback (
    id uuid primary key,
    decision uuid,                               -- the decision it reports on, or
    task uuid,                                   -- the task
    entry_id text not null,
    list text not null,
    subject bytea not null,
    measure text not null,
    kind text not null,
    edition text not null,
    rules text[] not null,                       -- names of the rules that called for it
    department text not null,
    credential text not null,
    officer text not null,
    handling text not null check (handling in ('carried-out', 'lesser', 'not-carried-out', 'exempted')),
    action text,
    reason text,
    handled_at date not null,
    document_no text,
    amount numeric(18, 2),                       -- yuan
    period_from date,
    period_to date,
    exempted_until date,                         -- first day it is owed again
    due_before date,                             -- when it was owed before it was put off
    remark text,
    shared boolean not null,                     -- whether other departments may see the remark
    version integer not null,                    -- from 1 for each decision or task, entry and measure
    needs_confirmation boolean not null,
    recorded_at timestamptz not null default clock_timestamp(),
    check ((decision is null) <> (task is null)),
    check (handling = 'carried-out' or reason is not null)
);
create unique index feedback_decision on feedback (decision, measure, entry_id, version) where decision is not null;
create unique index feedback_task on feedback (task, version) where task is not null;
create index feedback_again on feedback (decision, task) where version > 1;
create index feedback_department on feedback (department, id);
create index feedback_entry on feedback (entry_id);
create index feedback_subject on feedback (subject);
create index feedback_handled on feedback using brin (handled_at) with (autosummarize = on);

create table feedback_event (
    feedback uuid not null,
    type text not null check (type in ('confirmed', 'cancelled')),
    reason text,
    officer text,
    department text not null,
    credential text not null,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (feedback, type)
);

-- A named officer stands by a measure that reduces rights, before it takes effect (DP-22).
create table confirmation (
    decision uuid not null,
    measure text not null,
    officer text not null,
    department text not null,
    credential text not null,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (decision, measure)
);

-- A department leaves a measure out for a time, for a stated reason.
create table exemption (
    id uuid primary key,
    department text not null,
    subject bytea not null,
    key_version smallint not null,
    personal bytea not null,                     -- encrypted, as in listing
    measure text not null,
    entry_id text,                               -- null: whatever entry calls for it
    valid_from date not null,
    valid_to date not null,                      -- first day on which it is over
    author text not null,
    reason text not null,
    document_no text,
    credential text not null,
    recorded_at timestamptz not null default clock_timestamp()
);
create index exemption_subject on exemption (subject);
create index exemption_department on exemption (department, id);
create table exemption_end (
    exemption uuid primary key,
    ended_on date not null,                      -- first day without it
    reason text not null,
    officer text not null,
    credential text not null,
    recorded_at timestamptz not null default clock_timestamp()
);
alter table decision add column exemptions bytea;  -- JSON: those that the answer showed; null for none

-- What departments are told -------------------------------------------------------------------------------------------------------

create table notification (
    id bigint generated always as identity primary key,
    department text not null,
    subject bytea,                               -- messages about one subject keep their order
    kind text not null,
    refs jsonb not null,                         -- ids and codes only, nothing personal
    recorded_at timestamptz not null default clock_timestamp(),
    position bigint unique                       -- given after commit, without gaps, by one node at a time; null until then
);
create index notification_unplaced on notification (id) where position is null;
create index notification_department on notification (department, position);

create table webhook (
    id uuid primary key,
    department text not null,
    url text not null,
    secret bytea not null,                       -- encrypted; shown once
    kinds text[] not null,                       -- empty for all
    label text not null,
    created_at timestamptz not null default clock_timestamp(),
    created_by text not null,
    ended_at timestamptz,
    ended_by text,
    end_reason text
);

-- How far each receiver is.
create table webhook_lane (
    webhook uuid primary key,
    position bigint not null,                    -- the last position that is settled: delivered, or put aside
    attempts integer not null default 0,         -- in a row, without success
    next_attempt_at timestamptz not null default clock_timestamp(),
    leased_by text,
    leased_until timestamptz,
    last_status integer,
    last_error text,
    last_success_at timestamptz,
    delivered bigint not null default 0,
    held_due boolean not null default false      -- whether messages that were held may go on
);

-- Messages a receiver would not take, and those about the same subject that came after them.
create table dead_letter (
    webhook uuid not null,
    position bigint not null,
    subject bytea,
    state text not null check (state in ('dead', 'held', 'delivered', 'discarded')),
    attempts integer not null,
    last_status integer,
    last_error text,
    recorded_at timestamptz not null default clock_timestamp(),
    settled_at timestamptz,
    settled_by text,
    settle_reason text,
    primary key (webhook, position)
);
create index dead_letter_open on dead_letter (webhook, subject, position) where state in ('dead', 'held');

-- A decision made before, weighed again because something about its subject changed; only where the answer came out otherwise.
create table reconsideration (
    id uuid primary key,
    decision uuid not null,
    subject bytea not null,
    department text not null,
    change bigint not null,
    cause text not null,
    entries text[] not null,                     -- entries that changed
    as_of date not null,
    known_at timestamptz not null,
    release text not null,
    outcome_before text not null,
    outcome_after text not null,
    measures_added text[] not null,              -- code and effect, parted by a blank
    measures_removed text[] not null,
    recorded_at timestamptz not null default clock_timestamp()
);
create index reconsideration_decision on reconsideration (decision, id);
create index reconsideration_department on reconsideration (department, id);

-- The decisions that rested on an entry when it was withdrawn (DP-36).
create table affected_decision (
    entry_id text not null,
    decision uuid not null,
    department text not null,
    withdrawn_at date not null,
    due date not null,                           -- last day to tell those concerned
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (entry_id, decision)
);
create index affected_decision_department on affected_decision (department, decision);

-- One subject or department takes the place of another.
create table succession (
    id uuid primary key,
    kind text not null check (kind in ('subject', 'department')),
    predecessor bytea,                           -- references, of subjects
    successor bytea,
    key_version smallint,
    personal bytea,                              -- encrypted: both subjects
    from_department text,
    to_department text,
    takes_effect date not null,
    document_no text not null,
    reason text not null,
    department text not null,
    credential text not null,
    officer text,
    recorded_at timestamptz not null default clock_timestamp()
);
create index succession_successor on succession (successor) where successor is not null;
create index succession_predecessor on succession (predecessor) where predecessor is not null;

-- Repair --------------------------------------------------------------------------------------------------------------------------

create index listing_event_repair on listing_event (listing) where type = 'repair-requested';

create table objection (
    id uuid primary key,
    entry_id text not null,
    list text not null,
    subject bytea not null,
    lodged_on date not null,
    lodged_by text not null,                     -- subject | representative
    channel text not null,                       -- credit-china | platform | department | recogniser
    grounds text not null,
    document_no text not null,
    attachments_hash bytea,
    department text not null,                    -- that took it in
    credential text not null,
    officer text,
    event_seq integer not null,                  -- the event that marked the entry
    check_due date not null,                     -- the platform's own check
    decide_due date not null,                    -- the recogniser's decision
    longest_due date not null,                   -- after the one extension
    due_assumed boolean not null,                -- whether the calendar of working days is an assumption
    recorded_at timestamptz not null default clock_timestamp()
);
create index objection_entry on objection (entry_id);
create index objection_subject on objection (subject);
create table objection_step (
    objection uuid not null,
    seq integer not null,
    type text not null check (type in ('checked', 'extended', 'rejected', 'amended', 'withdrawn', 'retracted')),
    at date not null,
    result text,                                 -- of a check: consistent | inconsistent with what the recogniser sent
    reason text not null,
    remedies text,
    document_no text,
    department text not null,
    credential text not null,
    officer text,
    event_seq integer,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (objection, seq)
);

create table commitment_template (
    code text not null,
    version integer not null,
    title text not null,
    type text not null,                          -- licensing | approval | award-selection | bidding | funding | repair
    body text not null,
    source text,                                 -- who gave the sample form
    digest bytea not null,                       -- SHA-256 of the body
    department text not null,
    credential text not null,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (code, version)
);
create table commitment (
    id uuid primary key,
    template text not null,
    template_version integer not null,
    type text not null,
    subject bytea not null,
    key_version smallint not null,
    personal bytea not null,
    entry_id text,                               -- the entry to be repaired
    reason text not null,
    made_on date not null,
    document_no text not null,
    published boolean not null,                  -- in the section for commitments of the portal
    department text not null,                    -- that took it in
    credential text not null,
    officer text,
    event_seq integer,
    recorded_at timestamptz not null default clock_timestamp()
);
create index commitment_subject on commitment (subject);
create index commitment_entry on commitment (entry_id) where entry_id is not null;
create table commitment_step (
    commitment uuid not null,
    seq integer not null,
    type text not null check (type in ('published', 'unpublished', 'fulfilled', 'breached')),
    at date not null,
    reason text not null,
    department text not null,
    credential text not null,
    officer text,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (commitment, seq)
);

create table training (
    id uuid primary key,
    title text not null,
    field text,                                  -- a list, for training of one field
    held_on date not null,
    hours numeric(4, 1) not null,
    organiser text not null,                     -- department
    document_no text not null,
    credential text not null,
    officer text,
    recorded_at timestamptz not null default clock_timestamp()
);
create table training_attendance (
    training uuid not null,
    entry_id text not null,
    subject bytea not null,
    evidence text not null,                      -- training | volunteering: persons may show public service instead
    event_seq integer not null,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (training, entry_id)
);
create index training_attendance_entry on training_attendance (entry_id);

-- What a subject asks about itself (DP-27, DP-47).
create table subject_request (
    id uuid primary key,
    kind text not null check (kind in ('access', 'copy', 'correction', 'explanation', 'deletion')),
    subject bytea not null,
    key_version smallint not null,
    personal bytea not null,
    decision uuid,
    entry_id text,
    grounds text,
    lodged_on date not null,
    document_no text not null,
    department text not null,
    credential text not null,
    officer text,
    due date not null,
    recorded_at timestamptz not null default clock_timestamp()
);
create index subject_request_subject on subject_request (subject);
create table subject_request_step (
    request uuid not null,
    seq integer not null,
    type text not null check (type in ('granted', 'refused', 'forwarded', 'retracted')),
    at date not null,
    reason text not null,
    objection uuid,
    department text not null,
    credential text not null,
    officer text,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (request, seq)
);

-- What a retention run did, or would have done.
create table retention_run (
    id uuid primary key,
    as_of date not null,
    dry boolean not null,
    report jsonb not null,
    credential text not null,
    officer text,
    recorded_at timestamptz not null default clock_timestamp()
);

-- An entry that ended so long ago that only auditors read it; the entry itself is not touched.
create table entry_block (
    listing bigint primary key,
    ended_on date not null,
    run uuid not null,
    recorded_at timestamptz not null default clock_timestamp()
);

-- Cases ---------------------------------------------------------------------------------------------------------------------------

create table joint_case (
    id uuid primary key,
    department text not null,                    -- that drafts it
    list text not null,                          -- field
    kind text not null,                          -- sanction | incentive
    feedback uuid[] not null,
    entries text[] not null,
    author text not null,                        -- officer, else credential
    credential text not null,
    recorded_at timestamptz not null default clock_timestamp()
);
create index joint_case_department on joint_case (department, id);
create table joint_case_text (
    joint_case uuid not null,
    version integer not null,
    title text not null,
    body text not null,
    author text not null,
    credential text not null,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (joint_case, version)
);
create table joint_case_step (
    joint_case uuid not null,
    seq integer not null,
    type text not null check (type in ('approved', 'returned', 'uploaded', 'retracted')),
    version integer not null,
    reason text,
    officer text not null,
    department text not null,
    credential text not null,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (joint_case, seq)
);

-- Figures -------------------------------------------------------------------------------------------------------------------------

-- Of a delivery: codes of legal persons that were checked, and those that were wrong (work plan item 9).
alter table import add column codes_checked bigint not null default 0;
alter table import add column codes_wrong bigint not null default 0;

-- Codes of legal persons that were refused, each counted once however often it is delivered.
create table wrong_code (
    code bytea primary key,                      -- keyed hash of list and code
    import uuid not null
);

-- Whether the subject is a natural person; null in rows from before: then its number is looked at.
alter table listing add column person boolean;

-- Entries that were there before this version are followed up as after a change of the release.
insert into entry_change (cause) select 'release' where exists (select from listing);

-- What is written stays written ---------------------------------------------------------------------------------------------------

do $$
declare
    word text;
begin
    foreach word in array array['task_event', 'feedback', 'feedback_event', 'confirmation', 'exemption_end', 'decision_related',
            'reconsideration', 'affected_decision', 'objection', 'objection_step', 'commitment_template', 'commitment_step', 'training',
            'training_attendance', 'subject_request_step', 'retention_run', 'entry_block', 'joint_case', 'joint_case_text', 'joint_case_step',
            'wrong_code'] loop
        execute format('create trigger never_changed before update or delete on %I for each row execute function refuse_change()', word);
    end loop;
end $$;
