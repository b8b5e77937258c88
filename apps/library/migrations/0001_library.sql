-- +goose Up
-- A folder. Those that the programme or another module gives have a place
-- ("project/2024/DA1", "task/<id>"), from which their id is made.
CREATE TABLE library_folders (
  tenant_id   text NOT NULL,
  id          uuid NOT NULL,
  parent_id   uuid,
  place       text,
  name        text NOT NULL CHECK (name <> ''),
  unit        text NOT NULL DEFAULT '', -- code of the commune whose own it is
  project     text NOT NULL DEFAULT '', -- code of the project
  internal    boolean NOT NULL DEFAULT false,
  class       text NOT NULL DEFAULT '', -- of retention; '': the folder's above
  archived_at timestamptz,
  created_at  timestamptz NOT NULL,
  created_by  text NOT NULL,
  creator     text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES library_folders,
  CHECK (id <> parent_id)
);
SELECT vuon_tenant_table('library_folders');
CREATE UNIQUE INDEX library_folders_place ON library_folders (tenant_id, place);
CREATE UNIQUE INDEX library_folders_name ON library_folders
  (tenant_id, coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), lower(name)) WHERE place IS NULL AND archived_at IS NULL;

-- A file; its contents are the versions. A destroyed one stays as the record
-- that it was there, of what content, and by whom it was destroyed.
CREATE TABLE library_files (
  tenant_id    text NOT NULL,
  id           uuid NOT NULL,
  folder_id    uuid NOT NULL,
  name         text NOT NULL CHECK (name <> ''),
  description  text NOT NULL DEFAULT '',
  version      int  NOT NULL CHECK (version > 0), -- the newest
  internal     boolean NOT NULL DEFAULT false,
  object       text NOT NULL DEFAULT '', -- what it is attached to: 'task'
  object_id    text NOT NULL DEFAULT '',
  class        text NOT NULL DEFAULT '', -- of retention; '': the folder's
  held         text NOT NULL DEFAULT '', -- why it may not be destroyed
  search       tsvector NOT NULL, -- words of name and description (weight A), and of the newest version's text, without diacritics
  created_at   timestamptz NOT NULL,
  created_by   text NOT NULL,
  creator      text NOT NULL,
  updated_at   timestamptz NOT NULL,
  updater      text NOT NULL,
  archived_at  timestamptz,
  destroyed_at timestamptz,
  destroyer    text NOT NULL DEFAULT '',
  reason       text NOT NULL DEFAULT '', -- of its being destroyed
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, folder_id) REFERENCES library_folders
);
SELECT vuon_tenant_table('library_files');
CREATE INDEX library_files_folder ON library_files (tenant_id, folder_id, name);
CREATE INDEX library_files_object ON library_files (tenant_id, object, object_id) WHERE object <> '';
CREATE INDEX library_files_search ON library_files USING gin (search);

CREATE TABLE library_versions (
  tenant_id  text NOT NULL,
  file_id    uuid NOT NULL,
  version    int  NOT NULL CHECK (version > 0),
  name       text NOT NULL,
  key        text NOT NULL, -- in storage
  type       text NOT NULL,
  size       bigint NOT NULL CHECK (size > 0),
  sha256     text NOT NULL,
  state      text NOT NULL CHECK (state IN ('waiting', 'read', 'unreadable', 'textless')),
  active     boolean NOT NULL DEFAULT true, -- may hold something that runs: never shown inside the browser; read files are known
  thumb      text NOT NULL DEFAULT '', -- key of the small picture
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  creator    text NOT NULL,
  PRIMARY KEY (tenant_id, file_id, version),
  FOREIGN KEY (tenant_id, file_id) REFERENCES library_files
);
SELECT vuon_tenant_table('library_versions');

-- The text of the newest version: as it is, for the passage that is shown, and
-- its words, from which library_files.search is made.
CREATE TABLE library_texts (
  tenant_id text NOT NULL,
  file_id   uuid NOT NULL,
  version   int  NOT NULL,
  body      text NOT NULL,
  search    tsvector NOT NULL,
  PRIMARY KEY (tenant_id, file_id),
  FOREIGN KEY (tenant_id, file_id, version) REFERENCES library_versions
);
SELECT vuon_tenant_table('library_texts');

-- An upload that is under way, and the parts of it that have come.
CREATE TABLE library_uploads (
  tenant_id  text NOT NULL,
  id         uuid NOT NULL,
  folder_id  uuid NOT NULL,
  file_id    uuid, -- of which it becomes a new version
  name       text NOT NULL,
  size       bigint NOT NULL CHECK (size > 0), -- as announced
  sha256     text NOT NULL DEFAULT '', -- as announced; '': not said
  received   bigint NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND size),
  done_id    uuid, -- the file that it became
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  touched_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
SELECT vuon_tenant_table('library_uploads');

CREATE TABLE library_parts (
  tenant_id text NOT NULL,
  upload_id uuid NOT NULL,
  start     bigint NOT NULL CHECK (start >= 0),
  size      bigint NOT NULL CHECK (size > 0),
  sha256    text NOT NULL,
  PRIMARY KEY (tenant_id, upload_id, start),
  FOREIGN KEY (tenant_id, upload_id) REFERENCES library_uploads
);
SELECT vuon_tenant_table('library_parts');

-- A link by which somebody without an account may fetch one file. Only the hash
-- of its secret is kept.
CREATE TABLE library_links (
  tenant_id  text NOT NULL,
  id         uuid NOT NULL,
  file_id    uuid NOT NULL,
  hash       text NOT NULL,
  password   text NOT NULL DEFAULT '', -- argon2id; '': none
  tries      int  NOT NULL DEFAULT 0, -- wrong passwords in a row
  note       text NOT NULL DEFAULT '', -- for whom
  most       int  NOT NULL DEFAULT 0, -- downloads; 0: any number
  downloads  int  NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  creator    text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, file_id) REFERENCES library_files,
  CHECK (most = 0 OR downloads <= most)
);
SELECT vuon_tenant_table('library_links');
CREATE UNIQUE INDEX library_links_hash ON library_links (tenant_id, hash);
