-- The same text runs on SQLite and PostgreSQL. Instants are milliseconds since 1970 (BIGINT), dates are
-- text (YYYY-MM-DD), money is minor units (BIGINT) and a currency code, ids are UUIDs made by the program.
-- workspace_id leads every key, so that the tables can be spread over several database servers.

-- ---- Global: who lives where, and who may come in ----

CREATE TABLE workspaces (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    seq BIGINT NOT NULL,
    catalogue_version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE identities (
    id UUID NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    password TEXT
);

-- Failed log-ins by account and by address (both hashed), whether the account exists or not.
CREATE TABLE attempts (
    key BYTEA NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);

CREATE TABLE memberships (
    identity UUID NOT NULL,
    workspace_id UUID NOT NULL,
    member UUID NOT NULL,
    PRIMARY KEY (identity, workspace_id)
);
CREATE INDEX memberships_by_member ON memberships (workspace_id, member);

CREATE TABLE sessions (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    id UUID NOT NULL,
    identity UUID NOT NULL,
    workspace_id UUID NOT NULL,
    member UUID NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    agent TEXT NOT NULL
);
CREATE INDEX sessions_by_member ON sessions (workspace_id, member);

CREATE TABLE tokens (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    id UUID NOT NULL,
    workspace_id UUID NOT NULL,
    member UUID NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    expires_at BIGINT
);
CREATE INDEX tokens_by_member ON tokens (workspace_id, member);

-- One-time links: invitations and password resets.
CREATE TABLE invitations (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    workspace_id UUID NOT NULL,
    member UUID NOT NULL,
    email TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Secrets of the installation: the key that signs cursors.
CREATE TABLE secrets (
    name TEXT NOT NULL PRIMARY KEY,
    value BYTEA NOT NULL
);

-- ---- The log ----

CREATE TABLE events (
    workspace_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    occurred_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor UUID,
    origin TEXT NOT NULL,
    batch UUID,
    subject_kind TEXT NOT NULL,
    subject UUID NOT NULL,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    data TEXT NOT NULL,
    personal TEXT,
    PRIMARY KEY (workspace_id, seq)
);
CREATE INDEX events_by_subject ON events (workspace_id, subject, occurred_at, seq);
CREATE INDEX events_by_batch ON events (workspace_id, batch, seq);

-- ---- What the log adds up to ----

CREATE TABLE catalogue (
    workspace_id UUID NOT NULL,
    kind TEXT NOT NULL,
    id UUID NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (workspace_id, kind, id)
);

-- Every record once: what it is called and whose it is, for links, search and live messages.
CREATE TABLE subjects (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    owner UUID,
    gone BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

CREATE TABLE companies (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    doc TEXT NOT NULL,
    gone BIGINT NOT NULL,
    removed_at BIGINT,
    owner UUID,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    name_key TEXT NOT NULL,
    match_key TEXT NOT NULL,
    email_key TEXT,
    city_key TEXT,
    region_key TEXT,
    country_key TEXT,
    industry_key TEXT,
    employees BIGINT,
    parent UUID,
    source UUID,
    campaign UUID,
    external_key TEXT,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX companies_by_name ON companies (workspace_id, gone, name_key, id);
CREATE INDEX companies_by_created ON companies (workspace_id, gone, created_at, id);
CREATE INDEX companies_by_updated ON companies (workspace_id, gone, updated_at, id);
CREATE INDEX companies_by_employees ON companies (workspace_id, gone, employees, id);
CREATE INDEX companies_by_owner ON companies (workspace_id, owner, id);
CREATE INDEX companies_by_match ON companies (workspace_id, match_key, id);
CREATE INDEX companies_by_parent ON companies (workspace_id, parent, id);
CREATE INDEX companies_by_external ON companies (workspace_id, external_key);

CREATE TABLE contacts (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    doc TEXT NOT NULL,
    gone BIGINT NOT NULL,
    removed_at BIGINT,
    owner UUID,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    name_key TEXT NOT NULL,
    match_key TEXT NOT NULL,
    email_key TEXT,
    company UUID,
    region_key TEXT,
    country_key TEXT,
    source UUID,
    campaign UUID,
    external_key TEXT,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX contacts_by_name ON contacts (workspace_id, gone, name_key, id);
CREATE INDEX contacts_by_created ON contacts (workspace_id, gone, created_at, id);
CREATE INDEX contacts_by_updated ON contacts (workspace_id, gone, updated_at, id);
CREATE INDEX contacts_by_owner ON contacts (workspace_id, owner, id);
CREATE INDEX contacts_by_match ON contacts (workspace_id, match_key, id);
CREATE INDEX contacts_by_email ON contacts (workspace_id, email_key, id);
CREATE INDEX contacts_by_company ON contacts (workspace_id, company, id);
CREATE INDEX contacts_by_external ON contacts (workspace_id, external_key);

CREATE TABLE leads (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    doc TEXT NOT NULL,
    gone BIGINT NOT NULL,
    removed_at BIGINT,
    owner UUID,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    name_key TEXT NOT NULL,
    match_key TEXT NOT NULL,
    email_key TEXT,
    status TEXT NOT NULL,
    open BIGINT NOT NULL,
    converted_at BIGINT,
    company UUID,
    contact UUID,
    deal UUID,
    disqualify_reason UUID,
    city_key TEXT,
    region_key TEXT,
    country_key TEXT,
    industry_key TEXT,
    source UUID,
    campaign UUID,
    currency TEXT,
    value_amount BIGINT,
    external_key TEXT,
    next_activity_at BIGINT,
    answered_at BIGINT,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX leads_by_created ON leads (workspace_id, gone, created_at, id);
CREATE INDEX leads_by_open ON leads (workspace_id, gone, open, created_at, id);
CREATE INDEX leads_by_updated ON leads (workspace_id, gone, updated_at, id);
CREATE INDEX leads_by_name ON leads (workspace_id, gone, name_key, id);
CREATE INDEX leads_by_value ON leads (workspace_id, gone, value_amount, id);
CREATE INDEX leads_by_next ON leads (workspace_id, gone, next_activity_at, id);
CREATE INDEX leads_by_owner ON leads (workspace_id, owner, id);
CREATE INDEX leads_by_company ON leads (workspace_id, company, id);
CREATE INDEX leads_by_contact ON leads (workspace_id, contact, id);
CREATE INDEX leads_by_email ON leads (workspace_id, email_key, id);
CREATE INDEX leads_by_external ON leads (workspace_id, external_key);

CREATE TABLE deals (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    doc TEXT NOT NULL,
    gone BIGINT NOT NULL,
    removed_at BIGINT,
    owner UUID,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    name_key TEXT NOT NULL,
    match_key TEXT NOT NULL,
    pipeline UUID NOT NULL,
    stage UUID NOT NULL,
    stage_since BIGINT NOT NULL,
    status TEXT NOT NULL,
    currency TEXT,
    value_amount BIGINT,
    expected_close TEXT,
    gut_feeling BIGINT,
    closed_at BIGINT,
    company UUID,
    contact UUID,
    lead UUID,
    loss_reason UUID,
    competitor UUID,
    source UUID,
    campaign UUID,
    external_key TEXT,
    board_rank TEXT NOT NULL,
    next_activity_at BIGINT,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX deals_on_board ON deals (workspace_id, pipeline, stage, status, gone, board_rank, id, owner);
CREATE INDEX deals_per_stage ON deals (workspace_id, pipeline, status, gone, stage, currency, value_amount, owner);
CREATE INDEX deals_by_created ON deals (workspace_id, gone, created_at, id);
CREATE INDEX deals_by_updated ON deals (workspace_id, gone, updated_at, id);
CREATE INDEX deals_by_name ON deals (workspace_id, gone, name_key, id);
CREATE INDEX deals_by_value ON deals (workspace_id, gone, status, value_amount, id, owner);
CREATE INDEX deals_by_any_value ON deals (workspace_id, gone, value_amount, id);
CREATE INDEX deals_by_expected ON deals (workspace_id, gone, status, expected_close, id);
CREATE INDEX deals_by_any_expected ON deals (workspace_id, gone, expected_close, id);
CREATE INDEX deals_by_any_next ON deals (workspace_id, gone, next_activity_at, id);
CREATE INDEX deals_by_closed ON deals (workspace_id, gone, closed_at, id);
CREATE INDEX deals_by_next ON deals (workspace_id, gone, status, next_activity_at, id);
CREATE INDEX deals_by_owner ON deals (workspace_id, owner, status, id);
CREATE INDEX deals_by_company ON deals (workspace_id, company, id);
CREATE INDEX deals_by_contact ON deals (workspace_id, contact, id);
CREATE INDEX deals_by_lead ON deals (workspace_id, lead, id);
CREATE INDEX deals_by_external ON deals (workspace_id, external_key);

CREATE TABLE activities (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    doc TEXT NOT NULL,
    gone BIGINT NOT NULL,
    removed_at BIGINT,
    owner UUID,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    name_key TEXT NOT NULL,
    match_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    direction TEXT,
    answer BIGINT NOT NULL,
    due_at BIGINT,
    done_at BIGINT,
    company UUID,
    contact UUID,
    lead UUID,
    deal UUID,
    external_key TEXT,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX activities_by_due ON activities (workspace_id, gone, status, due_at, id);
CREATE INDEX activities_by_any_due ON activities (workspace_id, gone, due_at, id);
CREATE INDEX activities_by_done ON activities (workspace_id, gone, done_at, id);
CREATE INDEX activities_by_created ON activities (workspace_id, gone, created_at, id);
CREATE INDEX activities_by_updated ON activities (workspace_id, gone, updated_at, id);
CREATE INDEX activities_by_name ON activities (workspace_id, gone, name_key, id);
CREATE INDEX activities_by_owner ON activities (workspace_id, owner, status, due_at);
CREATE INDEX activities_by_deal ON activities (workspace_id, deal, status, due_at);
CREATE INDEX activities_by_lead ON activities (workspace_id, lead, status, due_at);
CREATE INDEX activities_by_company ON activities (workspace_id, company, id);
CREATE INDEX activities_by_contact ON activities (workspace_id, contact, id);
CREATE INDEX activities_by_external ON activities (workspace_id, external_key);

-- Custom fields, tags and lists of ids, one row per value, to filter and sort by.
CREATE TABLE custom_values (
    workspace_id UUID NOT NULL,
    kind TEXT NOT NULL,
    field TEXT NOT NULL,
    subject UUID NOT NULL,
    num DOUBLE PRECISION,
    text_key TEXT
);
CREATE INDEX custom_by_text ON custom_values (workspace_id, kind, field, text_key, subject);
CREATE INDEX custom_by_num ON custom_values (workspace_id, kind, field, num, subject);
CREATE INDEX custom_by_subject ON custom_values (workspace_id, subject);

CREATE TABLE search_words (
    workspace_id UUID NOT NULL,
    word TEXT NOT NULL,
    subject UUID NOT NULL,
    PRIMARY KEY (workspace_id, word, subject)
);
CREATE INDEX search_by_subject ON search_words (workspace_id, subject, word);

-- Files that hang on records; the content lies outside the database under its hash.
CREATE TABLE files (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    subject UUID NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    added_at BIGINT NOT NULL,
    added_by UUID,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX files_by_subject ON files (workspace_id, subject);
CREATE INDEX files_by_hash ON files (workspace_id, sha256);

-- Imports and bulk edits: what was asked, how far it is, what came of it.
CREATE TABLE batches (
    workspace_id UUID NOT NULL,
    id UUID NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by UUID,
    doc TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

-- What a record looked like in the file it came from, to see at the next import what changed there.
CREATE TABLE imported_rows (
    workspace_id UUID NOT NULL,
    system TEXT NOT NULL,
    kind TEXT NOT NULL,
    external_id TEXT NOT NULL,
    subject UUID NOT NULL,
    batch UUID NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (workspace_id, system, kind, external_id)
);
CREATE INDEX imported_by_batch ON imported_rows (workspace_id, batch);

-- What an import has to say about single rows: refused, with a warning, in conflict, kept at its undo.
CREATE TABLE import_notes (
    workspace_id UUID NOT NULL,
    batch UUID NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (workspace_id, batch, number)
);

CREATE TABLE idempotency (
    workspace_id UUID NOT NULL,
    actor UUID NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash BYTEA NOT NULL,
    status BIGINT NOT NULL,
    reply TEXT NOT NULL,
    seq BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, actor, route, key)
);
CREATE INDEX idempotency_by_age ON idempotency (workspace_id, created_at);
