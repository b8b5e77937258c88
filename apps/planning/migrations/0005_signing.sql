-- +goose Up
-- The files of signing a plan with two hands, each as it was offered or accepted:
-- to be signed by the leader, signed, numbered, sealed. They belong to one
-- approval of the version, and those that were accepted to the step that did so.
CREATE TABLE planning_signatures (
  tenant_id  text NOT NULL,
  year       int  NOT NULL,
  version    int  NOT NULL,
  seq        int  NOT NULL CHECK (seq > 0),
  stage      text NOT NULL CHECK (stage IN ('offer', 'leader', 'numbered', 'seal')),
  approval   int  NOT NULL, -- seq of the step by which the version was approved
  step       int  NOT NULL, -- seq of the step that brought the file; 0: an offer
  key        text NOT NULL,
  sha256     text NOT NULL,
  size       bigint NOT NULL CHECK (size > 0),
  heading    jsonb NOT NULL, -- as it is printed
  dated      int  NOT NULL,  -- the year that is printed
  report     jsonb,          -- what was verified
  made_at    timestamptz NOT NULL,
  account_id text NOT NULL,
  actor      text NOT NULL,
  PRIMARY KEY (tenant_id, year, version, seq),
  FOREIGN KEY (tenant_id, year, version) REFERENCES planning_versions,
  CHECK ((stage = 'offer') = (step = 0)),
  CHECK ((stage IN ('leader', 'seal')) = (report IS NOT NULL))
);
SELECT vuon_tenant_table('planning_signatures');
-- Each approval is offered once, each step brings one file.
CREATE UNIQUE INDEX planning_signatures_step ON planning_signatures (tenant_id, year, version, approval, stage, step);
REVOKE UPDATE, DELETE ON planning_signatures FROM vuon_app, vuon_migrate;
