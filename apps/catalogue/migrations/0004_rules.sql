-- The rules with which households are scored and chosen: tables of phiếu B1, who
-- may take part in which project, and the kinds of persons that these name.
-- +goose Up
CREATE TABLE catalogue_score_tables (
  id           text PRIMARY KEY,
  title        text NOT NULL,
  region       text NOT NULL,
  units        text[] NOT NULL,
  area         text NOT NULL CHECK (area IN ('rural', 'urban')),
  illustrative boolean NOT NULL,
  warning      text NOT NULL CHECK (warning <> '' OR NOT illustrative),
  items        jsonb NOT NULL,
  source       text NOT NULL,
  article      text NOT NULL,
  valid_from   date NOT NULL,
  valid_to     date CHECK (valid_to >= valid_from),
  withdrawn    boolean NOT NULL DEFAULT false
);
SELECT vuon_global_table('catalogue_score_tables');

CREATE TABLE catalogue_person_kinds (
  id         text PRIMARY KEY,
  code       text NOT NULL,
  title      text NOT NULL,
  any_of     jsonb NOT NULL,
  source     text NOT NULL,
  article    text NOT NULL,
  position   integer NOT NULL,
  valid_from date NOT NULL,
  valid_to   date CHECK (valid_to >= valid_from),
  withdrawn  boolean NOT NULL DEFAULT false
);
SELECT vuon_global_table('catalogue_person_kinds');

CREATE TABLE catalogue_eligibility (
  id         text PRIMARY KEY,
  project    text NOT NULL,
  owner      text NOT NULL, -- the tenant whose rule it is; '' the nation's
  words      text NOT NULL,
  any_of     jsonb NOT NULL,
  priority   jsonb,
  general    boolean NOT NULL,
  to_check   boolean NOT NULL,
  source     text NOT NULL,
  article    text NOT NULL,
  position   integer NOT NULL,
  valid_from date NOT NULL,
  valid_to   date CHECK (valid_to >= valid_from),
  withdrawn  boolean NOT NULL DEFAULT false
);
SELECT vuon_global_table('catalogue_eligibility');
