-- +goose Up
-- A row of households_states and households_members holds from valid_from on, up to
-- the day before valid_to: one that ends on its first day was put right and holds on
-- no day.
COMMENT ON COLUMN households_states.valid_to IS 'the first day on which it was no longer so';
COMMENT ON COLUMN households_members.valid_to IS 'the first day on which it was no longer so';

-- Who left comes back under the same id.
CREATE INDEX households_members_once ON households_members (tenant_id, citizen_hash) WHERE citizen_hash IS NOT NULL AND valid_to IS NOT NULL;

-- Two rows of persons that somebody looked at: the same person entered twice
-- (joined, the history of both is read under the one that stayed), or two persons.
CREATE TABLE households_likenesses (
  tenant_id text NOT NULL,
  stays     uuid NOT NULL,                     -- person
  other     uuid NOT NULL,                     -- person; greater than stays where they are two persons
  same      boolean NOT NULL,
  at        timestamptz NOT NULL,
  by_name   text NOT NULL,
  PRIMARY KEY (tenant_id, stays, other)
);
SELECT vuon_tenant_table('households_likenesses');
CREATE INDEX households_likenesses_other ON households_likenesses (tenant_id, other);
