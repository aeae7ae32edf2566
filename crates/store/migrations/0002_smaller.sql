-- Less on disk: a record's words are kept once beside it instead of in a second index over all words, and
-- indexes leave out rows that have nothing in their column. Nobody looks for "no external id" by index.

ALTER TABLE subjects ADD COLUMN words TEXT NOT NULL DEFAULT '';

DROP INDEX events_by_batch;
CREATE INDEX events_by_batch ON events (workspace_id, batch, seq) WHERE batch IS NOT NULL;

DROP INDEX companies_by_parent;
CREATE INDEX companies_by_parent ON companies (workspace_id, parent, id) WHERE parent IS NOT NULL;
DROP INDEX companies_by_external;
CREATE INDEX companies_by_external ON companies (workspace_id, external_key) WHERE external_key IS NOT NULL;

DROP INDEX contacts_by_email;
CREATE INDEX contacts_by_email ON contacts (workspace_id, email_key, id) WHERE email_key IS NOT NULL;
DROP INDEX contacts_by_company;
CREATE INDEX contacts_by_company ON contacts (workspace_id, company, id) WHERE company IS NOT NULL;
DROP INDEX contacts_by_external;
CREATE INDEX contacts_by_external ON contacts (workspace_id, external_key) WHERE external_key IS NOT NULL;

DROP INDEX leads_by_company;
CREATE INDEX leads_by_company ON leads (workspace_id, company, id) WHERE company IS NOT NULL;
DROP INDEX leads_by_contact;
CREATE INDEX leads_by_contact ON leads (workspace_id, contact, id) WHERE contact IS NOT NULL;
DROP INDEX leads_by_email;
CREATE INDEX leads_by_email ON leads (workspace_id, email_key, id) WHERE email_key IS NOT NULL;
DROP INDEX leads_by_external;
CREATE INDEX leads_by_external ON leads (workspace_id, external_key) WHERE external_key IS NOT NULL;

DROP INDEX deals_by_company;
CREATE INDEX deals_by_company ON deals (workspace_id, company, id) WHERE company IS NOT NULL;
DROP INDEX deals_by_contact;
CREATE INDEX deals_by_contact ON deals (workspace_id, contact, id) WHERE contact IS NOT NULL;
DROP INDEX deals_by_lead;
CREATE INDEX deals_by_lead ON deals (workspace_id, lead, id) WHERE lead IS NOT NULL;
DROP INDEX deals_by_external;
CREATE INDEX deals_by_external ON deals (workspace_id, external_key) WHERE external_key IS NOT NULL;

DROP INDEX activities_by_deal;
CREATE INDEX activities_by_deal ON activities (workspace_id, deal, status, due_at) WHERE deal IS NOT NULL;
DROP INDEX activities_by_lead;
CREATE INDEX activities_by_lead ON activities (workspace_id, lead, status, due_at) WHERE lead IS NOT NULL;
DROP INDEX activities_by_company;
CREATE INDEX activities_by_company ON activities (workspace_id, company, id) WHERE company IS NOT NULL;
DROP INDEX activities_by_contact;
CREATE INDEX activities_by_contact ON activities (workspace_id, contact, id) WHERE contact IS NOT NULL;
DROP INDEX activities_by_external;
CREATE INDEX activities_by_external ON activities (workspace_id, external_key) WHERE external_key IS NOT NULL;

DROP INDEX custom_by_text;
CREATE INDEX custom_by_text ON custom_values (workspace_id, kind, field, text_key, subject)
    WHERE text_key IS NOT NULL;
DROP INDEX custom_by_num;
CREATE INDEX custom_by_num ON custom_values (workspace_id, kind, field, num, subject) WHERE num IS NOT NULL;
