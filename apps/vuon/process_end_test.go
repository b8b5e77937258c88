package main

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"vuon/platform/jobs"
)

// Ctrl-C, once or again and again, and SIGTERM end the process in good order
// while documents are made and a request is open. Nothing stays behind, and
// nothing that was confirmed is lost.
func TestEndsInGoodOrderUnderLoad(t *testing.T) {
	data := folder(t, nil, "data")
	p, s := open(t, nil, data, "demo", "--households=false")
	tenants := []string{"krong-no", "dak-glong"}
	enqueued := map[string]string{}
	for round, end := range []func(*process){
		func(p *process) { p.signal(syscall.SIGINT) },
		func(p *process) { p.signal(syscall.SIGINT); p.signal(syscall.SIGINT); p.signal(syscall.SIGINT) },
		func(p *process) { _ = p.cmd.Process.Signal(syscall.SIGTERM) },
	} {
		for n := range 10 {
			tenant := tenants[n%2]
			var made struct{ Job string }
			s.api(t, "labour@"+tenant, http.MethodPost, "/api/tenants/"+tenant+"/plans/2024/documents", map[string]string{"format": "pdf"}).decode(t, &made)
			enqueued[made.Job] = tenant
		}
		if round == 1 {
			defer s.halfUpload(t, "labour@krong-no", "krong-no", 2040).Close()
		}
		end(p)
		if code := p.code(t); code != exitDone {
			t.Errorf("end %d: exit %d\n%s", round, code, p.words())
		}
		nobodyIn(t, data)
		p, s = open(t, nil, data, "demo", "--households=false")
	}
	d := joined(t, data)
	for _, tenant := range tenants {
		jobsAreDone(t, d, tenant)
	}
	for id, tenant := range enqueued {
		if job, err := d.jobs.Get(t.Context(), tenant, id); err != nil || job.State != jobs.Done {
			t.Errorf("%s of %s: %s %v", id, tenant, job.State, err)
		}
	}
	leave(t, d)
	p.interrupt(t)
	if strings.Contains(p.words(), "panic") || strings.Contains(p.words(), `"ERROR"`) {
		t.Errorf("it said:\n%s", p.words())
	}
}

// halfUpload sends the first half of a file and leaves the request open.
func (s *stage) halfUpload(t testing.TB, who, tenant string, year int) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err == nil {
		_, err = fmt.Fprintf(conn, "POST /api/tenants/%s/plans?year=%d HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"+
			"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n"+
			"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"kh.txt\"\r\n\r\nKẾ HOẠCH\n", tenant, year, s.token(t, who))
	}
	if err != nil {
		t.Fatal(err)
	}
	return conn
}
