-- +goose Up
-- The way that a plan takes, and when it was sent out.
ALTER TABLE planning_versions ADD COLUMN workflow jsonb, ADD COLUMN released_at timestamptz;
ALTER TABLE planning_versions DROP CONSTRAINT planning_versions_state_check, DROP CONSTRAINT planning_versions_check;
ALTER TABLE planning_versions
  ADD CONSTRAINT planning_versions_state_check CHECK (state IN ('draft', 'consulting', 'returned', 'submitted', 'appraised',
    'approved', 'numbered', 'issued', 'superseded', 'closed', 'withdrawn')),
  ADD CONSTRAINT planning_versions_numbered_check CHECK ((state IN ('numbered', 'issued', 'superseded', 'closed'))
    = (number IS NOT NULL AND dated IS NOT NULL AND heading IS NOT NULL)),
  ADD CONSTRAINT planning_versions_released_check CHECK (released_at IS NULL OR state IN ('issued', 'superseded', 'closed'));
DROP INDEX planning_versions_open;
CREATE UNIQUE INDEX planning_versions_open ON planning_versions (tenant_id, year)
  WHERE state IN ('draft', 'consulting', 'returned', 'submitted', 'appraised', 'approved', 'numbered');
DROP INDEX planning_versions_in_force;
CREATE UNIQUE INDEX planning_versions_in_force ON planning_versions (tenant_id, year) WHERE state IN ('issued', 'closed');

-- An issued version changes no more, except that it is replaced, sent out or
-- closed; that it comes back into force when the issue of its successor is taken
-- back; and that its own issue is taken back, as long as it was not sent out.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION planning_keep_issued() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  same boolean := (to_jsonb(NEW) - ARRAY['state', 'state_since', 'released_at'])
    IS NOT DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'state_since', 'released_at']);
  released boolean := NEW.released_at IS NOT DISTINCT FROM OLD.released_at;
BEGIN
  IF OLD.state NOT IN ('issued', 'superseded', 'closed', 'withdrawn') THEN
    RETURN NEW;
  END IF;
  IF OLD.state = 'issued' AND NEW.state IN ('superseded', 'closed') AND same AND released
    OR OLD.state = 'issued' AND NEW.state = 'issued' AND same AND OLD.released_at IS NULL
    OR OLD.state = 'superseded' AND NEW.state = 'issued' AND same AND released
    OR OLD.state = 'issued' AND NEW.state IN ('approved', 'numbered') AND OLD.released_at IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'an issued plan is immutable' USING ERRCODE = 'check_violation';
END $$;
-- +goose StatementEnd

-- Which step a step took back, and who has to act after it.
ALTER TABLE planning_steps ADD COLUMN undoes int, ADD COLUMN for_role text NOT NULL DEFAULT '',
  ADD COLUMN for_account text NOT NULL DEFAULT '', ADD COLUMN for_name text NOT NULL DEFAULT '';
CREATE UNIQUE INDEX planning_steps_undone ON planning_steps (tenant_id, year, version, undoes) WHERE undoes IS NOT NULL;

-- A round of asking offices about a draft.
CREATE TABLE planning_consultations (
  tenant_id   text NOT NULL,
  year        int  NOT NULL,
  version     int  NOT NULL,
  round       int  NOT NULL CHECK (round > 0),
  question    text NOT NULL,
  due         timestamptz NOT NULL,
  opened_at   timestamptz NOT NULL,
  opened_id   text NOT NULL,
  opened_by   text NOT NULL,
  closed_at   timestamptz,
  closed_by   text NOT NULL DEFAULT '',
  cancelled   text NOT NULL DEFAULT '', -- why asking was taken back
  PRIMARY KEY (tenant_id, year, version, round),
  FOREIGN KEY (tenant_id, year, version) REFERENCES planning_versions
);
SELECT vuon_tenant_table('planning_consultations');
CREATE UNIQUE INDEX planning_consultations_open ON planning_consultations (tenant_id, year)
  WHERE closed_at IS NULL AND cancelled = '';

-- The offices asked, with the projects about which each is asked. One that has
-- no opinion here has said nothing.
CREATE TABLE planning_asked (
  tenant_id text NOT NULL,
  year      int  NOT NULL,
  version   int  NOT NULL,
  round     int  NOT NULL,
  office    text NOT NULL,
  position  int  NOT NULL,
  name      text NOT NULL,
  function  text NOT NULL,
  unit_code text NOT NULL,
  projects  jsonb NOT NULL,
  PRIMARY KEY (tenant_id, year, version, round, office),
  FOREIGN KEY (tenant_id, year, version, round) REFERENCES planning_consultations
);
SELECT vuon_tenant_table('planning_asked');

-- What they said. One that was withdrawn stays.
CREATE TABLE planning_opinions (
  tenant_id  text NOT NULL,
  year       int  NOT NULL,
  version    int  NOT NULL,
  round      int  NOT NULL,
  seq        int  NOT NULL,
  office     text NOT NULL,
  verdict    text NOT NULL CHECK (verdict IN ('agree', 'propose', 'disagree')),
  reason     text NOT NULL,
  section    text NOT NULL, -- the part it is about, "" for the whole
  title      text NOT NULL, -- of that part
  tag        text NOT NULL, -- of that part as the office saw it
  before     text NOT NULL,
  proposed   text NOT NULL,
  source     text NOT NULL, -- the letter in which the office answered, when it was entered for it
  given_at   timestamptz NOT NULL,
  given_id   text NOT NULL,
  given_by   text NOT NULL,
  withdrawn_at timestamptz,
  outcome    text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'taken', 'declined')),
  word       text NOT NULL DEFAULT '', -- of the drafter
  decided_at timestamptz,
  decided_by text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, year, version, round, seq),
  FOREIGN KEY (tenant_id, year, version, round, office) REFERENCES planning_asked,
  CHECK (verdict <> 'propose' OR section <> ''),
  CHECK (verdict = 'agree' OR reason <> '' OR proposed <> '')
);
SELECT vuon_tenant_table('planning_opinions');
REVOKE DELETE ON planning_consultations, planning_asked, planning_opinions FROM vuon_app;
REVOKE UPDATE ON planning_asked FROM vuon_app;
