package workbook

import "io"

// Limits of the strings that cells share: they are the one thing of a file that
// must be at hand as a whole. 440,000 members with names and numbers need 25 MB.
const (
	maxShared      = 96 << 20 // bytes of all of them
	maxSharedCount = 4 << 20
	maxText        = 32 << 10 // bytes of one; what is beyond is cut off
	chunkSize      = 1 << 20
)

// shared are the strings that cells refer to by number, packed into chunks.
type shared struct {
	chunks [][]byte
	ends   []uint32 // of each string, counted over all chunks of chunkSize
}

func readShared(in io.Reader) (*shared, error) {
	s, x := &shared{}, newScanner(in)
	var text []byte
	phonetic, within, total := 0, false, 0
	for {
		kind, err := x.next()
		switch {
		case err != nil:
			return nil, broken(err)
		case kind == tokenDone:
			return s, nil
		case kind == tokenText:
			if within && phonetic == 0 && len(text) < maxText {
				text = x.appendText(text)
			}
			continue
		}
		switch name := string(x.name); {
		case name == "rPh" && kind != tokenEmpty:
			phonetic += step(kind)
		case name == "t":
			within = kind == tokenStart
		case name == "si" && kind == tokenStart:
			text = text[:0]
		case name == "si":
			if kind == tokenEmpty {
				text = text[:0]
			}
			text = text[:min(len(text), maxText)]
			if total += len(text); total > maxShared || len(s.ends) >= maxSharedCount {
				return nil, tooLarge()
			}
			s.add(unmangle(text))
		}
	}
}

func step(kind token) int {
	if kind == tokenStart {
		return 1
	}
	return -1
}

// add keeps a string, which lies in one chunk.
func (s *shared) add(text []byte) {
	last := len(s.chunks) - 1
	if last < 0 || len(s.chunks[last])+len(text) > chunkSize {
		s.chunks = append(s.chunks, make([]byte, 0, chunkSize))
		last++
	}
	s.chunks[last] = append(s.chunks[last], text...)
	s.ends = append(s.ends, uint32(last*chunkSize+len(s.chunks[last])))
}

// at is a string by its number.
func (s *shared) at(n int) ([]byte, bool) {
	if s == nil || n < 0 || n >= len(s.ends) {
		return nil, false
	}
	end, start := s.ends[n], uint32(0)
	if n > 0 {
		start = s.ends[n-1]
	}
	if start == end {
		return nil, true
	}
	chunk := (end - 1) / chunkSize // an end on the border belongs to the chunk before
	first := chunk * chunkSize
	return s.chunks[chunk][max(start, first)-first : end-first], true
}
