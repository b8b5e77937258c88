package config

import (
	"encoding/base64"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const secretBytes = 32

func isAddress(v string) bool {
	_, port, err := net.SplitHostPort(v)
	if err != nil {
		return false
	}
	n, err := strconv.Atoi(port)
	return err == nil && n >= 0 && n <= 65535
}

// isURL takes a URL of one of the schemes, with one host and a right port.
func isURL(v string, schemes ...string) bool {
	u, err := url.Parse(v)
	return err == nil && slices.Contains(schemes, u.Scheme) && u.Hostname() != "" && isPort(u.Port())
}

func isPort(port string) bool {
	if port == "" {
		return true
	}
	n, err := strconv.Atoi(port)
	return err == nil && n > 0 && n <= 65535
}

func isDatabaseURL(v string) bool {
	u, err := url.Parse(v)
	return err == nil && isURL(v, "postgres", "postgresql") && len(u.Path) > 1
}

// isRedisURL takes several hosts, separated by commas, for sentinel and cluster.
func isRedisURL(v string) bool {
	scheme, rest, ok := strings.Cut(v, "://")
	if !ok {
		return false
	}
	if scheme == "redis" || scheme == "rediss" {
		return isURL(v, scheme)
	}
	if scheme != "redis-sentinel" && scheme != "redis-cluster" {
		return false
	}
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	return areHosts(rest[strings.LastIndex(rest[:end], "@")+1 : end])
}

// areHosts takes one or more host or host:port, separated by commas.
func areHosts(v string) bool {
	for host := range strings.SplitSeq(v, ",") {
		if !isURL("any://"+host, "any") {
			return false
		}
	}
	return true
}

// prefixes reads networks; a single address is a network of one.
func prefixes(v string) ([]netip.Prefix, bool) {
	var all []netip.Prefix
	for part := range strings.SplitSeq(v, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		p, err := netip.ParsePrefix(part)
		if addr, e := netip.ParseAddr(part); e == nil {
			p, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			return nil, false
		}
		all = append(all, p.Masked())
	}
	return all, true
}

// secretKey reads 32 bytes in any of the usual spellings of base64.
func secretKey(v string) ([]byte, bool) {
	if v == "" {
		return nil, true
	}
	for _, spelling := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		if key, err := spelling.DecodeString(v); err == nil && len(key) == secretBytes {
			return key, true
		}
	}
	return nil, false
}

func isWord(v string) bool { return !strings.ContainsAny(v, " \t\r\n") }

// isMailAddress takes one address, with or without a name.
func isMailAddress(v string) bool {
	_, err := mail.ParseAddress(v)
	return err == nil
}

func isBucket(v string) bool {
	return regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`).MatchString(v)
}

func isAgeRecipient(v string) bool {
	return regexp.MustCompile(`^age1[02-9ac-hj-np-z]{58}$`).MatchString(v)
}

// words takes words separated by commas.
func words(v string) (list []string, ok bool) {
	for word := range strings.SplitSeq(v, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		if !isWord(word) {
			return nil, false
		}
		list = append(list, word)
	}
	return list, true
}
