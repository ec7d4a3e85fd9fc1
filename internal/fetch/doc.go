// Package fetch gets one page or feed from the web for a program that is pointed
// at addresses by strangers. [New] makes a [Client]; [Client.Get] gives a [Page].
//
// Only http and https are spoken. An address that is not on the public internet
// (loopback, private, link-local, multicast, shared, reserved, and IPv4 addresses
// wrapped in IPv6) is refused unless [Options].AllowPrivate is set. The check sits
// where the connection is made, on the address really dialled, so neither a
// redirect nor a name that changes its address gets around it.
//
// Size, time and number of redirects are bounded. Nothing is remembered between
// requests but when each host was asked last: no cookies, no credentials, no
// referrer. Proxies of the environment are not used, because behind one the
// address cannot be checked. Nothing is retried; [StatusError] says what the
// server wants, and the caller decides. robots.txt is not read: every address is
// one that the user or a feed of the user's choice named.
package fetch
