-- The national catalogue and the registry of legal documents. Rows are versions:
-- a code may stand in several, each for its own time. What the files no longer
-- name is withdrawn and not deleted, because plans pin the versions they use.
-- +goose Up
CREATE TABLE catalogue_programmes (
  id         text PRIMARY KEY,
  title      text NOT NULL,
  short      text NOT NULL,
  agency     text NOT NULL,
  source     text NOT NULL,
  valid_from date NOT NULL,
  valid_to   date CHECK (valid_to >= valid_from),
  withdrawn  boolean NOT NULL DEFAULT false
);
SELECT vuon_global_table('catalogue_programmes');

CREATE TABLE catalogue_projects (
  id                  text PRIMARY KEY,
  code                text NOT NULL,
  programme           text NOT NULL REFERENCES catalogue_programmes,
  parent              text NOT NULL,
  number              integer NOT NULL,
  title               text NOT NULL,
  other_titles        text[],
  objective           text NOT NULL,
  lead                text NOT NULL,
  capital             text[] NOT NULL CHECK (capital <@ ARRAY['development', 'recurrent']),
  scope               text NOT NULL,
  poor_districts_only boolean NOT NULL,
  source              text NOT NULL,
  valid_from          date NOT NULL,
  valid_to            date CHECK (valid_to >= valid_from),
  position            integer NOT NULL,
  folded              text NOT NULL,
  withdrawn           boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX catalogue_projects_code ON catalogue_projects (code, valid_from) WHERE NOT withdrawn;
SELECT vuon_global_table('catalogue_projects');

CREATE TABLE catalogue_documents (
  id             text PRIMARY KEY,
  owner          text NOT NULL, -- the tenant whose authorities issued it; '' for central ones
  type           text NOT NULL,
  number         text NOT NULL,
  issuer         text NOT NULL,
  date           date NOT NULL,
  title          text NOT NULL,
  status         text NOT NULL CHECK (status IN ('in_force', 'amended', 'expired')),
  effective_from date,
  effective_to   date,
  amends         text[],
  to_check       boolean NOT NULL,
  folded         text NOT NULL,
  withdrawn      boolean NOT NULL DEFAULT false
);
CREATE INDEX catalogue_documents_list ON catalogue_documents (date DESC, id DESC) WHERE NOT withdrawn;
SELECT vuon_global_table('catalogue_documents');

CREATE TABLE catalogue_standards (
  id               text PRIMARY KEY,
  area             text NOT NULL CHECK (area IN ('rural', 'urban')),
  income           bigint NOT NULL CHECK (income > 0),
  middle_income    bigint CHECK (middle_income > income),
  min_deprivations integer NOT NULL CHECK (min_deprivations > 0),
  b1_max           integer CHECK (b1_max > 0),
  b2_poor          integer CHECK (b2_poor > 0),
  source           text NOT NULL,
  article          text NOT NULL,
  valid_from       date NOT NULL,
  valid_to         date CHECK (valid_to >= valid_from),
  withdrawn        boolean NOT NULL DEFAULT false
);
SELECT vuon_global_table('catalogue_standards');

CREATE TABLE catalogue_indicators (
  id         text PRIMARY KEY,
  code       text NOT NULL,
  number     integer NOT NULL,
  dimension  text NOT NULL,
  title      text NOT NULL,
  deprived   text NOT NULL,
  points     integer NOT NULL,
  source     text NOT NULL,
  valid_from date NOT NULL,
  valid_to   date CHECK (valid_to >= valid_from),
  withdrawn  boolean NOT NULL DEFAULT false
);
SELECT vuon_global_table('catalogue_indicators');

CREATE TABLE catalogue_terms (
  id         text PRIMARY KEY,
  list       text NOT NULL CHECK (list IN ('cause', 'group', 'need')),
  code       text NOT NULL,
  title      text NOT NULL,
  position   integer NOT NULL,
  valid_from date NOT NULL,
  valid_to   date CHECK (valid_to >= valid_from),
  withdrawn  boolean NOT NULL DEFAULT false
);
SELECT vuon_global_table('catalogue_terms');

CREATE TABLE catalogue_ethnic_groups (
  id         text PRIMARY KEY,
  code       text NOT NULL CHECK (code ~ '^[0-9]{2}$'),
  name       text NOT NULL,
  spellings  text[],
  minority   boolean NOT NULL,
  valid_from date NOT NULL,
  valid_to   date CHECK (valid_to >= valid_from),
  withdrawn  boolean NOT NULL DEFAULT false
);
SELECT vuon_global_table('catalogue_ethnic_groups');

CREATE TABLE catalogue_functions (
  id        text PRIMARY KEY,
  title     text NOT NULL,
  words     text[],
  position  integer NOT NULL,
  withdrawn boolean NOT NULL DEFAULT false
);
SELECT vuon_global_table('catalogue_functions');

CREATE TABLE catalogue_document_types (
  id        text PRIMARY KEY,
  title     text NOT NULL,
  position  integer NOT NULL,
  withdrawn boolean NOT NULL DEFAULT false
);
SELECT vuon_global_table('catalogue_document_types');
