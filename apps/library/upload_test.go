package library_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"vuon/apps/library"
	"vuon/platform/fault"
)

// broken is a body that ends before it should.
type broken struct{ io.Reader }

func (b broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// A file of a hundred pieces is cut within the last: only that one is sent again.
func TestACutAt99PercentCostsOnlyTheRest(t *testing.T) {
	o := newOffice(t)
	folder := o.folder("Báo cáo")
	content := strings.Repeat("Xã Đắk Sôr báo cáo. ", 5000)
	sum := sha256.Sum256([]byte(content))
	u, err := o.Begin(o.as(labour), krongNo, library.Announced{Folder: folder, Name: "Báo cáo.txt", Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:])})
	o.must(err)
	step := len(content) / 100
	for at := 0; at < 99*step; at += step {
		u, err = o.Receive(o.as(labour), krongNo, u.ID, int64(at), strings.NewReader(content[at:at+step]))
		o.must(err)
	}
	if _, err := o.Receive(o.as(labour), krongNo, u.ID, int64(99*step), broken{strings.NewReader(content[99*step : 99*step+100])}); err == nil {
		t.Fatal("a piece that broke off was taken")
	}
	if _, err := o.Finish(o.as(labour), krongNo, u.ID); fault.CodeOf(err) != "upload_incomplete" {
		t.Errorf("finished at 99 %%: %v", err)
	}
	// The browser was closed: all that is known is the upload's id.
	u, err = o.Upload(o.as(labour), krongNo, u.ID)
	o.must(err)
	if u.Received != int64(99*step) {
		t.Fatalf("%d bytes are kept, want %d", u.Received, 99*step)
	}
	u, err = o.Receive(o.as(labour), krongNo, u.ID, u.Received, strings.NewReader(content[u.Received:]))
	o.must(err)
	first, err := o.Finish(o.as(labour), krongNo, u.ID)
	o.must(err)
	again, err := o.Finish(o.as(labour), krongNo, u.ID) // the answer was lost
	o.must(err)
	if got, err := o.read(labour, first.ID, 0); err != nil || got != content || first.ID != again.ID || again.Version != 1 {
		t.Errorf("%d of %d bytes, %v; finished again it is %s version %d, not %s", len(got), len(content), err, again.ID, again.Version, first.ID)
	}
}

func TestPiecesComeInOrderAndMayComeTwice(t *testing.T) {
	o := newOffice(t)
	u := o.begin(o.folder("Thư mục"), "a.txt", 10)
	send := func(start int64, text string) (library.Sending, error) {
		return o.Receive(o.as(labour), krongNo, u.ID, start, strings.NewReader(text))
	}
	_, err := send(5, "56789")
	o.want(err, "upload_offset")
	_, err = send(0, "0123456789x")
	o.want(err, "file_too_large")
	_, err = send(-1, "0")
	o.want(err, "upload_offset")
	var sends sync.WaitGroup
	for range 4 { // an impatient browser
		sends.Go(func() {
			if _, err := send(0, "01234"); err != nil {
				t.Error(err)
			}
		})
	}
	sends.Wait()
	if got, err := send(0, "01234"); err != nil || got.Received != 5 {
		t.Errorf("sent again: %d bytes, %v", got.Received, err)
	}
	_, err = o.Receive(o.as(clerk), krongNo, u.ID, 5, strings.NewReader("56789"))
	o.want(err, "upload_unknown")
	_, err = send(5, "56789")
	o.must(err)
	f, err := o.Finish(o.as(labour), krongNo, u.ID)
	o.must(err)
	if got, err := o.read(labour, f.ID, 0); got != "0123456789" || err != nil {
		t.Errorf("kept %q, %v", got, err)
	}
}

func TestWhatIsNotWhatWasAnnouncedIsNotKept(t *testing.T) {
	o := newOffice(t)
	folder := o.folder("Thư mục")
	u, err := o.Begin(o.as(labour), krongNo, library.Announced{Folder: folder, Name: "a.txt", Size: 3, SHA256: strings.Repeat("0", 64)})
	o.must(err)
	_, err = o.Receive(o.as(labour), krongNo, u.ID, 0, strings.NewReader("abc"))
	o.must(err)
	_, err = o.Finish(o.as(labour), krongNo, u.ID)
	o.want(err, "upload_sum_differs")
	for _, c := range []struct {
		a    library.Announced
		code string
	}{
		{library.Announced{Folder: folder, Name: "a.txt", Size: 0}, "file_empty"},
		{library.Announced{Folder: folder, Name: "a.txt", Size: library.MaxFile + 1}, "file_too_large"},
		{library.Announced{Folder: folder, Name: "a.txt", Size: 1, SHA256: "x"}, "sum_invalid"},
		{library.Announced{Folder: folder, Name: "Bảng lương.pdf.exe", Size: 1}, "file_is_program"},
		{library.Announced{Folder: "", Name: "a.txt", Size: 1}, "folder_unknown"},
		{library.Announced{Folder: "00000000-0000-0000-0000-000000000000", Name: "a.txt", Size: 1}, "folder_unknown"},
	} {
		_, err := o.Begin(o.as(labour), krongNo, c.a)
		o.want(err, c.code)
	}
	u = o.begin(folder, "virus.txt", 64)
	_, err = o.Receive(o.as(labour), krongNo, u.ID, 0, strings.NewReader("MZ\x90\x00\x03"+strings.Repeat("\x00", 59)))
	o.must(err)
	_, err = o.Finish(o.as(labour), krongNo, u.ID)
	o.want(err, "file_is_program")
	l, err := o.Browse(o.as(labour), krongNo, folder, library.Filter{}, page)
	o.must(err)
	if len(l.Files) != 0 {
		t.Errorf("kept %v", l.Files)
	}
}

func TestStorageAwayForAMinuteLosesNothing(t *testing.T) {
	o := newOffice(t)
	u := o.begin(o.folder("Thư mục"), "a.txt", 6)
	_, err := o.Receive(o.as(labour), krongNo, u.ID, 0, strings.NewReader("abc"))
	o.must(err)
	shared.line.cut.Store(true)
	_, err = o.Receive(o.as(labour), krongNo, u.ID, 3, strings.NewReader("def"))
	shared.line.cut.Store(false)
	o.want(err, "storage_unavailable")
	u, err = o.Upload(o.as(labour), krongNo, u.ID)
	o.must(err)
	_, err = o.Receive(o.as(labour), krongNo, u.ID, u.Received, strings.NewReader("def"))
	o.must(err)
	shared.line.cut.Store(true)
	_, err = o.Finish(o.as(labour), krongNo, u.ID)
	shared.line.cut.Store(false)
	o.want(err, "storage_unavailable")
	f, err := o.Finish(o.as(labour), krongNo, u.ID)
	o.must(err)
	if got, err := o.read(labour, f.ID, 0); got != "abcdef" || err != nil {
		t.Errorf("kept %q, %v", got, err)
	}
}

func TestTwoUploadsOfOneFileAtOnceAreTwoVersionsOfIt(t *testing.T) {
	o := newOffice(t)
	folder := o.folder("Thư mục")
	var sends sync.WaitGroup
	for _, content := range []string{"bản một", "bản hai", "bản ba", "bản ba"} {
		sends.Go(func() {
			u := o.begin(folder, "Danh sách.txt", len(content))
			if _, err := o.Receive(o.as(labour), krongNo, u.ID, 0, strings.NewReader(content)); err != nil {
				t.Error(err)
			}
			if _, err := o.Finish(o.as(labour), krongNo, u.ID); err != nil {
				t.Error(err)
			}
		})
	}
	sends.Wait()
	l, err := o.Browse(o.as(labour), krongNo, folder, library.Filter{}, page)
	o.must(err)
	if len(l.Files) != 1 || l.Files[0].Version < 3 {
		t.Fatalf("%d files: %+v", len(l.Files), l.Files)
	}
	d, err := o.File(o.as(labour), krongNo, l.Files[0].ID)
	o.must(err)
	kept := map[string]bool{}
	for _, v := range d.Versions {
		content, err := o.read(labour, d.File.ID, v.Version)
		o.must(err)
		kept[content] = true
	}
	if len(kept) != 3 {
		t.Errorf("kept %v", kept)
	}
}

func TestUploadsAtOnceDoNotPassTheQuota(t *testing.T) {
	o := newOffice(t)
	folder := o.folder("Thư mục")
	o.quota.Store(1000)
	var sends sync.WaitGroup
	var mu sync.Mutex
	var begun []string
	for range 8 {
		sends.Go(func() {
			u, err := o.Begin(o.as(labour), krongNo, library.Announced{Folder: folder, Name: "a" + time.Now().String() + ".txt", Size: 300})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				begun = append(begun, u.ID)
			} else if fault.CodeOf(err) != "storage_quota_exceeded" {
				t.Error(err)
			}
		})
	}
	sends.Wait()
	if len(begun) != 3 {
		t.Errorf("%d uploads of 300 bytes were begun in a quota of 1000", len(begun))
	}
	o.must(o.Abandon(o.as(labour), krongNo, begun[0]))
	o.begin(folder, "b.txt", 300)
	// The room may go meanwhile: what is announced is not yet kept.
	o.quota.Store(100)
	u := begun[1]
	_, err := o.Receive(o.as(labour), krongNo, u, 0, strings.NewReader(strings.Repeat("x", 300)))
	o.must(err)
	_, err = o.Finish(o.as(labour), krongNo, u)
	o.want(err, "storage_quota_exceeded")
}

func TestAbandonedUploadsAreForgotten(t *testing.T) {
	o := newOffice(t)
	folder := o.folder("Thư mục")
	old := o.begin(folder, "a.txt", 6)
	_, err := o.Receive(o.as(labour), krongNo, old.ID, 0, strings.NewReader("abc"))
	o.must(err)
	o.must(o.Keep(o.t.Context(), krongNo))
	_, err = o.Upload(o.as(labour), krongNo, old.ID)
	o.must(err)
	o.clk.Advance(25 * time.Hour)
	young := o.begin(folder, "b.txt", 6)
	o.must(o.Keep(o.t.Context(), krongNo))
	_, err = o.Upload(o.as(labour), krongNo, old.ID)
	o.want(err, "upload_unknown")
	_, err = o.Upload(o.as(labour), krongNo, young.ID)
	o.must(err)
}
