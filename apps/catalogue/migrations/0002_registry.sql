-- Documents that offices enter and change on the screen lie beside what the files
-- declare: an entry with the id of a declared document stands in front of it, and
-- goes when the file's word is to hold again.
-- +goose Up
ALTER TABLE catalogue_documents ADD COLUMN replaces text[];

CREATE TABLE catalogue_entries (
  id             text PRIMARY KEY,
  owner          text NOT NULL CHECK (owner <> ''), -- the tenant that keeps it
  type           text NOT NULL,
  number         text NOT NULL,
  issuer         text NOT NULL,
  date           date NOT NULL,
  title          text NOT NULL,
  status         text NOT NULL CHECK (status IN ('in_force', 'amended', 'expired')),
  effective_from date,
  effective_to   date CHECK (effective_to >= effective_from),
  amends         text[],
  replaces       text[],
  to_check       boolean NOT NULL,
  folded         text NOT NULL,
  withdrawn      boolean NOT NULL DEFAULT false,
  edited_by      text NOT NULL,
  edited_at      timestamptz NOT NULL,
  revision       integer NOT NULL CHECK (revision > 0)
);
CREATE INDEX catalogue_entries_owner ON catalogue_entries (owner, date DESC, id DESC) WHERE NOT withdrawn;
SELECT vuon_global_table('catalogue_entries');

CREATE VIEW catalogue_registry WITH (security_invoker = true) AS
  SELECT e.id, e.owner, e.type, e.number, e.issuer, e.date, e.title, e.status, e.effective_from, e.effective_to, e.amends, e.replaces,
    e.to_check, e.folded, e.withdrawn, e.edited_by, e.edited_at, e.revision, d.id IS NOT NULL AND NOT d.withdrawn AS declared
  FROM catalogue_entries e LEFT JOIN catalogue_documents d ON d.id = e.id
  UNION ALL
  SELECT d.id, d.owner, d.type, d.number, d.issuer, d.date, d.title, d.status, d.effective_from, d.effective_to, d.amends, d.replaces,
    d.to_check, d.folded, d.withdrawn, '', NULL, 0, true
  FROM catalogue_documents d WHERE NOT EXISTS (SELECT FROM catalogue_entries e WHERE e.id = d.id);
GRANT SELECT ON catalogue_registry TO vuon_app, vuon_migrate;

-- Texts of documents: of a tenant's own ones, or of others that it has found.
-- They lie in the storage of the tenant that put them there.
CREATE TABLE catalogue_files (
  id          uuid PRIMARY KEY,
  document_id text NOT NULL,
  keeper      text NOT NULL, -- tenant
  name        text NOT NULL,
  size        bigint NOT NULL,
  type        text NOT NULL,
  sha256      text NOT NULL,
  added_by    text NOT NULL,
  added_at    timestamptz NOT NULL
);
CREATE INDEX catalogue_files_document ON catalogue_files (document_id, added_at);
SELECT vuon_global_table('catalogue_files');
