// Package docs embeds the guides, which the product shows as its help.
package docs

import (
	"embed"
	"io/fs"
)

//go:embed guide
var guide embed.FS

// Guides holds the guides (*.md) and their pictures (images/*.png).
func Guides() fs.FS {
	sub, err := fs.Sub(guide, "guide")
	if err != nil {
		panic(err) // the folder is part of the binary
	}
	return sub
}
