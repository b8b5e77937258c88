-- +goose Up
-- A village (thôn, bon, buôn, tổ dân phố) of a commune, in its time. Unit is the
-- commune's key in tenancy_units.
CREATE TABLE households_villages (
  tenant_id  text NOT NULL,
  id         uuid NOT NULL,
  unit       text NOT NULL,
  name       text NOT NULL,                     -- with its kind: "Buôn Choah"
  folded     text NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('thon', 'bon', 'buon', 'to_dan_pho', 'other')),
  difficult  boolean NOT NULL DEFAULT false,    -- thôn đặc biệt khó khăn
  position   int  NOT NULL DEFAULT 0,
  valid_from date NOT NULL,
  valid_to   date CHECK (valid_to >= valid_from),
  PRIMARY KEY (tenant_id, id)
);
SELECT vuon_tenant_table('households_villages', true);
CREATE INDEX households_villages_unit ON households_villages (tenant_id, unit, folded);

-- A household. What it is today stands here, for lists and search; what it was
-- stands in households_states.
CREATE TABLE households_households (
  tenant_id      text NOT NULL,
  id             uuid NOT NULL,
  code           text NOT NULL,                 -- mã hộ
  unit           text NOT NULL,
  village        uuid NOT NULL,
  head           text NOT NULL,                 -- the head's full name
  head_birth     int  NOT NULL DEFAULT 0,       -- the head's year of birth, 0: not known
  folded         text NOT NULL,                 -- code and head, searched
  persons        int  NOT NULL CHECK (persons >= 0),
  class          text NOT NULL CHECK (class IN ('poor', 'near_poor', 'escaped', 'not_poor')),
  escaped_on     date,                          -- of the recognition that it left poverty
  b1             int,                           -- of the latest review
  deprived       smallint NOT NULL DEFAULT 0,   -- a bit an indicator: classify.Set
  causes         smallint NOT NULL DEFAULT 0,
  merit          boolean NOT NULL DEFAULT false,
  no_labour      boolean NOT NULL DEFAULT false,
  female_head    boolean NOT NULL DEFAULT false,
  minority       boolean NOT NULL DEFAULT false, -- of the head: dân tộc thiểu số
  onsite         boolean NOT NULL DEFAULT false, -- of the head: dân tộc thiểu số tại chỗ
  reviewed_on    date,
  state          text NOT NULL DEFAULT 'here' CHECK (state IN ('here', 'left', 'merged', 'died')),
  ended_on       date,
  into_id        uuid,                          -- the household into which this one went
  revision       int  NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, village) REFERENCES households_villages,
  FOREIGN KEY (tenant_id, into_id) REFERENCES households_households
);
SELECT vuon_tenant_table('households_households');
CREATE UNIQUE INDEX households_households_code ON households_households (tenant_id, code);
CREATE INDEX households_households_list ON households_households (tenant_id, unit, village, folded, id);
CREATE INDEX households_households_class ON households_households (tenant_id, class, unit) WHERE state = 'here';
CREATE INDEX households_households_alike ON households_households (tenant_id, village, head_birth) WHERE state = 'here';

-- What was so of a household from a day to a day: where it lived, who was its head,
-- what it was. The present row has no end.
CREATE TABLE households_states (
  tenant_id  text NOT NULL,
  household  uuid NOT NULL,
  valid_from date NOT NULL,
  valid_to   date CHECK (valid_to >= valid_from),
  unit       text NOT NULL,
  village    uuid NOT NULL,
  head       text NOT NULL,
  class      text NOT NULL CHECK (class IN ('poor', 'near_poor', 'escaped', 'not_poor')),
  merit      boolean NOT NULL,
  no_labour  boolean NOT NULL,
  state      text NOT NULL CHECK (state IN ('here', 'left', 'merged', 'died')),
  cause      text NOT NULL,                     -- of the change: households.import, .move, .split, .recognise …
  decision   text NOT NULL DEFAULT '',          -- number and date of the decision that made it so
  seq        int  NOT NULL,                     -- two changes of one day
  PRIMARY KEY (tenant_id, household, seq),
  FOREIGN KEY (tenant_id, household) REFERENCES households_households
);
SELECT vuon_tenant_table('households_states');

-- A member of a household, from a day to a day, as he or she was in that time. The
-- same person keeps the same id through changes and from one household to another.
CREATE TABLE households_members (
  tenant_id    text NOT NULL,
  household    uuid NOT NULL,
  person       uuid NOT NULL,
  seq          int  NOT NULL,                   -- of this person's rows
  valid_from   date NOT NULL,
  valid_to     date CHECK (valid_to >= valid_from),
  name         text NOT NULL,
  folded       text NOT NULL,
  birth        date NOT NULL,
  year_alone   boolean NOT NULL,                -- only the year of birth is known (birth is its first day)
  female       boolean NOT NULL,
  ethnic       text NOT NULL,                   -- code of catalogue_ethnic_groups, '' not known; sensitive
  relation     text NOT NULL,                   -- head, spouse, child, parent, grandchild, sibling, other
  position     int  NOT NULL,
  disabled     boolean NOT NULL,                -- sensitive
  insured      boolean NOT NULL,
  in_school    boolean NOT NULL,
  malnourished boolean NOT NULL,                -- sensitive
  citizen      bytea,                           -- sealed with the tenant's key
  citizen_hash bytea,                           -- keyed hash, of the tenant
  ended        text NOT NULL DEFAULT '' CHECK (ended IN ('', 'changed', 'moved', 'left', 'died', 'corrected')),
  PRIMARY KEY (tenant_id, person, seq),
  FOREIGN KEY (tenant_id, household) REFERENCES households_households
);
SELECT vuon_tenant_table('households_members');
CREATE INDEX households_members_household ON households_members (tenant_id, household, position);
CREATE INDEX households_members_citizen ON households_members (tenant_id, citizen_hash) WHERE citizen_hash IS NOT NULL AND valid_to IS NULL;
CREATE UNIQUE INDEX households_members_present ON households_members (tenant_id, person) WHERE valid_to IS NULL;

-- The whole population of a commune (village NULL) or a village in a year, for the
-- forms 1, 12 and 13.
CREATE TABLE households_population (
  tenant_id text NOT NULL,
  year      int  NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  unit      text NOT NULL,
  village   uuid NOT NULL,                      -- the nil uuid: the whole commune
  counts    bigint[] NOT NULL,                  -- 8: hộ, khẩu, hộ Kinh, hộ DTTS, hộ tại chỗ, khẩu Kinh, khẩu DTTS, khẩu tại chỗ
  PRIMARY KEY (tenant_id, year, unit, village)
);
SELECT vuon_tenant_table('households_population', true);

-- Which citizen is in a household of which tenant now: a hash with a key of the
-- deployment, so that one person is in one household of the whole deployment. The
-- application sees and writes its own tenant's rows; that another tenant has the
-- number it learns from the unique index and from nothing else. vuon_citizens
-- alone reads all of it.
CREATE TABLE households_citizens (
  tenant_id text  NOT NULL,
  citizen   bytea NOT NULL,
  person    uuid  NOT NULL,
  PRIMARY KEY (tenant_id, citizen)
);
SELECT vuon_tenant_table('households_citizens');
CREATE UNIQUE INDEX households_citizens_once ON households_citizens (citizen);
COMMENT ON INDEX households_citizens_once IS 'across tenants: one person is in one household of the whole deployment';
CREATE INDEX households_citizens_person ON households_citizens (tenant_id, person);
CREATE POLICY citizens ON households_citizens FOR SELECT TO vuon_citizens USING (true);
GRANT SELECT (citizen, tenant_id) ON households_citizens TO vuon_citizens;

-- What was given to a household.
CREATE TABLE households_benefits (
  tenant_id   text NOT NULL,
  id          uuid NOT NULL,
  household   uuid NOT NULL,
  person      uuid,
  year        int  NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  project     text NOT NULL,                    -- code of the catalogue: "DA2"; '' outside the programme
  kind        smallint NOT NULL CHECK (kind BETWEEN 1 AND 6), -- H1 y tế … H6 khác
  title       text NOT NULL,
  amount      bigint CHECK (amount >= 0),       -- đồng
  received_on date NOT NULL,
  note        text NOT NULL,
  withdrawn   boolean NOT NULL DEFAULT false,   -- entered by mistake
  created_by  text NOT NULL,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, household) REFERENCES households_households
);
SELECT vuon_tenant_table('households_benefits');
CREATE INDEX households_benefits_household ON households_benefits (tenant_id, household, year);

-- Nothing of the registry is deleted: its history is what it is for.
REVOKE DELETE ON households_villages, households_households, households_states, households_members, households_benefits FROM vuon_app;
