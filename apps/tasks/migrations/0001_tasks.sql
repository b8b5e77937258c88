-- +goose Up
-- A task. Origin names the assignment of the plan that it comes from, '' when it
-- was given by hand; plan is the version whose text it has. Function and unit are
-- the office that answers for it, account the person who does it, if any.
CREATE TABLE tasks_tasks (
  tenant_id   text NOT NULL,
  id          uuid NOT NULL,
  year        int  NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  plan        int  NOT NULL,
  origin      text NOT NULL,
  parent_id   uuid,
  project     text NOT NULL,
  role        text NOT NULL,
  at          text NOT NULL,
  title       text NOT NULL,
  body        text NOT NULL,
  deliverable text NOT NULL,
  function    text NOT NULL,
  unit        text NOT NULL,
  owner       text NOT NULL,
  account_id  text NOT NULL,
  person      text NOT NULL,
  due         date,
  state       text NOT NULL CHECK (state IN ('open', 'doing', 'reported', 'done', 'withdrawn')),
  progress    int  NOT NULL CHECK (progress BETWEEN 0 AND 100),
  reported_by text NOT NULL,
  revision    int  NOT NULL,
  folded      text NOT NULL,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES tasks_tasks
);
SELECT vuon_tenant_table('tasks_tasks', true);
CREATE INDEX tasks_tasks_year ON tasks_tasks (tenant_id, year, parent_id);
CREATE INDEX tasks_tasks_account ON tasks_tasks (tenant_id, account_id) WHERE account_id <> '';
CREATE UNIQUE INDEX tasks_tasks_origin ON tasks_tasks (tenant_id, year, origin) WHERE origin <> '';

-- What happened to a task: its history and its discussion.
CREATE TABLE tasks_events (
  tenant_id  text NOT NULL,
  task_id    uuid NOT NULL,
  seq        int  NOT NULL,
  kind       text NOT NULL,
  remark     text NOT NULL,
  changes    jsonb,
  at         timestamptz NOT NULL,
  account_id text NOT NULL,
  actor      text NOT NULL,
  PRIMARY KEY (tenant_id, task_id, seq),
  FOREIGN KEY (tenant_id, task_id) REFERENCES tasks_tasks
);
SELECT vuon_tenant_table('tasks_events');

-- Nothing of this is deleted; history is not rewritten.
REVOKE DELETE ON tasks_tasks, tasks_events FROM vuon_app;
REVOKE UPDATE ON tasks_events FROM vuon_app;
