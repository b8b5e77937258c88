-- +goose Up
-- The guidance of a province for a plan year, as it is written and sent.
CREATE TABLE supervision_guidance (
  tenant_id  text NOT NULL, -- the province
  year       int  NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  version    int  NOT NULL CHECK (version > 0), -- the next one to be sent
  title      text NOT NULL,
  body       text NOT NULL,
  targets    jsonb NOT NULL,
  template   jsonb,
  template_name text NOT NULL,
  submit_by  date,
  issue_by   date,
  revision   int  NOT NULL,
  sent       int  NOT NULL DEFAULT 0, -- the version that was sent last
  sent_at    timestamptz,
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL,
  PRIMARY KEY (tenant_id, year)
);
SELECT vuon_tenant_table('supervision_guidance');

-- What the province, or the Fatherland Front, says to a tenant about its plan,
-- and what the tenant answers. It lies in the tenant; its plan is not touched.
CREATE TABLE supervision_letters (
  tenant_id   text NOT NULL, -- to whom it is said
  id          uuid NOT NULL,
  year        int  NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('remark', 'request', 'reminder', 'note')),
  section     text NOT NULL, -- place in the plan, "" for the whole
  title       text NOT NULL,
  body        text NOT NULL,
  due         date,
  state       text NOT NULL CHECK (state IN ('open', 'answered', 'closed')),
  sender      text NOT NULL, -- the province's id, or the tenant's own for the Front
  account_id  text NOT NULL,
  actor       text NOT NULL,
  created_at  timestamptz NOT NULL,
  read_at     timestamptz,
  read_by     text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, id)
);
SELECT vuon_tenant_table('supervision_letters', true);
CREATE INDEX supervision_letters_year ON supervision_letters (tenant_id, year, created_at DESC);

CREATE TABLE supervision_answers (
  tenant_id  text NOT NULL,
  letter_id  uuid NOT NULL,
  seq        int  NOT NULL,
  body       text NOT NULL,
  state      text NOT NULL, -- of the letter after it
  account_id text NOT NULL,
  actor      text NOT NULL,
  outside    boolean NOT NULL, -- said by the sender, not by the tenant
  at         timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, letter_id, seq),
  FOREIGN KEY (tenant_id, letter_id) REFERENCES supervision_letters
);
SELECT vuon_tenant_table('supervision_answers', true);

REVOKE DELETE ON supervision_guidance, supervision_letters, supervision_answers FROM vuon_app;
REVOKE UPDATE ON supervision_answers FROM vuon_app;
