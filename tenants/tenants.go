// Package tenants embeds the configuration of the deployment as it is shipped:
// the national catalogue, the provinces and their districts, each in a folder.
package tenants

import (
	"embed"
	"io/fs"
)

//go:embed */*
var files embed.FS

// FS is the folder of configuration, with national/ and a folder a province.
func FS() fs.FS { return files }
