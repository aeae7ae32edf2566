-- Tables of narrow rows are kept as their own primary key, not beside it.
UPDATE subjects SET words = COALESCE((
    SELECT group_concat(w.word, ' ') FROM search_words w
    WHERE w.workspace_id = subjects.workspace_id AND w.subject = subjects.id), '');

CREATE TABLE narrow_words (
    workspace_id UUID NOT NULL,
    word TEXT NOT NULL,
    subject UUID NOT NULL,
    PRIMARY KEY (workspace_id, word, subject)
) WITHOUT ROWID;
INSERT INTO narrow_words SELECT workspace_id, word, subject FROM search_words ORDER BY 1, 2, 3;
DROP TABLE search_words;
ALTER TABLE narrow_words RENAME TO search_words;

CREATE TABLE narrow_subjects (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    owner UUID,
    gone BIGINT NOT NULL,
    words TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (workspace_id, id)
) WITHOUT ROWID;
INSERT INTO narrow_subjects SELECT workspace_id, id, kind, title, owner, gone, words FROM subjects ORDER BY 1, 2;
DROP TABLE subjects;
ALTER TABLE narrow_subjects RENAME TO subjects;
