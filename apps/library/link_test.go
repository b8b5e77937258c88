package library_test

import (
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"vuon/apps/library"
	"vuon/platform/audit"
	"vuon/platform/fault"
)

func (o *office) fetch(token, password string) (string, error) {
	body, _, err := o.Fetch(o.t.Context(), token, password, "203.0.113.7")
	if err != nil {
		return "", err
	}
	defer body.Close()
	raw, err := io.ReadAll(body)
	return string(raw), err
}

func TestALinkGoesAsFarAsItSays(t *testing.T) {
	o := newOffice(t)
	f := o.put(o.folder("Thư mục"), "Thông báo.txt", "nội dung")
	share := func(opts library.LinkOptions) (string, library.Link) {
		token, l, err := o.Share(o.as(labour), krongNo, f.ID, opts)
		o.must(err)
		return token, l
	}
	token, l := share(library.LinkOptions{Hours: 24, Most: 2, Note: "Công ty tư vấn"})
	if _, found, err := o.Linked(t.Context(), token); err != nil || found.Name != "Thông báo.txt" {
		t.Errorf("%+v, %v", found, err)
	}
	var fetches sync.WaitGroup
	var mu sync.Mutex
	got := map[string]int{}
	for range 5 {
		fetches.Go(func() {
			content, err := o.fetch(token, "")
			mu.Lock()
			got[content+fault.CodeOf(err)]++
			mu.Unlock()
		})
	}
	fetches.Wait()
	if got["nội dung"] != 2 || got["link_over"] != 3 {
		t.Errorf("five at once by a link for two: %v", got)
	}
	entries, _, err := o.Audit.List(t.Context(), krongNo, audit.Filter{Object: "library_link", ObjectID: l.ID}, page)
	o.must(err)
	if len(entries) != 3 || entries[0].Actor != "public-link" || !strings.Contains(entries[0].After, "203.0.113.7") {
		t.Errorf("%+v", entries)
	}

	token, _ = share(library.LinkOptions{Hours: 1})
	o.clk.Advance(59 * time.Minute)
	if _, err := o.fetch(token, ""); err != nil {
		t.Errorf("after 59 minutes: %v", err)
	}
	o.clk.Advance(time.Minute)
	_, err = o.fetch(token, "")
	o.want(err, "link_over")

	token, l = share(library.LinkOptions{Hours: 1})
	_, err = o.Revoke(o.as("officer-24697@krong-no"), krongNo, l.ID)
	o.want(err, "forbidden")
	_, err = o.Revoke(o.as(clerk), krongNo, l.ID)
	o.must(err)
	_, err = o.fetch(token, "")
	o.want(err, "link_over")

	token, _ = share(library.LinkOptions{Hours: 1})
	for _, other := range []string{"", "krong-no", "krong-no.", token + "x", strings.Replace(token, "krong-no", "cu-jut", 1), "khong-co.abc", strings.Repeat("x", 300)} {
		_, _, err := o.Linked(t.Context(), other)
		o.want(err, "link_over")
	}
	o.must(o.ArchiveFile(o.as(labour), krongNo, f.ID, true))
	_, err = o.fetch(token, "")
	o.want(err, "link_over")
}

func TestALinksPassword(t *testing.T) {
	o := newOffice(t)
	f := o.put(o.folder("Thư mục"), "a.txt", "nội dung")
	_, _, err := o.Share(o.as(labour), krongNo, f.ID, library.LinkOptions{Hours: 1, Password: "12345"})
	o.want(err, "password_short")
	token, l, err := o.Share(o.as(labour), krongNo, f.ID, library.LinkOptions{Hours: 1, Password: "mật khẩu"})
	o.must(err)
	for range 3 {
		_, err = o.fetch(token, "sai")
		o.want(err, "link_password")
	}
	if got, err := o.fetch(token, "mật khẩu"); got != "nội dung" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	for range 10 {
		_, err = o.fetch(token, "")
		o.want(err, "link_password")
	}
	_, err = o.fetch(token, "mật khẩu")
	o.want(err, "link_over")
	links, err := o.Links(o.as(clerk), krongNo, f.ID)
	o.must(err)
	if len(links) != 1 || links[0].ID != l.ID || links[0].Downloads != 1 || links[0].Open(o.clk.Now()) {
		t.Errorf("%+v", links)
	}
}

func TestInternalDocumentsAreNotShared(t *testing.T) {
	o := newOffice(t)
	f := o.put(o.folder("Thư mục"), "a.txt", "nội dung")
	o.must(o.EditFile(o.as(labour), krongNo, f.ID, "a.txt", "", true))
	share := func(who string, internal bool) error {
		_, _, err := o.Share(o.as(who), krongNo, f.ID, library.LinkOptions{Hours: 1, Internal: internal})
		return err
	}
	o.want(share(labour, false), "file_internal")
	o.want(share(labour, true), "file_internal")
	o.want(share(clerk, false), "file_internal")
	o.must(share(clerk, true))
	o.want(share("officer-24697@krong-no", true), "forbidden")
	for _, hours := range []int{0, -1, 24*90 + 1} {
		_, _, err := o.Share(o.as(clerk), krongNo, f.ID, library.LinkOptions{Hours: hours})
		o.want(err, "link_hours")
	}
}
