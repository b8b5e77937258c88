package web

import (
	"net/netip"
	"strings"
)

// client is the address that a request came from, and whether the connection
// was encrypted, as far as we can trust what we are told.
type client struct {
	addr  netip.Addr
	https bool
	via   bool // came through a proxy that we trust
}

// clientOf reads the forwarded headers only when the connection itself comes
// from a trusted proxy.
func clientOf(peer netip.Addr, tls bool, forwardedFor []string, forwardedProto string, trusted []netip.Prefix) client {
	c := client{addr: peer.Unmap(), https: tls}
	if !within(trusted, c.addr) {
		return c
	}
	c.via = true
	c.addr = forwarded(c.addr, forwardedFor, trusted)
	if proto := lastItem(forwardedProto); proto != "" {
		c.https = strings.EqualFold(proto, "https")
	}
	return c
}

// forwarded walks X-Forwarded-For from the right, where our own proxies wrote,
// and stops at the first address that is none of them. What stands further left
// is hearsay of the client. An entry that is no address ends the walk too.
func forwarded(peer netip.Addr, headers []string, trusted []netip.Prefix) netip.Addr {
	items := strings.Split(strings.Join(headers, ","), ",")
	for i := len(items) - 1; i >= 0; i-- {
		addr, ok := parseAddr(items[i])
		if !ok {
			return peer
		}
		peer = addr
		if !within(trusted, addr) {
			return addr
		}
	}
	return peer
}

// parseAddr reads "203.0.113.7", "203.0.113.7:4711", "2001:db8::1" or "[2001:db8::1]:4711".
func parseAddr(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	if addr, err := netip.ParseAddr(strings.Trim(s, "[]")); err == nil {
		return addr.Unmap().WithZone(""), true
	}
	if pair, err := netip.ParseAddrPort(s); err == nil {
		return pair.Addr().Unmap().WithZone(""), true
	}
	return netip.Addr{}, false
}

func within(prefixes []netip.Prefix, addr netip.Addr) bool {
	for _, p := range prefixes {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// lastItem is the last of a comma-separated list: the one our own proxy wrote.
func lastItem(s string) string {
	if i := strings.LastIndexByte(s, ','); i >= 0 {
		s = s[i+1:]
	}
	return strings.TrimSpace(s)
}
