-- +goose Up
-- A review (rà soát): the periodic one of a year ("2024") or the regular one of a
-- month ("2024-05").
CREATE TABLE households_rounds (
  tenant_id  text NOT NULL,
  id         text NOT NULL CHECK (id ~ '^\d{4}(-\d{2})?$'),
  kind       text NOT NULL CHECK (kind IN ('periodic', 'regular')),
  year       int  NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  opens_on   date NOT NULL,
  closes_on  date NOT NULL CHECK (closes_on >= opens_on),
  as_of      date NOT NULL,                     -- ages and standards are taken on this day
  district   boolean NOT NULL,                  -- there is a district level whose chair gives an opinion
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
SELECT vuon_tenant_table('households_rounds', true);

-- How far a commune is with a review. The days are those of the step itself, as
-- people state them; at is when it was entered.
CREATE TABLE households_communes (
  tenant_id  text NOT NULL,
  round      text NOT NULL,
  unit       text NOT NULL,
  state      text NOT NULL CHECK (state IN ('listing', 'reviewing', 'meeting', 'posted', 'rechecking', 'submitted', 'opined', 'recognised')),
  lists_on   date, reviewed_on date, met_on date, posted_on date, posted_until date, submitted_on date, opined_on date,
  decision_number text NOT NULL DEFAULT '', decision_on date,
  signatory  text NOT NULL DEFAULT '',
  opinion    text NOT NULL DEFAULT '',
  did        jsonb NOT NULL DEFAULT '{}',       -- action → account, for incompatible hands
  revision   int  NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, round, unit),
  FOREIGN KEY (tenant_id, round) REFERENCES households_rounds
);
SELECT vuon_tenant_table('households_communes', true);

-- What a review found out about a household: one row of phiếu B and C, from which
-- the forms count. Village, names and members are as they were in the review.
CREATE TABLE households_results (
  tenant_id  text NOT NULL,
  round      text NOT NULL,
  household  uuid NOT NULL,
  unit       text NOT NULL,
  village    uuid NOT NULL,
  entered    boolean NOT NULL,                  -- false: on the list to be reviewed, nothing entered yet
  listed_for text NOT NULL DEFAULT '',          -- managed, request, import, added
  opening    text NOT NULL CHECK (opening IN ('poor', 'near_poor', 'escaped', 'not_poor')),
  movement   text NOT NULL CHECK (movement IN ('', 'arrived', 'split', 'left', 'merged', 'died')),
  b1         int  NOT NULL CHECK (b1 BETWEEN 0 AND 1000),
  deprived   smallint NOT NULL,
  causes     smallint NOT NULL,
  supports   smallint NOT NULL,
  merit      boolean NOT NULL,
  no_labour  boolean NOT NULL,
  average    boolean NOT NULL,
  was_poor   boolean NOT NULL,                  -- what the registry knew before this review
  was_near_poor boolean NOT NULL,
  standard   text NOT NULL,
  class      text NOT NULL CHECK (class IN ('', 'poor', 'near_poor', 'not_poor')), -- '' before it is entered
  kind       text NOT NULL CHECK (kind IN ('', 'new', 'relapsed', 'old')),
  escapes    boolean NOT NULL,
  b2         int  NOT NULL,
  answers    jsonb,                             -- of the score table, where one was used
  members    jsonb NOT NULL,                    -- the persons that were counted: classify's people, no names and no numbers
  counts     smallint[] NOT NULL,               -- the measures (package forms) in which it counts
  amounts    smallint[] NOT NULL,               -- how much in each
  reviewer   text NOT NULL DEFAULT '',          -- account to whom its village was assigned or who entered it
  entered_at timestamptz,
  entered_by text NOT NULL DEFAULT '',
  revision   int  NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, round, household),
  FOREIGN KEY (tenant_id, round) REFERENCES households_rounds,
  FOREIGN KEY (tenant_id, household) REFERENCES households_households
);
SELECT vuon_tenant_table('households_results');
CREATE INDEX households_results_unit ON households_results (tenant_id, round, unit, village);
CREATE INDEX households_results_household ON households_results (tenant_id, household, round);

-- The sums of a review: a row a village, and a row a commune (the nil village).
-- counts[i] is the sum of the measure i of package forms. Kept by whoever writes
-- households_results, in the same transaction.
CREATE TABLE households_sums (
  tenant_id text NOT NULL,
  round     text NOT NULL,
  unit      text NOT NULL,
  village   uuid NOT NULL,
  counts    bigint[] NOT NULL,
  PRIMARY KEY (tenant_id, round, unit, village),
  FOREIGN KEY (tenant_id, round) REFERENCES households_rounds
);
SELECT vuon_tenant_table('households_sums', true);
-- +goose StatementBegin
CREATE FUNCTION households_added(a bigint[], b bigint[]) RETURNS bigint[]
LANGUAGE sql IMMUTABLE AS $$
  SELECT array_agg(coalesce(x, 0) + coalesce(y, 0) ORDER BY i) FROM unnest(a, b) WITH ORDINALITY AS u(x, y, i)
$$;
-- +goose StatementEnd

-- Who reviews which village.
CREATE TABLE households_assignments (
  tenant_id text NOT NULL,
  round     text NOT NULL,
  village   uuid NOT NULL,
  account   text NOT NULL,
  name      text NOT NULL,
  PRIMARY KEY (tenant_id, round, village, account),
  FOREIGN KEY (tenant_id, round) REFERENCES households_rounds,
  FOREIGN KEY (tenant_id, village) REFERENCES households_villages
);
SELECT vuon_tenant_table('households_assignments');
