-- 服务账号的权限。What the service's own role may do: read and append; change only what is not a log.
-- Runs again whenever this file or the role's name changes. A new table needs a line here if its rows may change.
do $$
declare
    app text := '${app_role}';
    word text;
begin
    -- One role for everything: there is nobody to restrict.
    if app in ('', current_user) then
        return;
    end if;

    execute format('revoke all on all tables in schema %I from %I', current_schema(), app);
    execute format('grant usage on schema %I to %I', current_schema(), app);
    execute format('grant select, insert on all tables in schema %I to %I', current_schema(), app);
    execute format('grant usage on all sequences in schema %I to %I', current_schema(), app);
    execute format('revoke insert on flyway_schema_history from %I', app);

    foreach word in array array['epoch', 'department', 'credential', 'idempotency', 'import', 'entry_change', 'subject_turn', 'task', 'duty',
            'webhook', 'webhook_lane', 'dead_letter', 'replay_job', 'node', 'impact', 'seal_check', 'draft_file', 'shadow_count'] loop
        execute format('grant update on %I to %I', word, app);
    end loop;
    foreach word in array array['idempotency', 'subject_turn', 'entry_change', 'notification', 'node', 'draft_file'] loop
        execute format('grant delete on %I to %I', word, app);
    end loop;
    execute format('grant update (position) on notification to %I', app);

    -- Re-encryption under a new key.
    execute format('grant update (personal, subject, key_version) on listing to %I', app);
    execute format('grant update (subject, key_version) on listing_related to %I', app);
    foreach word in array array['exemption', 'commitment', 'subject_request'] loop
        execute format('grant update (personal, subject, key_version) on %I to %I', word, app);
    end loop;
    execute format('grant update (personal, predecessor, successor, key_version) on succession to %I', app);

    execute format('revoke all on all functions in schema %I from public', current_schema());
    execute format('grant execute on all functions in schema %I to %I', current_schema(), app);

    -- These run as the owner: they must not find a temporary table of the caller's under the name of ours.
    execute format('alter function make_decision_partitions(integer) set search_path = %I, pg_temp', current_schema());
    execute format('alter function begin_first_load() set search_path = %I, pg_temp', current_schema());
    execute format('alter function finish_first_load() set search_path = %I, pg_temp', current_schema());

    -- Imports are sorted out in temporary tables.
    begin
        execute format('grant temporary on database %I to %I', current_database(), app);
    exception when insufficient_privilege then
        raise warning 'The owner of the database must grant TEMPORARY on it to %.', app;
    end;
end $$;
