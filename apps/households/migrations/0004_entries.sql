-- +goose Up
-- Each saving of a household's form: by whom, and under which name the device sent
-- it, so that what is sent twice counts once.
CREATE TABLE households_entries (
  tenant_id text NOT NULL,
  client    uuid NOT NULL,                      -- chosen by whoever sent it
  round     text NOT NULL,
  household uuid NOT NULL,
  revision  int  NOT NULL,                      -- of the result that it made
  account   text NOT NULL,
  actor     text NOT NULL,
  offline   boolean NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, client),
  FOREIGN KEY (tenant_id, round, household) REFERENCES households_results
);
SELECT vuon_tenant_table('households_entries');
CREATE UNIQUE INDEX households_entries_result ON households_entries (tenant_id, round, household, revision);

-- Who had a household's form, with its sensitive fields, before them on which day:
-- the first time of a day stands in the audit.
CREATE TABLE households_openings (
  tenant_id text NOT NULL,
  account   text NOT NULL,
  household uuid NOT NULL,
  day       date NOT NULL,
  PRIMARY KEY (tenant_id, account, household, day),
  FOREIGN KEY (tenant_id, household) REFERENCES households_households
);
SELECT vuon_tenant_table('households_openings');
