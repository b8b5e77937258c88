package library_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"vuon/apps/library"
	"vuon/platform/audit"
	"vuon/platform/database"
)

var page = database.Page{Limit: 50} //nolint:gochecknoglobals // a constant

func folderNames(l library.Level) (names []string) {
	for _, f := range l.Folders {
		names = append(names, f.Name)
	}
	return names
}

func (o *office) given(path ...string) library.Folder {
	o.t.Helper()
	var at library.Folder
	for _, name := range path {
		l, err := o.Browse(o.as(labour), krongNo, at.ID, library.Filter{}, page)
		o.must(err)
		found := false
		for _, f := range l.Folders {
			if strings.HasPrefix(f.Name, name) {
				at, found = f, true
				break
			}
		}
		if !found {
			o.t.Fatalf("no folder %q among %q", name, folderNames(l))
		}
	}
	return at
}

func TestTheProgrammesFoldersAreThereByThemselves(t *testing.T) {
	o := newOffice(t)
	project := o.given("Năm 2024", "Dự án 3", "Tiểu dự án 1")
	if project.Project != "DA3.1" || project.Place != "project/2024/DA3.1" {
		t.Errorf("%+v", project)
	}
	f := o.put(project.ID, "Tờ trình.txt", "Kính gửi")
	if again := o.given("Năm 2024", "Dự án 3", "Tiểu dự án 1"); again.ID != project.ID {
		t.Errorf("the folder has become another: %s, %s", again.ID, project.ID)
	}
	d, err := o.File(o.as(labour), krongNo, f.ID)
	o.must(err)
	if len(d.Above) != 2 || d.Above[0].Name != "Năm 2024" {
		t.Errorf("above it stand %+v", d.Above)
	}
	o.want(o.RenameFolder(o.as(labour), krongNo, project.ID, "Khác", false), "folder_given")
	o.want(o.ArchiveFolder(o.as(labour), krongNo, project.ID, true), "folder_given")
}

func TestFoldersOfOnesOwn(t *testing.T) {
	o := newOffice(t)
	a := o.folder("Công tác thi đua")
	_, err := o.CreateFolder(o.as(labour), krongNo, "", "công tác THI ĐUA", false)
	o.want(err, "folder_exists")
	for _, bad := range []string{"", "   ", "a/b", "..", strings.Repeat("x", 121), "a\u202eb"} {
		_, err := o.CreateFolder(o.as(labour), krongNo, "", bad, false)
		o.want(err, "name_invalid")
	}
	b, err := o.CreateFolder(o.as(labour), krongNo, a, "Năm 2023", false)
	o.must(err)
	o.want(o.MoveFolder(o.as(labour), krongNo, a, b.ID), "folder_into_itself")
	o.want(o.MoveFolder(o.as(labour), krongNo, a, a), "folder_into_itself")
	f := o.put(b.ID, "a.txt", "nội dung")
	o.must(o.RenameFolder(o.as(labour), krongNo, a, "Thi đua", true))
	if o.names(front, "a.txt") != "" || o.names(labour, "a.txt") != "a.txt" {
		t.Error("what lies in an internal folder is seen at the counter")
	}
	o.must(o.RenameFolder(o.as(labour), krongNo, b.ID, "Năm 2023", false))
	if inner, err := o.Browse(o.as(labour), krongNo, b.ID, library.Filter{}, page); err != nil || !inner.Folder.Internal {
		t.Errorf("a folder within an internal one is open to all, %v", err)
	}
	o.must(o.ArchiveFolder(o.as(labour), krongNo, a, true))
	if o.names(labour, "a.txt") != "" {
		t.Error("an archived folder's file is still found")
	}
	_, err = o.Put(o.as(labour), krongNo, b.ID, "", "", library.Upload{Name: "b.txt", Body: strings.NewReader("x")})
	o.want(err, "folder_archived")
	o.want(o.EditFile(o.as(labour), krongNo, f.ID, "b.txt", "", false), "file_archived")
	o.must(o.ArchiveFolder(o.as(labour), krongNo, a, false))
	if o.names(labour, "a.txt") != "a.txt" {
		t.Error("a restored folder's file is not found")
	}
	at := a
	for range 8 {
		next, err := o.CreateFolder(o.as(labour), krongNo, at, "sâu", false)
		if err != nil {
			o.want(err, "folder_too_deep")
			return
		}
		at = next.ID
	}
	t.Error("folders may be nested without end")
}

// Who sends the next version of a file and who sends another under its name at the
// same time do not wait for each other.
func TestVersionsByFileAndByNameAtOnce(t *testing.T) {
	o := newOffice(t)
	folder := o.folder("Biểu")
	f := o.put(folder, "a.txt", "0")
	who := o.as(labour)
	send := func(of, content string) {
		_, err := o.Put(who, krongNo, folder, of, "", library.Upload{Name: "a.txt", Size: int64(len(content)), Body: strings.NewReader(content)})
		if err != nil {
			t.Error(err)
		}
	}
	for i := range 8 {
		var both sync.WaitGroup
		both.Go(func() { send(f.ID, fmt.Sprint("file ", i)) })
		both.Go(func() { send("", fmt.Sprint("name ", i)) })
		both.Wait()
	}
	if d, err := o.File(who, krongNo, f.ID); err != nil || len(d.Versions) != 17 {
		t.Errorf("%d versions, %v", len(d.Versions), err)
	}
	_, _, err := o.Search(who, krongNo, "file", "x", library.Filter{})
	o.want(err, "folder_unknown")
}

func TestAFilesVersionsStay(t *testing.T) {
	o := newOffice(t)
	folder := o.folder("Thư mục")
	f := o.put(folder, "Báo cáo.txt", "một")
	o.put(folder, "báo cáo.TXT", "hai")
	o.put(folder, "Báo cáo.txt", "hai") // again: changes nothing
	next, err := o.Put(o.as(clerk), krongNo, "", f.ID, "", library.Upload{Name: "Báo cáo ký.txt", Body: strings.NewReader("ba")})
	o.must(err)
	if next.ID != f.ID || next.Version != 3 || next.Name != "Báo cáo ký.txt" || next.Updater != "Bà clerk@krong-no" || next.Creator != "Bà labour@krong-no" {
		t.Errorf("%+v", next)
	}
	for version, want := range map[int]string{0: "ba", 1: "một", 2: "hai", 3: "ba"} {
		if got, err := o.read(front, f.ID, version); got != want || err != nil {
			t.Errorf("version %d reads %q, %v", version, got, err)
		}
	}
	_, err = o.read(front, f.ID, 4)
	o.want(err, "file_unknown")
	entries, _, err := o.Audit.List(o.t.Context(), krongNo, audit.Filter{Object: "library_file", ObjectID: f.ID}, page)
	o.must(err)
	if len(entries) < 3 {
		t.Errorf("%d entries in the audit", len(entries))
	}
}

func TestWhoSeesAndWritesWhat(t *testing.T) {
	o := newOffice(t)
	folder := o.folder("Chung")
	open := o.put(folder, "Công khai.txt", "ai cũng xem")
	closed := o.put(folder, "Nội bộ.txt", "bí mật công tác")
	o.must(o.EditFile(o.as(labour), krongNo, closed.ID, "Nội bộ.txt", "", true))
	officer, other := "officer-24697@krong-no", "officer-24700@krong-no"
	mine := o.given("Các xã, thị trấn").ID
	l, err := o.Browse(o.as(officer), krongNo, mine, library.Filter{}, page)
	o.must(err)
	own := ""
	for _, f := range l.Folders {
		if f.Unit == "24697" {
			own = f.ID
		}
	}
	theirs, err := o.Put(o.as(officer), krongNo, own, "", "", library.Upload{Name: "Của xã.txt", Body: strings.NewReader("danh sách")})
	o.must(err)
	o.must(o.EditFile(o.as(officer), krongNo, theirs.ID, "Của xã.txt", "", true))

	for who, want := range map[string][3]string{labour: {"", "", ""}, front: {"", "file_unknown", "file_unknown"},
		officer: {"", "file_unknown", ""}, other: {"", "file_unknown", "file_unknown"}} {
		for i, f := range []string{open.ID, closed.ID, theirs.ID} {
			_, err := o.read(who, f, 0)
			o.want(err, want[i])
		}
	}
	_, err = o.Put(o.as(officer), krongNo, folder, "", "", library.Upload{Name: "x.txt", Body: strings.NewReader("x")})
	o.want(err, "out_of_scope")
	_, err = o.Put(o.as(other), krongNo, own, "", "", library.Upload{Name: "x.txt", Body: strings.NewReader("x")})
	o.want(err, "out_of_scope")
	_, err = o.CreateFolder(o.as(officer), krongNo, "", "Của tôi", false)
	o.want(err, "out_of_scope")
	o.want(o.MoveFile(o.as(officer), krongNo, theirs.ID, folder), "out_of_scope")
	o.want(o.EditFile(o.as(officer), krongNo, open.ID, "x", "", false), "out_of_scope")
	_, err = o.Put(o.as(front), krongNo, folder, "", "", library.Upload{Name: "x.txt", Body: strings.NewReader("x")})
	o.want(err, "forbidden")
	if got := o.names(other, "nội bộ") + o.names(other, "của xã"); got != "" {
		t.Errorf("found %q", got)
	}
	places, err := o.Places(o.as(officer), krongNo)
	o.must(err)
	if len(places) != 1 || places[0].ID != own {
		t.Errorf("a commune may put files into %v", places)
	}
	for _, id := range []string{open.ID, closed.ID} {
		_, err := o.File(o.as("clerk@cu-jut"), krongNo, id)
		o.want(err, "tenant_unknown")
		_, err = o.File(o.as("clerk@cu-jut"), "cu-jut", id)
		o.want(err, "file_unknown")
	}
	_, err = o.Browse(o.as("clerk@cu-jut"), "cu-jut", folder, library.Filter{}, page)
	o.want(err, "folder_unknown")
}

func TestAttachedFiles(t *testing.T) {
	o := newOffice(t)
	owner := library.Owner{Object: "task", ObjectID: "7"}
	attach := func(name, content string) (f library.File) {
		o.must(o.db.InTenant(o.as(front), krongNo, func(ctx context.Context, tx database.Tx) (err error) {
			f, err = o.Attach(ctx, tx, owner, library.Upload{Name: name, Size: int64(len(content)), Body: strings.NewReader(content), Title: "Nhiệm vụ 7", Unit: "24697"})
			return err
		}))
		return f
	}
	first := attach("Minh chứng.txt", "một")
	second := attach("Minh chứng.txt", "hai")
	attach("Ảnh.txt", "ba")
	if second.ID != first.ID || second.Version != 2 || !second.Internal {
		t.Errorf("%+v", second)
	}
	var list []library.File
	o.must(o.db.InTenant(o.as(front), krongNo, func(ctx context.Context, tx database.Tx) (err error) {
		list, err = o.Attached(ctx, tx, owner)
		return err
	}))
	if len(list) != 2 {
		t.Fatalf("%+v", list)
	}
	body, _, err := o.OpenAttached(o.t.Context(), krongNo, owner, first.ID)
	o.must(err)
	o.must(body.Close())
	_, _, err = o.OpenAttached(o.t.Context(), krongNo, library.Owner{Object: "task", ObjectID: "8"}, first.ID)
	o.want(err, "file_unknown")
	if at := o.given("Nhiệm vụ", "Nhiệm vụ 7"); !at.Attached() {
		t.Errorf("%+v", at)
	}
	for who, want := range map[string]string{front: "", labour: "Minh chứng.txt", "officer-24697@krong-no": "Minh chứng.txt", "officer-24700@krong-no": ""} {
		if got := o.names(who, "minh chung"); got != want {
			t.Errorf("%s finds %q, want %q", who, got, want)
		}
	}
	o.want(o.EditFile(o.as(labour), krongNo, first.ID, "x", "", false), "file_attached")
	o.want(o.ArchiveFile(o.as(labour), krongNo, first.ID, true), "file_attached")
	o.must(o.db.InTenant(o.as(front), krongNo, func(ctx context.Context, tx database.Tx) error { return o.Detach(ctx, tx, owner, first.ID) }))
	o.must(o.db.InTenant(o.as(front), krongNo, func(ctx context.Context, tx database.Tx) (err error) {
		list, err = o.Attached(ctx, tx, owner)
		return err
	}))
	if len(list) != 1 {
		t.Errorf("after it was taken away: %+v", list)
	}
}

func TestNothingIsDestroyedBeforeItsTime(t *testing.T) {
	o := newOffice(t)
	folder := o.folder("Thư mục")
	f := o.put(folder, "a.txt", "nội dung")
	reason := "Quyết định tiêu hủy số 12/QĐ-UBND"
	o.want(o.Destroy(o.as(labour), krongNo, f.ID, reason), "forbidden")
	o.want(o.Destroy(o.as(clerk), krongNo, f.ID, ""), "reason_missing")
	o.must(o.ArchiveFile(o.as(labour), krongNo, f.ID, true))
	o.want(o.Destroy(o.as(clerk), krongNo, f.ID, reason), "retention_runs")
	o.want(o.ClassifyFile(o.as(clerk), krongNo, f.ID, "không có"), "class_unknown")
	o.must(o.ClassifyFolder(o.as(clerk), krongNo, folder, "tham-khao"))
	d, err := o.File(o.as(clerk), krongNo, f.ID)
	o.must(err)
	if d.Retention.Years != 5 || d.Retention.Until.Format("2006-01-02") != "2030-01-01" {
		t.Fatalf("%+v", d.Retention)
	}
	o.clk.Advance(time.Date(2029, 12, 31, 16, 59, 59, 0, time.UTC).Sub(o.clk.Now()))
	o.want(o.Destroy(o.as(clerk), krongNo, f.ID, reason), "retention_runs")
	o.clk.Advance(time.Date(2029, 12, 31, 17, 0, 0, 0, time.UTC).Sub(o.clk.Now())) // the new year in Vietnam
	o.must(o.Hold(o.as(clerk), krongNo, f.ID, "Thanh tra"))
	o.want(o.Destroy(o.as(clerk), krongNo, f.ID, reason), "file_held")
	o.must(o.Hold(o.as(clerk), krongNo, f.ID, ""))
	o.must(o.ClassifyFile(o.as(clerk), krongNo, f.ID, "vinh-vien"))
	o.want(o.Destroy(o.as(clerk), krongNo, f.ID, reason), "retention_runs")
	o.must(o.ClassifyFile(o.as(clerk), krongNo, f.ID, ""))
	before, _, err := o.Storage.Usage(o.t.Context(), krongNo)
	o.must(err)
	o.must(o.Destroy(o.as(clerk), krongNo, f.ID, reason))
	after, _, err := o.Storage.Usage(o.t.Context(), krongNo)
	o.must(err)
	if after != before-f.Size {
		t.Errorf("%d bytes were given back, want %d", before-after, f.Size)
	}
	_, err = o.read(clerk, f.ID, 0)
	o.want(err, "file_unknown")
	entries, _, err := o.Audit.List(o.t.Context(), krongNo, audit.Filter{Object: "library_file", ObjectID: f.ID}, page)
	o.must(err)
	if entries[0].Reason != reason || !strings.Contains(entries[0].Before, f.SHA256) {
		t.Errorf("%+v", entries[0])
	}
}
