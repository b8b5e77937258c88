package config

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vuon/platform/fault"
)

var key = base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 32))

func load(t *testing.T, args []string, environ ...string) (Config, []string) {
	t.Helper()
	c, rest, err := Load(args, environ)
	if err != nil {
		t.Fatal(err)
	}
	return c, rest
}

func TestEverythingIsEmbeddedByDefault(t *testing.T) {
	c, _ := load(t, nil, "PATH=/bin", "VUON_TEST_REDIS_URL=x")
	if !c.Embedded().All() || !c.Embedded().Any() {
		t.Errorf("%+v", c.Embedded())
	}
	want := "/var/lib/vuon"
	if os.Geteuid() != 0 {
		want, _ = filepath.Abs("var")
	}
	if c.Addr != "127.0.0.1:8080" || c.Data != want || c.SecretKey != nil || c.LogLevel != slog.LevelInfo || c.MetricsAddr != "" {
		t.Errorf("%v", c)
	}
}

func TestProductionSettings(t *testing.T) {
	c, _ := load(t, nil, "VUON_DATABASE_URL=postgres://o:p@db:5432/vuon?sslmode=require", "VUON_SECRET_KEY="+key,
		"VUON_REDIS_URL=redis-sentinel://:pw@a:26379,b:26379/0?master=m", "VUON_S3_ENDPOINT=https://s3.example", "VUON_S3_ACCESS_KEY=a",
		"VUON_S3_SECRET_KEY=s", "VUON_S3_BUCKET=vuon", "VUON_TRUSTED_PROXIES=10.1.2.3/8, ::1")
	if c.Embedded().Any() || len(c.SecretKey) != 32 || c.S3.Region != "us-east-1" {
		t.Errorf("%+v", c.Embedded())
	}
	if got := fmt.Sprint(c.TrustedProxies); got != "[10.0.0.0/8 ::1/128]" {
		t.Error(got)
	}
}

func TestFlagBeforeVariableBeforeFileBeforeDefault(t *testing.T) {
	file := filepath.Join(t.TempDir(), "addr")
	if err := os.WriteFile(file, []byte("127.0.0.1:3\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, given := range map[string][2][]string{
		"127.0.0.1:1":    {{"--addr", "127.0.0.1:1"}, {"VUON_ADDR=127.0.0.1:2"}},
		"127.0.0.1:2":    {nil, {"VUON_ADDR=127.0.0.1:2"}},
		"127.0.0.1:3":    {nil, {"VUON_ADDR_FILE=" + file}},
		"127.0.0.1:8080": {nil, {"VUON_ADDR="}},
	} {
		if c, _ := load(t, given[0], given[1]...); c.Addr != want {
			t.Errorf("%v: %s, want %s", given, c.Addr, want)
		}
	}
	if c, _ := load(t, []string{"--addr-file=" + file}, "VUON_ADDR=127.0.0.1:2"); c.Addr != "127.0.0.1:3" {
		t.Error("a file named by a flag comes before a variable")
	}
}

func TestArgumentsOfTheCommandStayInOrder(t *testing.T) {
	c, rest := load(t, []string{"plan", "import", "--tenant", "krong-no", "--data=/d", "plan.txt", "--json", "--addr", ":1", "--", "--addr", ":2"})
	if want := []string{"plan", "import", "--tenant", "krong-no", "plan.txt", "--json", "--", "--addr", ":2"}; !slices.Equal(rest, want) {
		t.Errorf("%q", rest)
	}
	if c.Data != "/d" || c.Addr != ":1" {
		t.Errorf("%v", c)
	}
}

func TestWrongSettingsAreRefusedWithWhatWasExpected(t *testing.T) {
	for name, test := range map[string]struct {
		environ []string
		says    []string
	}{
		"address":         {[]string{"VUON_ADDR=8080"}, []string{"VUON_ADDR", "“8080”", "host:port"}},
		"port":            {[]string{"VUON_METRICS_ADDR=:70000"}, []string{"VUON_METRICS_ADDR", ":70000"}},
		"scheme":          {[]string{"VUON_DATABASE_URL=mysql://o:p@db/vuon", "VUON_SECRET_KEY=" + key}, []string{"mysql://o:***@db/vuon", "postgres://owner"}},
		"no database":     {[]string{"VUON_DATABASE_URL=postgres://db", "VUON_SECRET_KEY=" + key}, []string{"VUON_DATABASE_URL"}},
		"redis":           {[]string{"VUON_REDIS_URL=redis-sentinel://a:1,:2"}, []string{"VUON_REDIS_URL"}},
		"secret missing":  {[]string{"VUON_DATABASE_URL=postgres://o@db/vuon"}, []string{"VUON_SECRET_KEY is missing", "openssl rand -base64 32"}},
		"secret short":    {[]string{"VUON_SECRET_KEY=c2hvcnQ="}, []string{"VUON_SECRET_KEY", "***", "32 bytes"}},
		"s3 partial":      {[]string{"VUON_S3_ENDPOINT=http://s3", "VUON_S3_BUCKET=vuon"}, []string{"VUON_S3_ACCESS_KEY is missing", "VUON_S3_SECRET_KEY is missing"}},
		"s3 keys alone":   {[]string{"VUON_S3_SECRET_KEY=hidden"}, []string{"no effect without VUON_S3_ENDPOINT"}},
		"bucket":          {[]string{"VUON_S3_BUCKET=Vươn"}, []string{"VUON_S3_BUCKET", "3–63"}},
		"cidr":            {[]string{"VUON_TRUSTED_PROXIES=10.0.0.0/33"}, []string{"CIDR"}},
		"smtp":            {[]string{"VUON_SMTP_URL=http://mail"}, []string{"smtp://user"}},
		"mail partial":    {[]string{"VUON_SMTP_URL=smtp://mail"}, []string{"VUON_MAIL_FROM is missing", "VUON_PUBLIC_URL is missing"}},
		"mail sender":     {[]string{"VUON_MAIL_FROM=vuon"}, []string{"VUON_MAIL_FROM", "an e-mail address"}},
		"age":             {[]string{"VUON_BACKUP_RECIPIENT=AGE-SECRET-KEY-1"}, []string{"age1"}},
		"both":            {[]string{"VUON_ADDR=:1", "VUON_ADDR_FILE=/x"}, []string{"VUON_ADDR is given twice"}},
		"file missing":    {[]string{"VUON_SECRET_KEY_FILE=/nowhere/key"}, []string{"VUON_SECRET_KEY", "/nowhere/key"}},
		"unknown":         {[]string{"VUON_DATABSE_URL=x"}, []string{"VUON_DATABSE_URL is not a setting", "VUON_DATABASE_URL?"}},
		"unknown file":    {[]string{"VUON_SECRT_KEY_FILE=x"}, []string{"VUON_SECRET_KEY_FILE?"}},
		"log level":       {[]string{"VUON_LOG_LEVEL=loud"}, []string{"loud", "debug, info"}},
		"several at once": {[]string{"VUON_ADDR=x", "VUON_LOG_FORMAT=y"}, []string{"VUON_ADDR", "VUON_LOG_FORMAT"}},
	} {
		_, _, err := Load(nil, test.environ)
		if fault.CodeOf(err) != "settings_wrong" {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, word := range test.says {
			if !strings.Contains(err.Error(), word) {
				t.Errorf("%s: %q is not in %v", name, word, err)
			}
		}
	}
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	c, _ := load(t, nil, "VUON_DATABASE_URL=postgres://o:geheim@db/vuon?password=geheim", "VUON_SECRET_KEY="+key, "VUON_REDIS_URL=rediss://:geheim@r",
		"VUON_SMTP_URL=smtps://u:geheim@m", "VUON_MAIL_FROM=Vươn <v@m.vn>", "VUON_PUBLIC_URL=https://v.vn/", "VUON_S3_ENDPOINT=http://s3:9000", "VUON_S3_ACCESS_KEY=a", "VUON_S3_SECRET_KEY=geheim", "VUON_S3_BUCKET=vuon")
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("settings", "config", c)
	for _, printed := range []string{c.String(), fmt.Sprintf("%v %+v %#v", c, c, &c), fmt.Sprint(c.Masked()), log.String()} {
		if strings.Contains(printed, "geheim") || strings.Contains(printed, key) {
			t.Errorf("a secret is in %s", printed)
		}
		if !strings.Contains(printed, "postgres://o:***@db/vuon") {
			t.Errorf("the address is not in %s", printed)
		}
	}
}

func TestMaskedURLNeverHoldsThePassword(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		password := "PW" + rapid.StringMatching(`[A-Za-z0-9:@/?#%&= ]{0,12}`).Draw(t, "password") + "PW"
		user := rapid.StringMatching(`[a-z]{0,6}`).Draw(t, "user")
		v := rapid.SampledFrom([]string{"postgres", "redis", "smtp"}).Draw(t, "scheme") + "://" + user + ":" + password + "@host:1/x"
		if got := maskURL(v); strings.Contains(got, "PW") {
			t.Fatalf("%s → %s", v, got)
		}
	})
}

func FuzzLoad(f *testing.F) {
	f.Add("--addr", ":1", "VUON_REDIS_URL=redis://a,b")
	f.Add("--trusted-proxies=1.2.3.4/33", "--", "VUON_SECRET_KEY="+key)
	f.Fuzz(func(t *testing.T, a, b, variable string) {
		c, rest, err := Load([]string{a, b}, []string{variable})
		if err != nil && fault.CodeOf(err) != "settings_wrong" {
			t.Errorf("not a fault: %v", err)
		}
		if err == nil && (len(rest) > 2 || !filepath.IsAbs(c.Data) || len(c.SecretKey)%32 != 0) {
			t.Errorf("%q %v", rest, c)
		}
	})
}
