package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"net/http"
	"strconv"
	"strings"
)

// etag names what a request gets at a version of the data: the same address at
// the same version gives the same bytes.
func (s *server) etag(r *http.Request, version uint64) string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s\x00%s\x00%d\x00%s\x00%s", s.Program, s.Instance, version, r.URL.Path, r.URL.Query().Encode())
	return strconv.FormatUint(h.Sum64(), 36)
}

// contentTag names bytes by their content, so that it outlives the process and
// every change that leaves them as they are.
func contentTag(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:12])
}

// matchTag looks for a tag, in whatever coding, among the If-None-Match headers
// of a request and gives the client's own form of it. For * that is the tag itself.
func matchTag(headers []string, tag string) (have string, ok bool) {
	for _, list := range headers {
		for list = strings.TrimLeft(list, " \t,"); list != ""; list = strings.TrimLeft(list, " \t,") {
			if list[0] == '*' {
				return tag, true
			}
			list = strings.TrimPrefix(list, "W/")
			if list[0:min(1, len(list))] != `"` {
				_, list, _ = strings.Cut(list, ",") // no entity tag: skip it
				continue
			}
			have, list, ok = strings.Cut(list[1:], `"`)
			if ok && sameTag(have, tag) {
				return have, true
			}
		}
	}
	return "", false
}

// sameTag compares a client's tag with the base that all codings share.
func sameTag(have, tag string) bool {
	rest, ok := strings.CutPrefix(have, tag)
	if !ok {
		return false
	}
	for c := range codings {
		if rest == c.suffix() {
			return true
		}
	}
	return false
}
