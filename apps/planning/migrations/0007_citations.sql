-- +goose Up
-- Which documents the versions cite that are open or in force, and what effect
-- each was last seen to have: when it changes, people are told once.
CREATE TABLE planning_citations (
  tenant_id text NOT NULL,
  year      int  NOT NULL,
  version   int  NOT NULL,
  number    text NOT NULL,
  effect    text NOT NULL, -- status and the documents that brought it about
  seen_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, year, version, number),
  FOREIGN KEY (tenant_id, year, version) REFERENCES planning_versions (tenant_id, year, version) ON DELETE CASCADE
);
SELECT vuon_tenant_table('planning_citations', false);
