package web

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

func prefixes(list ...string) (out []netip.Prefix) {
	for _, s := range list {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

func TestForwardedAddresses(t *testing.T) {
	trusted := prefixes("10.0.0.0/8", "fd00::/8")
	for _, c := range []struct {
		peer, proto string
		header      []string
		want        string
		https       bool
	}{
		{"203.0.113.9", "https", []string{"198.51.100.1"}, "203.0.113.9", false}, // not our proxy: nothing is believed
		{"10.0.0.1", "https", []string{"198.51.100.1"}, "198.51.100.1", true},
		{"10.0.0.1", "", []string{"1.2.3.4, 198.51.100.1"}, "198.51.100.1", false}, // what the client wrote stands left
		{"10.0.0.1", "", []string{"1.2.3.4", "198.51.100.1, 10.0.0.2"}, "198.51.100.1", false},
		{"10.0.0.1", "", []string{"127.0.0.1, 10.0.0.2"}, "127.0.0.1", false},
		{"10.0.0.1", "", []string{"198.51.100.1, nonsense"}, "10.0.0.1", false},
		{"10.0.0.1", "", []string{"198.51.100.1, nonsense, 10.0.0.3"}, "10.0.0.3", false},
		{"10.0.0.1", "", []string{"[2001:db8::7]:443"}, "2001:db8::7", false},
		{"10.0.0.1", "", []string{"198.51.100.1:4711"}, "198.51.100.1", false},
		{"10.0.0.1", "http, https", nil, "10.0.0.1", true},
		{"10.0.0.1", "https, http", nil, "10.0.0.1", false},
		{"::ffff:10.0.0.1", "", []string{"::ffff:198.51.100.1"}, "198.51.100.1", false},
		{"fd00::1", "", []string{"2001:db8::7%eth0"}, "2001:db8::7", false},
		{"10.0.0.1", "", []string{""}, "10.0.0.1", false},
	} {
		got := clientOf(netip.MustParseAddr(c.peer), false, c.header, c.proto, trusted)
		if got.addr.String() != c.want || got.https != c.https {
			t.Errorf("%+v: %v, https %v", c, got.addr, got.https)
		}
	}
}

func FuzzForwarded(f *testing.F) {
	f.Add("1.2.3.4, 198.51.100.1", "https")
	f.Add("[::1]:80,, x", "http,https")
	f.Fuzz(func(t *testing.T, header, proto string) {
		trusted, proxy := prefixes("10.0.0.0/8"), netip.MustParseAddr("10.0.0.1")
		// Whatever a client writes, the address that our proxy saw is the answer.
		got := clientOf(proxy, false, []string{header + ",198.51.100.1"}, proto, trusted)
		if got.addr.String() != "198.51.100.1" {
			t.Errorf("%q made us believe %v", header, got.addr)
		}
		if !clientOf(proxy, false, []string{header}, proto, trusted).addr.IsValid() {
			t.Errorf("%q: no address", header)
		}
		if direct := clientOf(netip.MustParseAddr("203.0.113.9"), true, []string{header}, proto, trusted); direct.addr.String() != "203.0.113.9" || !direct.https {
			t.Errorf("%q, %q were believed from a stranger", header, proto)
		}
	})
}

func TestTheAddressThatThePageSees(t *testing.T) {
	h := start(t)
	if a := h.get("/address", "X-Forwarded-For", "6.6.6.6, 198.51.100.1", "X-Forwarded-Proto", "https"); !strings.Contains(a.body, "address=198.51.100.1 base=https://") {
		t.Error(a.body)
	}
	h = start(t, func(o *Options) { o.TrustedProxies = nil })
	if a := h.get("/address", "X-Forwarded-For", "6.6.6.6", "X-Forwarded-Proto", "https", "X-Request-Id", "forged-request-id"); !strings.Contains(a.body, "address=127.0.0.1 base=http://") || a.Header.Get("X-Request-Id") == "forged-request-id" {
		t.Error(a.body)
	}
}

func TestLocalPath(t *testing.T) {
	for in, good := range map[string]bool{
		"/": true, "/t/krong-no/plans?x=1#a": true, "/t/a%20b": true, "/?next=https://x.example": true,
		"": false, "t": false, "//evil.example": false, `/\evil.example`: false, "/\t/evil.example": false, "https://evil.example": false,
		"///evil": false, "/%5Cevil": false, "/%2Fevil.example": false, "/\n/evil": false, "javascript:alert(1)": false, "/a\x00": false, "/%zz": false,
	} {
		if got := LocalPath(in); good && got != in || !good && got != "" {
			t.Errorf("LocalPath(%q) = %q", in, got)
		}
	}
}

func FuzzLocalPath(f *testing.F) {
	for _, s := range []string{"/t/krong-no", "//evil", `/\evil`, "/%2f/evil", "http:/evil", "/?u=//x"} {
		f.Add(s)
	}
	site, err := url.Parse("https://vuon.example/sign-in")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		path := LocalPath(s)
		if path == "" {
			return
		}
		u, err := site.Parse(path)
		if err != nil || u.Host != "vuon.example" || u.Scheme != "https" || path != s {
			t.Errorf("%q leads to %v (%v)", s, u, err)
		}
	})
}
