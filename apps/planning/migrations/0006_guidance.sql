-- +goose Up
-- What the province asks of the plan of a year, as it reached this tenant. A
-- later version of the guidance takes the place of the earlier one.
CREATE TABLE planning_guidance (
  tenant_id    text NOT NULL,
  year         int  NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  version      int  NOT NULL CHECK (version > 0),
  title        text NOT NULL,
  body         text NOT NULL,
  targets      jsonb NOT NULL,
  template     jsonb,
  submit_by    date,
  issue_by     date,
  sender       text NOT NULL,
  sent_at      timestamptz NOT NULL,
  received_at  timestamptz,
  received_by  text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, year)
);
SELECT vuon_tenant_table('planning_guidance', true);
REVOKE DELETE ON planning_guidance FROM vuon_app;
