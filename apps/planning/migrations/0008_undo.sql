-- +goose Up
-- What takes the move or the removal of a section back: the section with all that
-- stood in it, its place, and the numbers as they were.
CREATE TABLE planning_undo (
  tenant_id text    NOT NULL,
  year      int     NOT NULL,
  version   int     NOT NULL,
  revision  int     NOT NULL,
  section   text    NOT NULL,
  removed   boolean NOT NULL,
  memory    jsonb   NOT NULL,
  PRIMARY KEY (tenant_id, year, version, revision),
  FOREIGN KEY (tenant_id, year, version, revision) REFERENCES planning_changes
);
SELECT vuon_tenant_table('planning_undo');
REVOKE UPDATE, DELETE ON planning_undo FROM vuon_app;
