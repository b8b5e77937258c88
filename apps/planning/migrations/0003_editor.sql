-- +goose Up
-- Who has a plan open, and at which part: a row a browser tab, forgotten soon.
CREATE TABLE planning_presence (
  tenant_id  text NOT NULL,
  year       int  NOT NULL,
  client     text NOT NULL CHECK (length(client) BETWEEN 8 AND 64),
  account_id text NOT NULL,
  actor      text NOT NULL,
  section    text NOT NULL,
  writing    boolean NOT NULL,
  seen_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, year, client)
);
SELECT vuon_tenant_table('planning_presence');

-- What people say about a part of a plan. A part keeps its comments where it
-- moves, and into amendments; its heading tells of one that is gone.
CREATE TABLE planning_comments (
  tenant_id   text NOT NULL,
  id          bigint GENERATED ALWAYS AS IDENTITY,
  year        int  NOT NULL,
  version     int  NOT NULL,
  section     text NOT NULL,
  heading     text NOT NULL,
  parent      bigint,
  body        text NOT NULL CHECK (body <> ''),
  mentions    text[] NOT NULL,
  account_id  text NOT NULL,
  actor       text NOT NULL,
  at          timestamptz NOT NULL,
  resolved_at timestamptz,
  resolved_by text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, parent) REFERENCES planning_comments (tenant_id, id),
  FOREIGN KEY (tenant_id, year, version) REFERENCES planning_versions (tenant_id, year, version)
);
SELECT vuon_tenant_table('planning_comments');
CREATE INDEX planning_comments_part ON planning_comments (tenant_id, year, section, id);
REVOKE DELETE ON planning_comments FROM vuon_app;
