-- +goose Up
-- Outgoing documents (văn bản đi), from the draft on. Their numbers stand in the
-- register of documents; one that was called back and sent again is a new row.
CREATE TABLE records_outgoing (
  tenant_id  text NOT NULL,
  id         uuid NOT NULL,
  kind       text NOT NULL,
  year       int,
  number     int  CHECK (number > 0),
  symbol     text NOT NULL,
  dated      date,
  abstract   text NOT NULL,
  signatory  text NOT NULL,
  copies     int  NOT NULL,
  object     text NOT NULL,
  object_id  text NOT NULL,
  files      jsonb NOT NULL,
  recipients jsonb NOT NULL,
  state      text NOT NULL CHECK (state IN ('draft', 'numbered', 'sent', 'recalled', 'voided', 'dropped')),
  reason     text NOT NULL,
  made_at    timestamptz NOT NULL,
  made_by    text NOT NULL,
  sent_at    timestamptz,
  sent_by    text NOT NULL,
  ended_at   timestamptz,
  ended_by   text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK ((state IN ('draft', 'dropped')) = (number IS NULL) AND (number IS NULL) = (year IS NULL) AND (number IS NULL) = (dated IS NULL)),
  CHECK ((state IN ('recalled', 'voided', 'dropped')) = (ended_at IS NOT NULL))
);
SELECT vuon_tenant_table('records_outgoing');
CREATE UNIQUE INDEX records_outgoing_number ON records_outgoing (tenant_id, year, kind, number) WHERE state IN ('numbered', 'sent');
CREATE INDEX records_outgoing_object ON records_outgoing (tenant_id, object, object_id);

-- Whom a document goes to: one row a recipient, inside the deployment (target)
-- or outside of it (no target: it is sent by other ways and ticked off).
CREATE TABLE records_lines (
  tenant_id    text NOT NULL,
  outgoing_id  uuid NOT NULL,
  seq          int  NOT NULL,
  line         text NOT NULL,
  target       text NOT NULL,
  name         text NOT NULL,
  delivered_at timestamptz,
  received_at  timestamptz,
  received_by  text NOT NULL,
  sent_how     text NOT NULL CHECK (sent_how IN ('', 'post', 'email', 'axis', 'hand')),
  sent_at      timestamptz,
  sent_by      text NOT NULL,
  PRIMARY KEY (tenant_id, outgoing_id, seq),
  FOREIGN KEY (tenant_id, outgoing_id) REFERENCES records_outgoing
);
SELECT vuon_tenant_table('records_lines');

-- What a line of Nơi nhận means here, where somebody said so.
CREATE TABLE records_meanings (
  tenant_id  text NOT NULL,
  folded     text NOT NULL,
  line       text NOT NULL,
  targets    jsonb NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL,
  PRIMARY KEY (tenant_id, folded)
);
SELECT vuon_tenant_table('records_meanings');

-- Incoming documents (văn bản đến): delivered by another tenant, or entered from
-- paper. The arrival number is given when the clerk registers it.
CREATE TABLE records_incoming (
  tenant_id     text NOT NULL,
  id            uuid NOT NULL,
  year          int,
  arrival       int  CHECK (arrival > 0),
  arrived       date,
  sender        text NOT NULL,
  number        text NOT NULL,
  dated         date,
  abstract      text NOT NULL,
  deadline      date,
  files         jsonb NOT NULL,
  folded        text NOT NULL,
  state         text NOT NULL CHECK (state IN ('new', 'processing', 'done')),
  result        text NOT NULL,
  answer_id     uuid,
  source_tenant text NOT NULL,
  source_id     uuid,
  source_name   text NOT NULL,
  made_by       text NOT NULL,
  made_at       timestamptz NOT NULL,
  registered_at timestamptz,
  registered_by text NOT NULL,
  done_at       timestamptz,
  done_by       text NOT NULL,
  recalled_at   timestamptz,
  recall_reason text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK ((arrival IS NULL) = (year IS NULL) AND (arrival IS NULL) = (arrived IS NULL)),
  FOREIGN KEY (tenant_id, answer_id) REFERENCES records_outgoing
);
SELECT vuon_tenant_table('records_incoming');
CREATE UNIQUE INDEX records_incoming_arrival ON records_incoming (tenant_id, year, arrival);
CREATE UNIQUE INDEX records_incoming_source ON records_incoming (tenant_id, source_tenant, source_id) WHERE source_id IS NOT NULL;

-- The last arrival number of a year: locked by whoever takes the next one.
CREATE TABLE records_arrivals (
  tenant_id text NOT NULL,
  year      int  NOT NULL,
  last      int  NOT NULL CHECK (last >= 0),
  PRIMARY KEY (tenant_id, year)
);
SELECT vuon_tenant_table('records_arrivals');

-- A document in the inbox of an office, a commune, a leader or a person: sent to
-- it, or handed on to it with a remark (chuyển xử lý).
CREATE TABLE records_slips (
  tenant_id     text NOT NULL,
  id            uuid NOT NULL,
  box           text NOT NULL,
  box_name      text NOT NULL,
  outgoing_id   uuid,
  incoming_id   uuid,
  parent_id     uuid,
  line_seq      int,
  remark        text NOT NULL,
  due           date,
  sent_at       timestamptz NOT NULL,
  sent_by       text NOT NULL,
  sent_account  text NOT NULL,
  received_at   timestamptz,
  received_by   text NOT NULL,
  done_at       timestamptz,
  done_by       text NOT NULL,
  result        text NOT NULL,
  recalled_at   timestamptz,
  recall_reason text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK ((outgoing_id IS NULL) <> (incoming_id IS NULL)),
  FOREIGN KEY (tenant_id, outgoing_id) REFERENCES records_outgoing,
  FOREIGN KEY (tenant_id, incoming_id) REFERENCES records_incoming,
  FOREIGN KEY (tenant_id, parent_id) REFERENCES records_slips
);
SELECT vuon_tenant_table('records_slips');
CREATE UNIQUE INDEX records_slips_outgoing ON records_slips (tenant_id, outgoing_id, box) WHERE outgoing_id IS NOT NULL;
CREATE UNIQUE INDEX records_slips_incoming ON records_slips (tenant_id, incoming_id, box) WHERE incoming_id IS NOT NULL;
CREATE INDEX records_slips_box ON records_slips (tenant_id, box, sent_at DESC);

-- Nothing of this is ever deleted.
REVOKE DELETE ON records_outgoing, records_lines, records_incoming, records_arrivals, records_slips FROM vuon_app, vuon_migrate;
