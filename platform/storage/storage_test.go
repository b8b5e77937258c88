package storage

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/minio/minio-go/v7"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/platformtest"
)

func TestPutAndOpen(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		put, err := b.Put(t.Context(), "krong-no", "plans/7/v1.txt", iotest.OneByteReader(strings.NewReader("Kế hoạch năm 2024")),
			PutOptions{Name: "Kế hoạch 2024.txt", Types: []string{TypeText}, MaxBytes: 100})
		if err != nil {
			t.Fatal(err)
		}
		if put.Size != 22 || put.Type != TypeText || put.Name != "Kế hoạch 2024.txt" || len(put.SHA256) != 64 || !put.LockedUntil.IsZero() {
			t.Errorf("kept as %+v", put)
		}
		if got, err := b.read("krong-no", "plans/7/v1.txt"); got != "Kế hoạch năm 2024" || err != nil {
			t.Errorf("read back %q, %v", got, err)
		}
		obj, err := b.Stat(t.Context(), "krong-no", "plans/7/v1.txt")
		if err != nil || obj.SHA256 != put.SHA256 || !obj.CreatedAt.Equal(put.CreatedAt.Truncate(time.Microsecond)) {
			t.Errorf("Stat: %+v, %v", obj, err)
		}
		if err := b.Ping(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestTheSameContentAgainChangesNothing(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		first := b.mustPut("a", "plan.txt", "one", lockFor(b, time.Hour))
		again := b.mustPut("a", "plan.txt", "one")
		if again.Version != first.Version || !again.LockedUntil.Equal(first.LockedUntil) || b.used("a") != 3 || b.versionsInBucket("a/plan.txt") != 1 {
			t.Errorf("first %+v, again %+v", first, again)
		}
		longer := b.mustPut("a", "plan.txt", "one", lockFor(b, 2*time.Hour))
		info, err := b.s3.StatObject(t.Context(), b.bucket, first.path(), minio.StatObjectOptions{VersionID: first.Version})
		if err != nil || !longer.LockedUntil.After(first.LockedUntil) || longer.Version != first.Version ||
			info.Metadata.Get("X-Amz-Object-Lock-Mode") != "COMPLIANCE" ||
			info.Metadata.Get("X-Amz-Object-Lock-Retain-Until-Date")[:19] != longer.LockedUntil.Format("2006-01-02T15:04:05") {
			t.Errorf("the longer lock is %+v; the server says %v, %v", longer, info.Metadata, err)
		}
	})
}

func TestOtherContentUnderAKey(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		b.mustPut("a", "draft.txt", "one")
		b.mustPut("a", "draft.txt", "other")
		if got, err := b.read("a", "draft.txt"); got != "other" || b.used("a") != 5 {
			t.Errorf("read %q, %v; %d bytes used", got, err, b.used("a"))
		}
		b.mustPut("a", "issued.txt", "one", lockFor(b, time.Hour))
		if _, err := b.put("a", "issued.txt", "other"); fault.CodeOf(err) != "object_locked" {
			t.Errorf("other content under a locked key: %v", err)
		}
		if got, _ := b.read("a", "issued.txt"); got != "one" {
			t.Errorf("the locked object reads %q", got)
		}
	})
}

func TestALockHoldsAgainstEverybody(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		obj := b.mustPut("a", "issued.txt", "one", lockFor(b, time.Hour))
		if err := b.Delete(t.Context(), "a", "issued.txt"); fault.CodeOf(err) != "object_locked" {
			t.Errorf("Delete: %v", err)
		}
		// with the server's own credentials
		if err := b.s3.RemoveObject(t.Context(), b.bucket, obj.path(), minio.RemoveObjectOptions{VersionID: obj.Version}); err == nil {
			t.Error("the server deleted a locked version")
		}
		err := b.s3.RemoveObject(t.Context(), b.bucket, obj.path(), minio.RemoveObjectOptions{VersionID: obj.Version, GovernanceBypass: true})
		if err == nil {
			t.Error("the server deleted a locked version for one who bypasses governance")
		}
		_ = b.s3.RemoveObject(t.Context(), b.bucket, obj.path(), minio.RemoveObjectOptions{}) // leaves a mark over it
		if got, err := b.read("a", "issued.txt"); got != "one" {
			t.Errorf("it reads %q, %v", got, err)
		}
		b.clk.Advance(2 * time.Hour)
		if err := b.Delete(t.Context(), "a", "issued.txt"); err != nil {
			t.Errorf("after the lock: %v", err)
		}
	})
}

func TestWhatMayNotBeKept(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		stream := &endless{}
		for name, c := range map[string]struct {
			tenant, key, file string
			r                 io.Reader
			code              string
		}{
			"parent folder":       {"a", "../b/plan.txt", "x.txt", strings.NewReader("x"), "object_key_invalid"},
			"parent in the midst": {"a", "plans/../../b", "x.txt", strings.NewReader("x"), "object_key_invalid"},
			"absolute":            {"a", "/etc/passwd", "x.txt", strings.NewReader("x"), "object_key_invalid"},
			"empty key":           {"a", "", "x.txt", strings.NewReader("x"), "object_key_invalid"},
			"backslash":           {"a", `a\b`, "x.txt", strings.NewReader("x"), "object_key_invalid"},
			"bad tenant":          {"../b", "plan.txt", "x.txt", strings.NewReader("x"), "internal"},
			"path in the name":    {"a", "k", "../../plan.docx", strings.NewReader("x"), "file_name_invalid"},
			"Windows path":        {"a", "k", `C:\plan.docx`, strings.NewReader("x"), "file_name_invalid"},
			"turned name":         {"a", "k", "plan\u202Excod.exe", strings.NewReader("x"), "file_name_invalid"},
			"NUL in the name":     {"a", "k", "plan\x00.txt", strings.NewReader("x"), "file_name_invalid"},
			"dots":                {"a", "k", "..", strings.NewReader("x"), "file_name_invalid"},
			"no bytes":            {"a", "k", "x.txt", strings.NewReader(""), "file_empty"},
			"no bytes, streamed":  {"a", "k", "x.txt", iotest.OneByteReader(strings.NewReader("")), "file_empty"},
			"program as text":     {"a", "k", "x.txt", strings.NewReader("\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 60)), "file_type_refused"},
			"page as text":        {"a", "k", "x.txt", strings.NewReader("<!DOCTYPE html><script>alert(1)</script>"), "file_type_refused"},
			"one byte too many":   {"a", "k", "x.txt", strings.NewReader(strings.Repeat("a", 1001)), "file_too_large"},
			"stream without end":  {"a", "k", "x.txt", stream, "file_too_large"},
			"broken stream":       {"a", "k", "x.txt", iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("abc"))), "internal"},
		} {
			_, err := b.Put(t.Context(), c.tenant, c.key, c.r, PutOptions{Name: c.file, Types: []string{TypeText}, MaxBytes: 1000})
			if fault.CodeOf(err) != c.code {
				t.Errorf("%s: %v, want %s", name, err, c.code)
			}
		}
		if stream.taken > 1<<20 {
			t.Errorf("%d bytes were taken of a stream without end", stream.taken)
		}
		if n := b.versionsInBucket(""); n != 0 || b.used("a") != 0 {
			t.Errorf("%d objects and %d bytes are left behind", n, b.used("a"))
		}
	})
}

func TestTenantsDoNotSeeEachOthersFiles(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		b.mustPut("a", "plan.txt", "secret")
		for _, key := range []string{"plan.txt", "../a/plan.txt", "a/plan.txt"} {
			if got, err := b.read("b", key); fault.CodeOf(err) != "object_unknown" {
				t.Errorf("read %q of %s: %v", got, key, err)
			}
			if err := b.Delete(t.Context(), "b", key); fault.CodeOf(err) != "object_unknown" {
				t.Errorf("delete %s: %v", key, err)
			}
			if url, err := b.URL(t.Context(), "b", key); fault.CodeOf(err) != "object_unknown" || url != "" {
				t.Errorf("address of %s: %q, %v", key, url, err)
			}
		}
		b.mustPut("b", "plan.txt", "other")
		if got, _ := b.read("a", "plan.txt"); got != "secret" {
			t.Errorf("the first tenant reads %q", got)
		}
		if list, _, err := b.List(t.Context(), "b", "", database.Page{}); err != nil || len(list) != 1 || list[0].Size != 5 {
			t.Errorf("the second lists %+v, %v", list, err)
		}
	})
}

func TestATamperedObjectIsFound(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		obj := b.mustPut("a", "plan.txt", "500000000")
		// a later version under the key is not what was put
		forged, err := b.s3.PutObject(t.Context(), b.bucket, obj.path(), strings.NewReader("900000000"), 9, "", "", minio.PutObjectOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := b.read("a", "plan.txt"); got != "500000000" || err != nil {
			t.Errorf("a forged version was read: %q, %v", got, err)
		}
		// nor is another object of which the row says that it is it
		err = b.db.InTenant(t.Context(), "a", func(ctx context.Context, tx database.Tx) error {
			_, err := tx.ExecContext(ctx, "UPDATE storage_objects SET version = ? WHERE key = 'plan.txt'", forged.VersionID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.read("a", "plan.txt"); fault.CodeOf(err) != "object_damaged" {
			t.Errorf("another content was read to its end: %v", err)
		}
		for _, version := range []string{forged.VersionID, obj.Version} {
			_ = b.s3.RemoveObject(t.Context(), b.bucket, obj.path(), minio.RemoveObjectOptions{VersionID: version})
		}
		if _, err := b.read("a", "plan.txt"); fault.CodeOf(err) != "object_damaged" {
			t.Errorf("a lost object: %v", err)
		}
		b.mustPut("a", "plan.txt", "500000000")
		if got, err := b.read("a", "plan.txt"); got != "500000000" || err != nil || b.used("a") != 9 {
			t.Errorf("put again it reads %q, %v; %d bytes used", got, err, b.used("a"))
		}
	})
}

func TestParallelPutsDoNotPassTheQuota(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		b.o.Quota = func(context.Context, string) (int64, error) { return 50, nil }
		b.open(b.db)
		var mu sync.Mutex
		var kept int
		var puts sync.WaitGroup
		for i := range 12 {
			puts.Go(func() {
				_, err := b.put("a", "file-"+string(rune('a'+i)), "ten bytes!")
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					kept++
				} else if fault.CodeOf(err) != "storage_quota_exceeded" {
					t.Error(err)
				}
			})
		}
		puts.Wait()
		if kept != 5 || b.used("a") != 50 || b.versionsInBucket("a/") != 5 {
			t.Errorf("%d files, %d bytes, %d objects in a quota of 50 bytes", kept, b.used("a"), b.versionsInBucket("a/"))
		}
		if _, err := b.put("b", "file", "ten bytes!"); err != nil {
			t.Errorf("another tenant: %v", err)
		}
		if err := b.Delete(t.Context(), "a", mustList(t, b, "a")[0].Key); err != nil {
			t.Fatal(err)
		}
		if _, err := b.put("a", "again", "ten bytes!"); err != nil {
			t.Errorf("after a deletion: %v", err)
		}
	})
}

func mustList(t *testing.T, b *bench, tenant string) []Object {
	t.Helper()
	list, _, err := b.List(t.Context(), tenant, "", database.Page{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestParallelPutsUnderOneKey(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		var puts sync.WaitGroup
		for range 6 {
			puts.Go(func() {
				if _, err := b.put("a", "plan.txt", "the same", lockFor(b, time.Hour)); err != nil {
					t.Error(err)
				}
			})
		}
		puts.Wait()
		if n := b.versionsInBucket("a/plan.txt"); n != 1 || b.used("a") != 8 {
			t.Errorf("%d versions, %d bytes", n, b.used("a"))
		}
	})
}

func TestARolledBackPutIsInvisibleAndSwept(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		undo := errors.New("undo")
		for _, key := range []string{"undone.txt", "locked.txt"} {
			err := b.db.InTenant(t.Context(), "a", func(ctx context.Context, _ database.Tx) error {
				o := PutOptions{Name: "x.txt", Types: []string{TypeText}}
				if key == "locked.txt" {
					lockFor(b, 48*time.Hour)(&o)
				}
				if _, err := b.Put(ctx, "a", key, strings.NewReader("x"), o); err != nil {
					return err
				}
				return undo
			})
			if !errors.Is(err, undo) {
				t.Fatal(err)
			}
		}
		b.mustPut("a", "kept.txt", "one")
		b.mustPut("a", "kept.txt", "two")
		b.mustPut("a", "gone.txt", "x")
		if err := b.db.InTenant(t.Context(), "a", func(ctx context.Context, _ database.Tx) error { return b.Delete(ctx, "a", "gone.txt") }); err != nil {
			t.Fatal(err)
		}
		b.mustPut("ab", "other.txt", "x")
		if _, err := b.read("a", "undone.txt"); fault.CodeOf(err) != "object_unknown" || b.used("a") != 3 {
			t.Errorf("the undone file: %v; %d bytes used", err, b.used("a"))
		}
		if swept, err := b.Sweep(t.Context(), "a"); err != nil || swept != (Swept{}) {
			t.Errorf("swept within a day: %+v, %v", swept, err)
		}
		b.clk.Advance(25 * time.Hour)
		if swept, err := b.Sweep(t.Context(), "a"); err != nil || swept != (Swept{Removed: 3, Kept: 1}) {
			t.Errorf("swept %+v, %v; want the undone, the replaced and the deleted one, the locked one kept", swept, err)
		}
		if got, err := b.read("a", "kept.txt"); got != "two" || err != nil {
			t.Errorf("after Sweep it reads %q, %v", got, err)
		}
		if got, err := b.read("ab", "other.txt"); got != "x" || err != nil {
			t.Errorf("the tenant with a similar name reads %q, %v", got, err)
		}
	})
}

func TestURLIsADownloadOfShortLife(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		b.mustPut("a", "plan.txt", "content", func(o *PutOptions) { o.Name = "Kế hoạch số 1.txt" })
		address, err := b.URL(t.Context(), "a", "plan.txt")
		if err != nil {
			t.Fatal(err)
		}
		get := func(address string) (*http.Response, string) {
			r, err := http.Get(address) //nolint:noctx // a test
			if err != nil {
				t.Fatal(err)
			}
			defer r.Body.Close()
			body, _ := io.ReadAll(r.Body)
			return r, string(body)
		}
		r, body := get(address)
		if body != "content" || r.Header.Get("Content-Type") != "application/octet-stream" ||
			r.Header.Get("Content-Disposition") != "attachment; filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch%20s%E1%BB%91%201.txt" {
			t.Errorf("%s, %q, %v", r.Status, body, r.Header)
		}
		if !strings.Contains(address, "X-Amz-Expires=120") {
			t.Errorf("the address lives otherwise than two minutes: %s", address)
		}
		if r, _ := get(strings.Replace(address, "/a/plan.txt/", "/b/plan.txt/", 1)); r.StatusCode != http.StatusForbidden {
			t.Errorf("the address turned to another tenant: %s", r.Status)
		}
		b.mustPut("a", "list.txt", "citizens", func(o *PutOptions) { o.Private = true })
		if address, err := b.URL(t.Context(), "a", "list.txt"); address != "" || err != nil {
			t.Errorf("a private file has the address %q, %v", address, err)
		}
		b.o.PublicEndpoint = ""
		b.open(b.db)
		if address, err := b.URL(t.Context(), "a", "plan.txt"); address != "" || err != nil {
			t.Errorf("without public endpoint: %q, %v", address, err)
		}
	})
}

func TestLargeFilesComeBackWhole(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		content := bytes.Repeat([]byte("Xã Nâm N’Đir, "), 1<<20)
		_, err := b.Put(t.Context(), "a", "large.txt", io.MultiReader(bytes.NewReader(content)), PutOptions{Name: "l.txt", Types: []string{TypeText}})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := b.read("a", "large.txt"); got != string(content) || err != nil {
			t.Errorf("%d of %d bytes, %v", len(got), len(content), err)
		}
	})
}

func TestAKeyMayLieBelowAnother(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		b.mustPut("a", "plans/7", "one")
		b.mustPut("a", "plans/7/annex", "two")
		b.mustPut("a", "plans", "three")
		for key, want := range map[string]string{"plans": "three", "plans/7": "one", "plans/7/annex": "two"} {
			if got, err := b.read("a", key); got != want || err != nil {
				t.Errorf("%s reads %q, %v", key, got, err)
			}
		}
	})
}

func TestListContinues(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		for _, key := range []string{"plans/B", "plans/a", "other", "plans/c"} {
			b.mustPut("a", key, "x")
		}
		var got []string
		for page := (database.Page{Limit: 2}); ; {
			list, next, err := b.List(t.Context(), "a", "plans/", page)
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range list {
				got = append(got, o.Key)
			}
			if page.After = next; next == "" {
				break
			}
		}
		if strings.Join(got, " ") != "plans/B plans/a plans/c" {
			t.Errorf("listed %v", got)
		}
	})
}

func TestStorageDownIsToldSo(t *testing.T) {
	b := newBench(t, private.options(t))
	b.mustPut("a", "plan.txt", "x")
	down := b.o
	down.Endpoint = "127.0.0.1:1"
	if _, err := New(t.Context(), down, b.db, b.clk); fault.CodeOf(err) != "storage_unavailable" {
		t.Errorf("New: %v", err)
	}
	client, err := connect(down, down.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	b.s3 = &minio.Core{Client: client}
	_, put := b.put("a", "other.txt", "x")
	_, open := b.read("a", "plan.txt")
	for what, err := range map[string]error{"Put": put, "Open": open, "Ping": b.Ping(t.Context())} {
		if f := fault.From(err); f.Code != "storage_unavailable" || f.Kind != fault.Unavailable {
			t.Errorf("%s: %v", what, err)
		}
	}
	if b.used("a") != 1 {
		t.Errorf("%d bytes used", b.used("a"))
	}
}

func TestABucketWithoutLockIsRefused(t *testing.T) {
	b := newBench(t, private.options(t))
	plain := b.o
	plain.Bucket = b.bucket + "-plain"
	if err := b.s3.MakeBucket(t.Context(), plain.Bucket, minio.MakeBucketOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := New(t.Context(), plain, b.db, b.clk); fault.CodeOf(err) != "storage_without_lock" {
		t.Errorf("%v", err)
	}
}

func TestTheSchemaIsClean(t *testing.T) {
	_, o := platformtest.DatabaseAndOptions(t, Source())
	if found, err := database.Lint(t.Context(), o, nil); err != nil || len(found) > 0 {
		t.Errorf("%q, %v", found, err)
	}
}
