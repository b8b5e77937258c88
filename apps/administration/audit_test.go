package administration_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"vuon/apps/administration"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/storage"
	"vuon/platform/web"
)

func TestTheAuditShowsBeforeAndAfter(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	admin.post("/t/krong-no/configuration/document.signing", "capacity", "CHỦ TỊCH", "name", "Nông Văn Đức").want(t, 303)
	admin.post("/t/krong-no/members/"+s.account("labour@krong-no")+"/roles", "roles", "clerk").want(t, 303)
	page := admin.get("/t/krong-no/audit").want(t, 200, "Cấu hình địa bàn", "Đổi vai trò của thành viên", "admin@krong-no", "09:00 05/02/2024",
		"<del>KT. ", "Nông", "Văn thư")
	if strings.Index(page.body, "Đổi vai trò") > strings.Index(page.body, `id="entry-1"`) {
		t.Error("the newest is not first")
	}
	one := admin.get("/t/krong-no/audit?object=setting&object_id=document.signing").want(t, 200, "document.signing")
	if strings.Contains(one.body, `id="entry-2"`) {
		t.Error("the list is not narrowed")
	}
	admin.get("/t/krong-no/audit?actor=nobody").want(t, 200, "Không có mục nào")
	admin.post("/t/krong-no/audit/verify").want(t, 200, "Nhật ký nguyên vẹn", "Đã kiểm tra 2 mục")
	s.as("chair@krong-no").get("/t/krong-no/audit").want(t, 200)
	s.as("labour@krong-no").get("/t/krong-no/audit").want(t, 403)

	p := s.program("admin@krong-no")
	p.get("/api/tenants/krong-no/audit?limit=1&object=setting").want(t, 200, `"before":{"drift":false,"value":{"capacity":["KT. CHỦ TỊCH","PHÓ CHỦ TỊCH"]`, `"next":""`)
	p.json("POST", "/api/tenants/krong-no/audit/verify", "").want(t, 200, `"entries":2`, `"broken":null`)
}

func TestJobsAreOnesOwnOrAll(t *testing.T) {
	s := newSite(t)
	labour, admin, chair := s.as("labour@krong-no"), s.as("admin@krong-no"), s.as("chair@krong-no")
	id := s.enqueue("labour@krong-no")
	at := "/t/krong-no/jobs"
	for _, v := range []*visitor{labour, admin} {
		v.get(at).want(t, 200, "Việc lâu", "job-"+id, `data-poll="2000"`)
		v.get(at+"/"+id).want(t, 200, "Đang chờ", "labour@krong-no")
	}
	if strings.Contains(chair.get(at).want(t, 200).body, id) {
		t.Error("another's job is listed")
	}
	for _, path := range []string{at + "/" + id, at + "/x"} {
		chair.get(path).want(t, 404, "Không tìm thấy công việc")
		chair.post(path+"/cancel").want(t, 404)
		chair.post(path+"/retry").want(t, 404)
	}
	labour.post(at+"/"+id+"/retry").want(t, 409, "Chỉ chạy lại được")
	labour.post(at+"/"+id+"/cancel").moved(t, at)
	labour.get(at).want(t, 200, "Đã huỷ", "Chạy lại", "data-done")
	labour.post(at+"/"+id+"/cancel").want(t, 409)
	labour.get("/t/krong-no").want(t, 200, "Việc chạy nền của bạn")
	p := s.program("labour@krong-no")
	p.json("POST", "/api/tenants/krong-no/jobs/"+id+"/retry", "").want(t, 200, `"state":"waiting"`)
	p.get("/api/tenants/krong-no/jobs").want(t, 200, id)
	p.json("POST", "/api/tenants/krong-no/jobs/"+id+"/cancel", "").want(t, 200, `"state":"cancelled"`)
	s.program("chair@krong-no").get("/api/tenants/krong-no/jobs/"+id).want(t, 404, "job_unknown")
	admin.get("/t/krong-no/audit?object=job").want(t, 200, "Hủy công việc nền", "Chạy lại công việc nền")
}

func (s *site) enqueue(username string) (id string) {
	s.t.Helper()
	ctx := identity.With(s.t.Context(), identity.Actor{Account: s.account(username), Username: username, Name: username, Tenant: "krong-no"})
	s.must(s.DB.InTenant(ctx, "krong-no", func(ctx context.Context, tx database.Tx) (err error) {
		id, err = s.Jobs.Enqueue(ctx, tx, "test.slow", nil)
		return err
	}))
	return id
}

func TestKeptFiles(t *testing.T) {
	s := newSite(t)
	put := func(key, content string, o storage.PutOptions) storage.Object {
		o.Types = []string{storage.TypeText}
		object, err := s.Storage.Put(s.operator(), "krong-no", key, strings.NewReader(content), o)
		s.must(err)
		return object
	}
	locked := put("plans/2024/v1/issued.txt", "ban hành", storage.PutOptions{Name: "Kế hoạch 2024.txt", LockUntil: time.Date(2090, 2, 7, 0, 0, 0, 0, time.UTC)})
	put("households/2024.txt", "dữ liệu", storage.PutOptions{Name: "Hộ nghèo.txt", Private: true})

	clerk := s.as("chair@krong-no")
	page := clerk.get("/t/krong-no/documents").want(t, 200, "Kế hoạch 2024.txt", locked.SHA256, "Khóa đến 07/02/2090", "Dữ liệu cá nhân")
	if strings.Contains(page.body, "key=households") {
		t.Error("a private file is offered")
	}
	if strings.Contains(clerk.get("/t/krong-no/documents?prefix=plans/").want(t, 200).body, "Hộ nghèo") {
		t.Error("the list is not narrowed")
	}
	got := clerk.get("/t/krong-no/documents/download?key="+url.QueryEscape(locked.Key)).want(t, 200)
	if got.body != "ban hành" || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%q, %v", got.body, got.Header)
	}
	clerk.get("/t/krong-no/documents/download?key=households/2024.txt").want(t, 403, "dữ liệu cá nhân")
	for _, key := range []string{"", "none", "../dak-mil/x", "plans/2024"} {
		clerk.get("/t/krong-no/documents/download?key="+url.QueryEscape(key)).want(t, 404)
	}
	s.as("admin@dak-mil").get("/t/dak-mil/documents/download?key="+url.QueryEscape(locked.Key)).want(t, 404)

	p := s.program("labour@krong-no")
	p.get("/api/tenants/krong-no/documents?prefix=plans/").want(t, 200, locked.SHA256)
	p.get("/api/tenants/krong-no/documents/content?key="+url.QueryEscape(locked.Key)).want(t, 200, "ban hành")
	p.get("/api/tenants/krong-no/documents/content?key=households/2024.txt").want(t, 403, "document_private")
}

func TestTheLateGoesFirst(t *testing.T) {
	s := newSite(t)
	now := s.clk.Now()
	due := func(days int) *time.Time { return new(now.AddDate(0, 0, days)) }
	item := func(title string, since int, due *time.Time, late bool) web.WorkItem {
		return web.WorkItem{Title: i18n.T(title, ""), Path: "/t/krong-no/x", Since: now.AddDate(0, 0, -since), Due: due, Late: late, Kind: i18n.T("Duyệt", "Approve")}
	}
	s.work = []web.WorkItem{item("không hạn", 30, nil, false), item("còn lâu", 3, due(40), false), item("sắp", 1, due(2), false), item("trễ", 1, due(-3), true)}
	page := s.as("chair@krong-no").get("/t/krong-no").want(t, 200, "Trễ hạn", "Sắp đến hạn", "Chờ từ").body
	last := -1
	for _, title := range []string{">trễ<", ">sắp<", ">còn lâu<", ">không hạn<"} {
		if at := strings.Index(page, title); at < last {
			t.Errorf("%s stands too high", title)
		} else {
			last = at
		}
	}
	s.work = nil
	s.as("chair@krong-no").get("/t/krong-no").want(t, 200, "Không còn việc nào chờ bạn")
}

func TestAnotherTenantsAdministratorFindsNothing(t *testing.T) {
	s := newSite(t)
	page, program, insider := s.as("admin@dak-mil"), s.program("admin@dak-mil"), s.as("labour@krong-no")
	fill := strings.NewReplacer(":tenant", "krong-no", ":id", s.account("labour@krong-no"), ":action", "administration.audit", ":key", "plan.deadlines",
		"{tenant}", "krong-no", "{id}", s.account("labour@krong-no"), "{action}", "administration.audit", "{key}", "plan.deadlines", "{role}", "clerk")
	tried := 0
	for _, r := range s.Module().Routes {
		if !strings.Contains(r.Path, ":tenant") {
			continue
		}
		tried++
		path := fill.Replace(r.Path)
		page.do(r.Method, path, "", "application/x-www-form-urlencoded").want(t, 404)
		if strings.HasPrefix(r.Action, "administration.") && r.Action != "administration.jobs" && r.Action != "administration.documents" {
			who := "Quản trị viên địa bàn"
			if r.Action == administration.ActionCreateTenant {
				who = "Lập địa bàn mới"
			}
			insider.do(r.Method, path, "", "application/x-www-form-urlencoded").want(t, 403, who)
		}
	}
	for _, r := range s.Module().API {
		tried++
		a := program.do(r.Method, fill.Replace(r.Path), "", "application/json")
		a.want(t, 404, "not_found")
	}
	if tried < 40 {
		t.Errorf("only %d routes were tried", tried)
	}
}

func TestTheGalleryNeedsAnAccount(t *testing.T) {
	s := newSite(t)
	s.visitor().get("/components").want(t, http.StatusSeeOther)
	s.as("nobody").get("/components").want(t, 200, "Bộ thành phần giao diện")
}
