-- Names as they are searched: without case and diacritics. Written by the
-- application; what stands already is folded here once.
-- +goose Up
ALTER TABLE identity_accounts ADD COLUMN folded text NOT NULL DEFAULT '';
UPDATE identity_accounts SET folded = replace(translate(normalize(lower(name || ' ' || username), NFD), U&'\0300\0301\0303\0309\0323\0302\0306\031B', ''), 'đ', 'd');
