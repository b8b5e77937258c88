-- Public holidays, from which terms of working days are counted.
-- +goose Up
CREATE TABLE catalogue_holidays (
  id         text PRIMARY KEY,
  title      text NOT NULL,
  working    boolean NOT NULL, -- a week's end on which offices work instead
  source     text NOT NULL,
  article    text NOT NULL,
  valid_from date NOT NULL,
  valid_to   date NOT NULL CHECK (valid_to >= valid_from),
  withdrawn  boolean NOT NULL DEFAULT false
);
SELECT vuon_global_table('catalogue_holidays');
