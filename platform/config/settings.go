package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vuon/platform/i18n"
)

// setting is one row of the table of settings.
type setting struct {
	name     string                         // without VUON_
	fallback string                         // value when none is given
	mask     func(string) string            // how it is printed
	usage    string                         // for --help
	expected i18n.Text                      // what take accepts
	take     func(c *Config, v string) bool // parses and keeps v; false: not acceptable
}

// settings is the table of all settings, in the order in which they are printed.
func settings() []setting {
	address := i18n.T("địa chỉ dạng máy:cổng, ví dụ 127.0.0.1:8080", "an address as host:port, for example 127.0.0.1:8080")
	return slices.Concat([]setting{
		{name: "ADDR", fallback: "127.0.0.1:8080", mask: open, usage: "address of web and API", expected: address,
			take: func(c *Config, v string) bool { c.Addr = v; return isAddress(v) }},
		{name: "DATA", fallback: dataFolder(), mask: open, usage: "folder of the embedded servers",
			expected: i18n.T("đường dẫn tới một thư mục", "the path of a folder"),
			take: func(c *Config, v string) (ok bool) {
				path, err := filepath.Abs(v)
				c.Data = path
				return err == nil && v != ""
			}},
		{name: "DATABASE_URL", mask: maskURL, usage: "PostgreSQL of an owner that may create roles; empty: a private cluster",
			expected: i18n.T("postgres://chủ:mật-khẩu@máy:5432/cơ-sở-dữ-liệu", "postgres://owner:password@host:5432/database"),
			take:     func(c *Config, v string) bool { c.DatabaseURL = v; return v == "" || isDatabaseURL(v) }},
		{name: "REDIS_URL", mask: maskURL, usage: "Redis or Valkey; empty: in process",
			expected: i18n.T("redis://, rediss://, redis-sentinel:// hoặc redis-cluster:// kèm tên máy", "redis://, rediss://, redis-sentinel:// or redis-cluster:// with a host"),
			take:     func(c *Config, v string) bool { c.RedisURL = v; return v == "" || isRedisURL(v) }},
		{name: "METRICS_ADDR", mask: open, usage: "address of /metrics; the same as --addr: public", expected: address,
			take: func(c *Config, v string) bool { c.MetricsAddr = v; return v == "" || isAddress(v) }},
		{name: "SECOND_FACTOR", mask: open, usage: "roles that need a second factor in every tenant, separated by commas",
			expected: i18n.T("các mã vai trò cách nhau bằng dấu phẩy, ví dụ operator,admin", "role ids separated by commas, for example operator,admin"),
			take:     func(c *Config, v string) (ok bool) { c.SecondFactor, ok = words(v); return ok }},
		{name: "OIDC", mask: open, usage: "YAML file of the OpenID Connect issuers; empty: none",
			expected: i18n.T("đường dẫn tới một tệp đọc được", "the path of a file that can be read"),
			take: func(c *Config, v string) bool {
				if v == "" {
					return true
				}
				path, err := filepath.Abs(v)
				c.OIDC = path
				_, unreadable := os.Stat(path)
				return err == nil && unreadable == nil
			}},
		{name: "SIGNING_ROOTS", mask: open, usage: "PEM file, or folder of them, of the authorities whose signatures are trusted; empty: trust is not checked",
			expected: i18n.T("đường dẫn tới một tệp hoặc thư mục đọc được", "the path of a file or folder that can be read"),
			take: func(c *Config, v string) bool {
				if v == "" {
					return true
				}
				path, err := filepath.Abs(v)
				c.SigningRoots = path
				_, unreadable := os.Stat(path)
				return err == nil && unreadable == nil
			}},
		{name: "TRUSTED_PROXIES", mask: open, usage: "networks whose forwarded headers are believed",
			expected: i18n.T("các dải mạng CIDR cách nhau bằng dấu phẩy, ví dụ 10.0.0.0/8,::1/128", "networks in CIDR notation, separated by commas, for example 10.0.0.0/8,::1/128"),
			take:     func(c *Config, v string) (ok bool) { c.TrustedProxies, ok = prefixes(v); return ok }},
		{name: "BACKUP_RECIPIENT", mask: open, usage: "age public key that backups are encrypted to",
			expected: i18n.T("khóa công khai của age, bắt đầu bằng age1", "a public key of age, which begins with age1"),
			take:     func(c *Config, v string) bool { c.BackupRecipient = v; return v == "" || isAgeRecipient(v) }},
		{name: "SECRET_KEY", mask: hide, usage: "32 bytes in base64; required with --database-url",
			expected: i18n.T("32 byte viết bằng base64, tạo bằng: openssl rand -base64 32", "32 bytes in base64, made with: openssl rand -base64 32"),
			take:     func(c *Config, v string) (ok bool) { c.SecretKey, ok = secretKey(v); return ok }},
		{name: "POSTGRES_BIN", mask: open, usage: "folder with initdb and postgres for the private cluster",
			expected: i18n.T("thư mục có initdb và postgres", "a folder with initdb and postgres"),
			take: func(c *Config, v string) bool {
				if v == "" {
					return true
				}
				path, err := filepath.Abs(v)
				c.PostgresBin = path
				return err == nil && hasPostgres(path)
			}},
		{name: "LOG_LEVEL", fallback: "info", mask: open, usage: "debug, info, warn or error",
			expected: i18n.T("debug, info, warn hoặc error", "debug, info, warn or error"),
			take:     func(c *Config, v string) bool { return c.LogLevel.UnmarshalText([]byte(v)) == nil }},
		{name: "LOG_FORMAT", fallback: "auto", mask: open, usage: "auto (text on a terminal, else json), json or text",
			expected: i18n.T("auto, json hoặc text", "auto, json or text"),
			take:     func(c *Config, v string) bool { c.LogFormat = v; return v == "auto" || v == "json" || v == "text" }},
	}, mailSettings(), s3Settings())
}

func mailSettings() []setting {
	return []setting{
		{name: "SMTP_URL", mask: maskURL, usage: "mail server; empty: no mail",
			expected: i18n.T("smtp://người-dùng:mật-khẩu@máy:587 hoặc smtps://…:465", "smtp://user:password@host:587 or smtps://…:465"),
			take:     func(c *Config, v string) bool { c.SMTPURL = v; return v == "" || isURL(v, "smtp", "smtps") }},
		{name: "MAIL_FROM", mask: open, usage: "sender of mail; required with --smtp-url",
			expected: i18n.T("một địa chỉ thư, ví dụ Vươn <vuon@daknong.gov.vn>", "an e-mail address, for example Vươn <vuon@daknong.gov.vn>"),
			take:     func(c *Config, v string) bool { c.MailFrom = v; return v == "" || isMailAddress(v) }},
		{name: "PUBLIC_URL", mask: maskURL, usage: "address under which people reach the application; required with --smtp-url",
			expected: i18n.T("http://máy:cổng hoặc https://máy", "http://host:port or https://host"),
			take: func(c *Config, v string) bool {
				c.PublicURL = strings.TrimRight(v, "/")
				return v == "" || isURL(v, "http", "https")
			}},
	}
}

func s3Settings() []setting {
	address := i18n.T("http://máy:cổng hoặc https://máy", "http://host:port or https://host")
	word := i18n.T("một chuỗi không có khoảng trắng", "a text without blanks")
	return []setting{
		{name: "S3_ENDPOINT", mask: maskURL, usage: "S3 server; empty: in process", expected: address,
			take: func(c *Config, v string) bool { c.S3.Endpoint = v; return v == "" || isURL(v, "http", "https") }},
		{name: "S3_ACCESS_KEY", mask: open, usage: "its access key", expected: word,
			take: func(c *Config, v string) bool { c.S3.AccessKey = v; return isWord(v) }},
		{name: "S3_SECRET_KEY", mask: hide, usage: "its secret key", expected: word,
			take: func(c *Config, v string) bool { c.S3.SecretKey = v; return isWord(v) }},
		{name: "S3_BUCKET", mask: open, usage: "its bucket",
			expected: i18n.T("3–63 ký tự a–z, 0–9, dấu chấm, gạch nối", "3–63 characters a–z, 0–9, dots, hyphens"),
			take:     func(c *Config, v string) bool { c.S3.Bucket = v; return v == "" || isBucket(v) }},
		{name: "S3_REGION", fallback: "us-east-1", mask: open, usage: "its region", expected: word,
			take: func(c *Config, v string) bool { c.S3.Region = v; return isWord(v) }},
		{name: "S3_PUBLIC_ENDPOINT", mask: maskURL, usage: "address under which browsers reach it; empty: through the application", expected: address,
			take: func(c *Config, v string) bool { c.S3.PublicEndpoint = v; return v == "" || isURL(v, "http", "https") }},
	}
}

// dataFolder is the default of VUON_DATA: a service's folder as root, else here.
func dataFolder() string {
	if os.Geteuid() == 0 {
		return "/var/lib/vuon"
	}
	return "./var"
}

func hasPostgres(dir string) bool {
	for _, name := range []string{"initdb", "postgres"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.IsDir() {
			return false
		}
	}
	return true
}
