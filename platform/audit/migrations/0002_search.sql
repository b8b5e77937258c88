-- +goose Up
CREATE INDEX audit_entries_actor ON audit_entries (tenant_id, actor, seq);
CREATE INDEX audit_entries_at ON audit_entries (tenant_id, at);
