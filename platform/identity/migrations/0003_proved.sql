-- When the holder of a session last proved who they are: signing in, or the
-- password once more before changing what signing in needs.
-- +goose Up
ALTER TABLE identity_sessions ADD COLUMN proved_at timestamptz;
UPDATE identity_sessions SET proved_at = created_at;
ALTER TABLE identity_sessions ALTER COLUMN proved_at SET NOT NULL;
