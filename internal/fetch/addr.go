package fetch

import (
	"fmt"
	"net/netip"
	"syscall"
)

// ipv4Special are the blocks of the IANA IPv4 Special-Purpose Address Registry,
// multicast (RFC 5771) and class E (RFC 1112).
var ipv4Special = prefixes( //nolint:gochecknoglobals // table, never written
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
	"192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
)

// ipv6Special are the blocks inside global unicast space (2000::/3) that the IANA
// IPv6 registry keeps for special purposes: protocol assignments with Teredo and
// ORCHID, documentation, 6to4.
var ipv6Special = prefixes("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20") //nolint:gochecknoglobals // table, never written

var (
	ipv6Global = netip.MustParsePrefix("2000::/3") //nolint:gochecknoglobals // table, never written
	// RFC 6052: the last 32 bits are an IPv4 address.
	nat64 = netip.MustParsePrefix("64:ff9b::/96") //nolint:gochecknoglobals // table, never written
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// Public reports whether an address is one of the public internet. An IPv4 address
// wrapped in IPv6 counts as the IPv4 address; an address with a zone is never public.
func Public(a netip.Addr) bool {
	a = a.Unmap()
	switch {
	case !a.IsValid() || a.Zone() != "":
		return false
	case a.Is4():
		return !within(ipv4Special, a)
	case nat64.Contains(a):
		b := a.As16()
		return Public(netip.AddrFrom4([4]byte(b[12:])))
	}
	return ipv6Global.Contains(a) && !within(ipv6Special, a)
}

func within(list []netip.Prefix, a netip.Addr) bool {
	for _, p := range list {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// Guard makes a net.Dialer's Control function that refuses the addresses for which
// allow says no. It sees each address just before it is connected to. Errors wrap [ErrRefused].
func Guard(allow func(netip.Addr) bool, why string) func(network, address string, _ syscall.RawConn) error {
	return func(network, address string, _ syscall.RawConn) error {
		if network != "tcp4" && network != "tcp6" {
			return fmt.Errorf("%w: %s is no network for a page", ErrRefused, network)
		}
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("%w: %s is no address", ErrRefused, address)
		}
		if !allow(at.Addr()) {
			return fmt.Errorf("%w: %s is %s", ErrRefused, at.Addr(), why)
		}
		return nil
	}
}
