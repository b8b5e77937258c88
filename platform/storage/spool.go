package storage

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
)

// spooled is a whole file at hand: readable again, with its size and sum.
type spooled struct {
	*io.SectionReader
	sum  [sha256.Size]byte
	temp *os.File // nil: the caller's own reader
}

func (s *spooled) hex() string { return hex.EncodeToString(s.sum[:]) }

func (s *spooled) Close() error {
	if s.temp == nil {
		return nil
	}
	return s.temp.Close()
}

// seekable is what needs no copy: files, uploads that are spooled already, buffers.
type seekable interface {
	io.ReaderAt
	io.Seeker
}

// spool reads r to its end and no further than max bytes. What cannot be read
// twice goes to a temporary file that has no name, so that nothing stays behind
// even when the process is killed.
func spool(r io.Reader, max int64) (*spooled, error) {
	if at, ok := r.(seekable); ok {
		return measure(at, max)
	}
	temp, err := os.CreateTemp("", "vuon-upload-*")
	if err != nil {
		return nil, fmt.Errorf("spool a file: %w", err)
	}
	_ = os.Remove(temp.Name())
	s := &spooled{temp: temp}
	n, err := io.Copy(temp, io.LimitReader(r, max+1))
	if err == nil {
		err = s.take(io.NewSectionReader(temp, 0, n), max)
	}
	if err != nil {
		_ = temp.Close()
		return nil, err
	}
	return s, nil
}

func measure(at seekable, max int64) (*spooled, error) {
	from, err := at.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil, err
	}
	end, err := at.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	s := &spooled{}
	return s, s.take(io.NewSectionReader(at, from, end-from), max)
}

func (s *spooled) take(body *io.SectionReader, max int64) error {
	switch {
	case body.Size() == 0:
		return faultEmpty()
	case body.Size() > max:
		return faultTooLarge(max)
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, body); err != nil {
		return err
	}
	s.SectionReader = body
	hash.Sum(s.sum[:0])
	_, err := body.Seek(0, io.SeekStart)
	return err
}
