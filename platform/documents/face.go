package documents

import (
	"encoding/binary"
	"fmt"
	"sort"
	"sync"

	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifbolditalic"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
)

// face is one of the four cuts of Liberation Serif, which has the widths of
// Times New Roman. It is read where it lies and never changes.
type face struct {
	ttf      []byte
	ends     []byte // cmap format 4: segment ends, starts, deltas, offsets
	starts   []byte
	deltas   []byte
	offsets  []byte
	hmtx     []byte
	metrics  int // glyphs with a width of their own
	unitsPer int
	latin    [latinEnd]float64 // widths of the characters that texts consist of, 0: no glyph
}

// latinEnd is the end of the Latin letters and marks in Unicode.
const latinEnd = 0x2070

// Cuts of the typeface: bits of a face's number.
const (
	bold   = 1
	italic = 2
)

// faces are the four cuts, by bold|italic.
type faces [4]*face

// loadFaces finds the tables of the four embedded fonts, once a process.
var loadFaces = sync.OnceValues(func() (*faces, error) {
	var fs faces
	for i, ttf := range [...][]byte{liberationserifregular.TTF, liberationserifbold.TTF,
		liberationserifitalic.TTF, liberationserifbolditalic.TTF} {
		f, err := parseFace(ttf)
		if err != nil {
			return nil, fmt.Errorf("documents: font %d: %w", i, err)
		}
		fs[i] = f
	}
	return &fs, nil
})

// parseFace finds the character map and the widths of a TrueType font. The
// fonts are compiled in, so damage is a broken build and not a user's fault.
func parseFace(ttf []byte) (*face, error) {
	u16 := func(at uint32) int { return int(binary.BigEndian.Uint16(ttf[at:])) }
	u32 := func(at uint32) uint32 { return binary.BigEndian.Uint32(ttf[at:]) }
	tables := map[string]uint32{}
	for i := range uint32(u16(4)) {
		tables[string(ttf[12+16*i:16+16*i])] = u32(12 + 16*i + 8)
	}
	for _, name := range []string{"cmap", "head", "hhea", "hmtx"} {
		if tables[name] == 0 {
			return nil, fmt.Errorf("no table %s", name)
		}
	}
	f := &face{ttf: ttf, hmtx: ttf[tables["hmtx"]:], metrics: u16(tables["hhea"] + 34), unitsPer: u16(tables["head"] + 18)}
	cmap := tables["cmap"]
	for i := range uint32(u16(cmap + 2)) {
		sub := cmap + u32(cmap+4+8*i+4)
		if u16(sub) != 4 {
			continue
		}
		n := uint32(u16(sub + 6)) // twice the number of segments
		f.ends, f.starts = ttf[sub+14:sub+14+n], ttf[sub+16+n:sub+16+2*n]
		f.deltas, f.offsets = ttf[sub+16+2*n:sub+16+3*n], ttf[sub+16+3*n:]
		for r := range rune(latinEnd) {
			if f.glyph(r) != 0 {
				f.latin[r] = f.measure(r)
			}
		}
		return f, nil
	}
	return nil, fmt.Errorf("no character map of format 4")
}

// glyph is the number of the glyph of r, 0 when the font has none.
func (f *face) glyph(r rune) int {
	if r < 0 || r > 0xFFFF {
		return 0
	}
	at := func(b []byte, i int) int { return int(binary.BigEndian.Uint16(b[2*i:])) }
	segments := len(f.ends) / 2
	i := sort.Search(segments, func(i int) bool { return at(f.ends, i) >= int(r) })
	if i == segments || at(f.starts, i) > int(r) {
		return 0
	}
	offset := at(f.offsets, i)
	if offset == 0 {
		return (int(r) + at(f.deltas, i)) & 0xFFFF
	}
	g := at(f.offsets, i+offset/2+int(r)-at(f.starts, i))
	if g == 0 {
		return 0
	}
	return (g + at(f.deltas, i)) & 0xFFFF
}

// has reports whether the font can print r.
func (f *face) has(r rune) bool {
	if r >= 0 && r < latinEnd && f.latin[r] > 0 {
		return true
	}
	return f.glyph(r) != 0
}

// advance is the width of r in thousandths of the size.
func (f *face) advance(r rune) float64 {
	if r >= 0 && r < latinEnd && f.latin[r] > 0 {
		return f.latin[r]
	}
	return f.measure(r)
}

func (f *face) measure(r rune) float64 {
	g := min(f.glyph(r), f.metrics-1)
	return float64(binary.BigEndian.Uint16(f.hmtx[4*g:])) * 1000 / float64(f.unitsPer)
}
