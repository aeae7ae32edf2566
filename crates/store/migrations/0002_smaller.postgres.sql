ALTER TABLE subjects ALTER COLUMN words TYPE TEXT COLLATE "C";
-- The owner of the tables fills in for all workspaces at once.
ALTER TABLE subjects NO FORCE ROW LEVEL SECURITY;
ALTER TABLE search_words NO FORCE ROW LEVEL SECURITY;
UPDATE subjects s SET words = w.words FROM (
    SELECT workspace_id, subject, string_agg(word, ' ' ORDER BY word) AS words
    FROM search_words GROUP BY workspace_id, subject
) w WHERE w.workspace_id = s.workspace_id AND w.subject = s.id;
ALTER TABLE subjects FORCE ROW LEVEL SECURITY;
ALTER TABLE search_words FORCE ROW LEVEL SECURITY;
DROP INDEX search_by_subject;

-- Documents and events are written short from here on (store/src/packed.rs); those that are there are read
-- as they are.
ALTER TABLE companies ALTER COLUMN doc TYPE BYTEA USING convert_to(doc, 'UTF8');
ALTER TABLE contacts ALTER COLUMN doc TYPE BYTEA USING convert_to(doc, 'UTF8');
ALTER TABLE leads ALTER COLUMN doc TYPE BYTEA USING convert_to(doc, 'UTF8');
ALTER TABLE deals ALTER COLUMN doc TYPE BYTEA USING convert_to(doc, 'UTF8');
ALTER TABLE activities ALTER COLUMN doc TYPE BYTEA USING convert_to(doc, 'UTF8');
ALTER TABLE events ALTER COLUMN data TYPE BYTEA USING convert_to(data, 'UTF8');
ALTER TABLE events ALTER COLUMN personal TYPE BYTEA USING convert_to(personal, 'UTF8');
