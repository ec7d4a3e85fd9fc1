package fetch

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// longest is the longest wait that a server's word is taken for.
const longest = 24 * time.Hour

// retryAfter reads Retry-After, in seconds or as a date; 0 if there is none.
func retryAfter(h http.Header, now time.Time) time.Duration {
	s := strings.TrimSpace(h.Get("Retry-After"))
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return seconds(n)
	}
	if t, err := http.ParseTime(s); err == nil {
		return min(max(t.Sub(now).Round(time.Second), 0), longest)
	}
	return 0
}

// maxAge reads max-age of Cache-Control; 0 if there is none.
func maxAge(h http.Header) time.Duration {
	for part := range strings.SplitSeq(h.Get("Cache-Control"), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if !strings.EqualFold(name, "max-age") {
			continue
		}
		if n, err := strconv.ParseInt(strings.Trim(value, `"`), 10, 64); err == nil {
			return seconds(n)
		}
	}
	return 0
}

func seconds(n int64) time.Duration {
	return time.Duration(min(max(n, 0), int64(longest/time.Second))) * time.Second
}

// maxHosts bounds the memory of when hosts were asked.
const maxHosts = 4096

// pace keeps requests to one host apart.
type pace struct {
	mu   sync.Mutex
	next map[string]time.Time // when the host may be asked again
}

// wait returns when host may be asked, or with ctx's error.
func (p *pace) wait(ctx context.Context, host string, pause time.Duration) error {
	if pause <= 0 {
		return ctx.Err()
	}
	host = strings.ToLower(host)
	p.mu.Lock()
	now := time.Now()
	if p.next == nil || len(p.next) >= maxHosts {
		p.next = kept(p.next, now)
	}
	at := now
	if n := p.next[host]; n.After(at) {
		at = n
	}
	p.next[host] = at.Add(pause)
	p.mu.Unlock()
	if at.Equal(now) {
		return ctx.Err()
	}
	t := time.NewTimer(at.Sub(now))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// kept gives the hosts that still have to wait.
func kept(old map[string]time.Time, now time.Time) map[string]time.Time {
	out := map[string]time.Time{}
	for h, t := range old {
		if t.After(now) {
			out[h] = t
		}
	}
	return out
}
