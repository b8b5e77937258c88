package jobs

import (
	"crypto/tls"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/hibiken/asynq"

	"vuon/platform/fault"
)

// RedisOptions reads the address of a Redis or Valkey:
//
//	redis://[user:password@]host[:6379][/db]          rediss:// over TLS
//	redis-sentinel://[user:password@]host[:26379],…[/db]?master=NAME[&sentinel_username=…&sentinel_password=…][&tls=true]
//	redis-cluster://[user:password@]host[:6379],…[?tls=true]
//
// A wrong one is the fault redis_url_invalid, which never repeats the password.
func RedisOptions(raw string) (asynq.RedisConnOpt, error) {
	hosts, u, err := splitRedisURL(raw)
	if err != nil {
		return nil, err
	}
	password, _ := u.User.Password()
	user, query := u.User.Username(), u.Query()
	switch u.Scheme {
	case "redis", "rediss":
		db, err := number(u.Path)
		if err != nil || len(hosts) != 1 || !only(query) {
			return nil, badURL("một máy chủ, số cơ sở dữ liệu sau dấu /", "one host, a database number after the /")
		}
		return asynq.RedisClientOpt{Addr: withPort(hosts[0], "6379"), Username: user, Password: password, DB: db,
			TLSConfig: secure(u.Scheme == "rediss", hosts[0])}, nil
	case "redis-sentinel":
		db, err := number(u.Path)
		if err != nil || query.Get("master") == "" || !only(query, "master", "sentinel_username", "sentinel_password", "tls") {
			return nil, badURL("?master=TÊN và số cơ sở dữ liệu sau dấu /", "?master=NAME and a database number after the /")
		}
		return asynq.RedisFailoverClientOpt{MasterName: query.Get("master"), SentinelAddrs: withPorts(hosts, "26379"),
			SentinelUsername: query.Get("sentinel_username"), SentinelPassword: query.Get("sentinel_password"),
			Username: user, Password: password, DB: db, TLSConfig: secure(query.Get("tls") == "true", "")}, nil
	case "redis-cluster":
		if strings.Trim(u.Path, "/") != "" || !only(query, "tls") {
			return nil, badURL("danh sách máy chủ, không có số cơ sở dữ liệu", "a list of hosts, without a database number")
		}
		return asynq.RedisClusterClientOpt{Addrs: withPorts(hosts, "6379"), Username: user, Password: password,
			TLSConfig: secure(query.Get("tls") == "true", "")}, nil
	}
	return nil, badURL("redis://, rediss://, redis-sentinel:// hoặc redis-cluster://",
		"redis://, rediss://, redis-sentinel:// or redis-cluster://")
}

// splitRedisURL takes the list of hosts out before the rest is parsed: net/url
// refuses an authority with more than one colon.
func splitRedisURL(raw string) (hosts []string, u *url.URL, err error) {
	scheme, rest, ok := strings.Cut(raw, "://")
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority, tail := rest[:end], rest[end:]
	user := ""
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		user, authority = authority[:at+1], authority[at+1:]
	}
	hosts = strings.Split(authority, ",")
	u, parseErr := url.Parse(scheme + "://" + user + "host" + tail)
	if !ok || parseErr != nil || slices.Contains(hosts, "") {
		return nil, nil, badURL("redis://[tài-khoản:mật-khẩu@]máy-chủ:cổng/số", "redis://[user:password@]host:port/number")
	}
	return hosts, u, nil
}

func badURL(vi, en string) error {
	return fault.New(fault.Invalid, "redis_url_invalid", "Địa chỉ Redis (VUON_REDIS_URL) không đúng; cần: "+vi+".",
		"The address of Redis (VUON_REDIS_URL) is wrong; expected: "+en+".")
}

func number(path string) (int, error) {
	path = strings.Trim(path, "/")
	if path == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(path, 10, 16)
	return int(n), err
}

func only(query url.Values, known ...string) bool {
	for key := range query {
		if !slices.Contains(known, key) {
			return false
		}
	}
	return true
}

func withPorts(hosts []string, port string) []string {
	full := make([]string, len(hosts))
	for i, host := range hosts {
		full[i] = withPort(host, port)
	}
	return full
}

func withPort(host, port string) string {
	if _, _, err := net.SplitHostPort(host); err == nil {
		return host
	}
	return net.JoinHostPort(strings.Trim(host, "[]"), port)
}

// secure is the TLS configuration, or nil; without a name each connection
// verifies the host that it dials.
func secure(on bool, host string) *tls.Config {
	if !on {
		return nil
	}
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.Trim(host, "[]")
	}
	return &tls.Config{ServerName: name, MinVersion: tls.VersionTLS12}
}
