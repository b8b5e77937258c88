-- +goose Up
-- The files of issued documents by their SHA-256, so that whoever holds one can
-- ask whether it is the document and still holds. It belongs to no tenant, since
-- a file does not say whose it is, and has nothing but what stands on the paper.
CREATE TABLE documents_published (
  sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  issuer_id    text NOT NULL, -- the tenant
  object       text NOT NULL,
  object_id    text NOT NULL,
  issuer       text NOT NULL,
  kind         text NOT NULL,
  number       int  NOT NULL CHECK (number > 0),
  symbol       text NOT NULL,
  dated        date NOT NULL,
  abstract     text NOT NULL,
  form         text NOT NULL CHECK (form IN ('signed', 'printed')),
  state        text NOT NULL CHECK (state IN ('in_force', 'superseded', 'taken_back')),
  successor    text NOT NULL, -- "09/KH-UBND, 15/06/2024" of what took its place
  published_at timestamptz NOT NULL,
  PRIMARY KEY (sha256, issuer_id, object, object_id)
);
SELECT vuon_global_table('documents_published');
CREATE INDEX documents_published_object ON documents_published (issuer_id, object, object_id);
REVOKE DELETE ON documents_published FROM vuon_app, vuon_migrate;
