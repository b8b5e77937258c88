package extract

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf16"
)

// readText reads UTF-8, or UTF-16 with its mark, a line a block.
func readText(r io.ReaderAt, size int64) (Document, error) {
	raw := make([]byte, min(size, 2*MaxText))
	n, err := r.ReadAt(raw, 0)
	if err != nil && err != io.EOF { //nolint:errorlint // io.ReaderAt returns it bare
		return Document{}, err
	}
	d := Document{Cut: size > int64(n)}
	for line := range strings.Lines(decode(raw[:n])) {
		if len(d.Blocks) == maxBlocks {
			d.Cut = true
			break
		}
		if line = strings.TrimRight(line, "\r\n"); strings.TrimSpace(line) != "" {
			d.Blocks = append(d.Blocks, Block{Text: line})
		}
	}
	return d, nil
}

func decode(raw []byte) string {
	switch {
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}):
		return utf16Text(raw[2:], false)
	case bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		return utf16Text(raw[2:], true)
	}
	return strings.ToValidUTF8(strings.TrimPrefix(string(raw), "\uFEFF"), "\uFFFD")
}

func utf16Text(raw []byte, big bool) string {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		a, b := uint16(raw[2*i]), uint16(raw[2*i+1])
		if big {
			a, b = b, a
		}
		units[i] = a | b<<8
	}
	return string(utf16.Decode(units))
}
