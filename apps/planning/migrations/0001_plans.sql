-- +goose Up
-- A version of the plan of a year. The text and the structure read from it are
-- one document (content); what lists and rules need stands beside it.
CREATE TABLE planning_versions (
  tenant_id      text NOT NULL,
  year           int  NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  version        int  NOT NULL CHECK (version > 0),
  state          text NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'approved', 'issued', 'superseded')),
  state_since    timestamptz NOT NULL,
  title          text NOT NULL,
  content        jsonb NOT NULL,
  revision       int  NOT NULL,
  source_name    text NOT NULL,
  source_key     text NOT NULL,
  number         int  CHECK (number > 0),
  symbol         text NOT NULL,
  dated          date,
  heading        jsonb,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  updated_by     text NOT NULL,
  PRIMARY KEY (tenant_id, year, version),
  CHECK ((state IN ('issued', 'superseded')) = (number IS NOT NULL AND dated IS NOT NULL AND heading IS NOT NULL))
);
SELECT vuon_tenant_table('planning_versions', true);
-- One version in the works and one in force, whatever happens at once.
CREATE UNIQUE INDEX planning_versions_open ON planning_versions (tenant_id, year)
  WHERE state IN ('draft', 'submitted', 'returned', 'approved');
CREATE UNIQUE INDEX planning_versions_in_force ON planning_versions (tenant_id, year) WHERE state = 'issued';

-- What was changed in the text: the history of each section.
CREATE TABLE planning_changes (
  tenant_id   text NOT NULL,
  year        int  NOT NULL,
  version     int  NOT NULL,
  revision    int  NOT NULL,
  section     text NOT NULL,
  title       text NOT NULL,
  before_text text NOT NULL,
  after_text  text NOT NULL,
  at          timestamptz NOT NULL,
  account_id  text NOT NULL,
  actor       text NOT NULL,
  PRIMARY KEY (tenant_id, year, version, revision),
  FOREIGN KEY (tenant_id, year, version) REFERENCES planning_versions
);
SELECT vuon_tenant_table('planning_changes');
CREATE INDEX planning_changes_section ON planning_changes (tenant_id, year, section, version, revision);

-- The steps of its life: who took it where, and with which remark.
CREATE TABLE planning_steps (
  tenant_id  text NOT NULL,
  year       int  NOT NULL,
  version    int  NOT NULL,
  seq        int  NOT NULL,
  step       text NOT NULL,
  state      text NOT NULL,
  remark     text NOT NULL,
  at         timestamptz NOT NULL,
  account_id text NOT NULL,
  actor      text NOT NULL,
  PRIMARY KEY (tenant_id, year, version, seq),
  FOREIGN KEY (tenant_id, year, version) REFERENCES planning_versions
);
SELECT vuon_tenant_table('planning_steps', true);

-- The files made of a version.
CREATE TABLE planning_files (
  tenant_id    text NOT NULL,
  year         int  NOT NULL,
  version      int  NOT NULL,
  revision     int  NOT NULL,
  format       text NOT NULL CHECK (format IN ('docx', 'pdf', 'html')),
  key          text NOT NULL,
  sha256       text NOT NULL,
  size         bigint NOT NULL,
  job_id       text NOT NULL,
  made_at      timestamptz NOT NULL,
  locked_until timestamptz,
  PRIMARY KEY (tenant_id, year, version, revision, format),
  FOREIGN KEY (tenant_id, year, version) REFERENCES planning_versions
);
SELECT vuon_tenant_table('planning_files');

-- Nothing of this is ever deleted; history is not rewritten.
REVOKE DELETE ON planning_versions, planning_changes, planning_steps, planning_files FROM vuon_app;
REVOKE UPDATE ON planning_changes, planning_steps FROM vuon_app;

-- An issued version is immutable: only that a later one took its place may be said.
-- +goose StatementBegin
CREATE FUNCTION planning_keep_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('issued', 'superseded') AND
     (to_jsonb(NEW) - ARRAY['state', 'state_since']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'state_since'])
     OR OLD.state = 'superseded' OR OLD.state = 'issued' AND NEW.state NOT IN ('issued', 'superseded') THEN
    RAISE EXCEPTION 'an issued plan is immutable' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER planning_versions_immutable BEFORE UPDATE ON planning_versions
  FOR EACH ROW EXECUTE FUNCTION planning_keep_issued();
