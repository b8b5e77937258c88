package storage

import (
	"embed"
	"io/fs"

	"vuon/platform/database"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// Source is the schema of the storage.
func Source() database.Source {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return database.Source{Module: "storage", FS: files}
}
