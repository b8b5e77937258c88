-- +goose Up
ALTER TABLE households_communes ADD COLUMN rechecked_on date;

-- What was done in a commune's review, in order.
CREATE TABLE households_steps (
  tenant_id text NOT NULL,
  round     text NOT NULL,
  unit      text NOT NULL,
  seq       int  NOT NULL,
  step      text NOT NULL,
  state     text NOT NULL,                     -- after it
  dated     date,                              -- the day of the step itself, as people state it
  remark    text NOT NULL DEFAULT '',
  account   text NOT NULL,
  actor     text NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, round, unit, seq),
  FOREIGN KEY (tenant_id, round, unit) REFERENCES households_communes
);
SELECT vuon_tenant_table('households_steps');

-- A household asks to be reviewed (Quyết định 24/2021/QĐ-TTg, Mẫu số 01 and 04).
CREATE TABLE households_requests (
  tenant_id  text NOT NULL,
  id         uuid NOT NULL,
  round      text NOT NULL,
  unit       text NOT NULL,
  household  uuid NOT NULL,
  asks       text NOT NULL CHECK (asks IN ('poor', 'near_poor', 'escape')),
  reason     text NOT NULL,
  filed_on   date NOT NULL,
  state      text NOT NULL CHECK (state IN ('open', 'listed', 'refused', 'granted', 'denied')),
  answer     text NOT NULL DEFAULT '',         -- why it was refused or denied
  answered_on date,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, round, unit) REFERENCES households_communes,
  FOREIGN KEY (tenant_id, household) REFERENCES households_households
);
SELECT vuon_tenant_table('households_requests');
CREATE INDEX households_requests_unit ON households_requests (tenant_id, round, unit, filed_on);
CREATE UNIQUE INDEX households_requests_once ON households_requests (tenant_id, round, household) WHERE state <> 'refused';

-- A residents' meeting of a village on the results. A village that did not agree
-- meets again: the last one counts.
CREATE TABLE households_meetings (
  tenant_id  text NOT NULL,
  round      text NOT NULL,
  unit       text NOT NULL,
  village    uuid NOT NULL,
  seq        int  NOT NULL,
  held_on    date NOT NULL,
  place      text NOT NULL,
  chair      text NOT NULL,
  secretary  text NOT NULL,
  invited    text NOT NULL,                    -- Mặt trận Tổ quốc, đoàn thể …
  present    int  NOT NULL CHECK (present > 0),
  agreed     int  NOT NULL CHECK (agreed BETWEEN 0 AND present),
  share      int  NOT NULL CHECK (share BETWEEN 0 AND 100), -- per cent that had to agree on that day
  opinions   text NOT NULL DEFAULT '',
  objections jsonb NOT NULL DEFAULT '[]',      -- household, what was objected
  account    text NOT NULL,
  actor      text NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, round, village, seq),
  FOREIGN KEY (tenant_id, round, unit) REFERENCES households_communes,
  FOREIGN KEY (tenant_id, village) REFERENCES households_villages
);
SELECT vuon_tenant_table('households_meetings');

-- A public posting (niêm yết): exactly what was hung up.
CREATE TABLE households_postings (
  tenant_id text NOT NULL,
  round     text NOT NULL,
  unit      text NOT NULL,
  seq       int  NOT NULL,                     -- 2 and more: again, after a re-check
  posted_on date NOT NULL,
  until     date NOT NULL,                     -- the last of its working days
  places    text NOT NULL,
  entries   jsonb NOT NULL,                    -- name, village, class, and the household that is meant
  account   text NOT NULL,
  actor     text NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, round, unit, seq),
  FOREIGN KEY (tenant_id, round, unit) REFERENCES households_communes
);
SELECT vuon_tenant_table('households_postings');

-- A complaint about a household's class, while it is posted.
CREATE TABLE households_complaints (
  tenant_id   text NOT NULL,
  id          uuid NOT NULL,
  round       text NOT NULL,
  unit        text NOT NULL,
  household   uuid NOT NULL,
  complainant text NOT NULL,
  content     text NOT NULL,
  received_on date NOT NULL,
  state       text NOT NULL CHECK (state IN ('open', 'rechecking', 'kept', 'changed', 'dismissed')),
  class       text NOT NULL,                   -- posted when it was made
  finding     text NOT NULL DEFAULT '',
  settled_on  date,
  created_by  text NOT NULL,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, round, unit) REFERENCES households_communes,
  FOREIGN KEY (tenant_id, household) REFERENCES households_households
);
SELECT vuon_tenant_table('households_complaints');
CREATE INDEX households_complaints_unit ON households_complaints (tenant_id, round, unit, state);
CREATE UNIQUE INDEX households_complaints_rechecked ON households_complaints (tenant_id, round, household) WHERE state IN ('open', 'rechecking');

-- A decision of a commune's chair: the recognition of a review, or a correction of
-- one. Its number is that of the commune's own register.
CREATE TABLE households_decisions (
  tenant_id  text NOT NULL,
  id         uuid NOT NULL,
  round      text NOT NULL,
  unit       text NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('recognise', 'correct')),
  year       int  NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  number     int  NOT NULL CHECK (number BETWEEN 1 AND 99999),
  dated      date NOT NULL,
  capacity   text NOT NULL,                    -- CHỦ TỊCH, KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH
  signatory  text NOT NULL,
  reason     text NOT NULL DEFAULT '',
  entries    jsonb NOT NULL,                   -- the households that it names, as they were then
  account    text NOT NULL,
  actor      text NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, round, unit) REFERENCES households_communes
);
SELECT vuon_tenant_table('households_decisions');
CREATE UNIQUE INDEX households_decisions_number ON households_decisions (tenant_id, unit, year, number);
CREATE UNIQUE INDEX households_decisions_recognition ON households_decisions (tenant_id, round, unit) WHERE kind = 'recognise';

-- What is to be corrected in a recognised review: proposed by one hand, decided by
-- another.
CREATE TABLE households_corrections (
  tenant_id  text NOT NULL,
  id         uuid NOT NULL,
  round      text NOT NULL,
  unit       text NOT NULL,
  household  uuid NOT NULL,
  before     jsonb NOT NULL,                   -- facts and class
  after      jsonb NOT NULL,
  reason     text NOT NULL,
  state      text NOT NULL CHECK (state IN ('proposed', 'decided', 'refused')),
  decision   uuid,
  answer     text NOT NULL DEFAULT '',
  account    text NOT NULL,
  actor      text NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, round, unit) REFERENCES households_communes,
  FOREIGN KEY (tenant_id, household) REFERENCES households_households,
  FOREIGN KEY (tenant_id, decision) REFERENCES households_decisions
);
SELECT vuon_tenant_table('households_corrections');
CREATE UNIQUE INDEX households_corrections_once ON households_corrections (tenant_id, round, household) WHERE state = 'proposed';

-- A certificate (giấy chứng nhận hộ nghèo, hộ cận nghèo; Mẫu số 03).
CREATE TABLE households_certificates (
  tenant_id  text NOT NULL,
  unit       text NOT NULL,
  year       int  NOT NULL,
  number     int  NOT NULL CHECK (number > 0),
  round      text NOT NULL,
  household  uuid NOT NULL,
  village    uuid NOT NULL,
  decision   uuid NOT NULL,
  class      text NOT NULL CHECK (class IN ('poor', 'near_poor')),
  head       text NOT NULL,
  issued_on  date NOT NULL,
  revoked_on date,
  revoked_by uuid,                             -- the decision that corrected it
  account    text NOT NULL,
  PRIMARY KEY (tenant_id, unit, year, number),
  FOREIGN KEY (tenant_id, round, unit) REFERENCES households_communes,
  FOREIGN KEY (tenant_id, household) REFERENCES households_households,
  FOREIGN KEY (tenant_id, decision) REFERENCES households_decisions,
  FOREIGN KEY (tenant_id, revoked_by) REFERENCES households_decisions
);
SELECT vuon_tenant_table('households_certificates');
CREATE UNIQUE INDEX households_certificates_valid ON households_certificates (tenant_id, round, household) WHERE revoked_on IS NULL;
CREATE INDEX households_certificates_household ON households_certificates (tenant_id, household);

-- A file of certificates that a job made: of a commune (the nil village) or a village.
CREATE TABLE households_prints (
  tenant_id text NOT NULL,
  round     text NOT NULL,
  unit      text NOT NULL,
  village   uuid NOT NULL,
  key       text NOT NULL,
  name      text NOT NULL,
  size      bigint NOT NULL,
  sha256    text NOT NULL,
  count     int  NOT NULL,
  job       text NOT NULL,
  made_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, round, unit, village),
  FOREIGN KEY (tenant_id, round, unit) REFERENCES households_communes
);
SELECT vuon_tenant_table('households_prints');

-- What was decided, posted and minuted stays.
REVOKE DELETE ON households_steps, households_meetings, households_postings, households_complaints, households_decisions,
  households_corrections, households_certificates FROM vuon_app;
