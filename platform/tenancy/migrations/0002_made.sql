-- +goose Up
-- Who made the tenant on the screen; '' for those of the files. The files leave
-- such a tenant alone until they name it.
ALTER TABLE tenancy_tenants ADD COLUMN made_by text NOT NULL DEFAULT '';
