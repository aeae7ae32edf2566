-- The second belt: rows of another workspace do not exist for the application's role, whatever the query.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'trechter_app') THEN
        CREATE ROLE trechter_app NOLOGIN NOBYPASSRLS;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

DO $$
DECLARE
    name TEXT;
    text_column RECORD;
BEGIN
    -- Keys are folded by the program and compared byte by byte, as on SQLite.
    FOR text_column IN
        SELECT c.table_name, c.column_name FROM information_schema.columns c
        WHERE c.table_schema = current_schema() AND c.data_type = 'text'
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I TYPE TEXT COLLATE "C"', text_column.table_name, text_column.column_name);
    END LOOP;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO trechter_app', current_schema());
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO trechter_app', current_schema());
    FOREACH name IN ARRAY ARRAY[
        'events', 'catalogue', 'subjects', 'companies', 'contacts', 'leads', 'deals', 'activities',
        'custom_values', 'search_words', 'files', 'batches', 'imported_rows', 'import_notes', 'idempotency'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY own_workspace ON %I USING (workspace_id = NULLIF(current_setting(''trechter.workspace'', true), '''')::uuid)',
            name);
    END LOOP;
    -- Roles belong to the whole server; granting again would disturb others that do so at the same time.
    IF NOT pg_has_role(current_user, 'trechter_app', 'MEMBER') THEN
        EXECUTE format('GRANT trechter_app TO %I', current_user);
    END IF;
END $$;
