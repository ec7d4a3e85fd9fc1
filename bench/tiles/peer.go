package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/klauspost/compress/gzip"
)

// peer is another server of the same tiles, or why there is none. What goes wrong
// with it ends its turns and stands in its row; it never ends the run. A nil peer
// takes no turns.
type peer struct {
	server *server
	paths  []string // the tiles' addresses there
	why    error

	faster, cheaper []float64 // sitmap's rate × its own; its processor time a tile × sitmap's
	rate, cpu, bare []float64 // tiles a second; ms of processor time a tile; its rate × the floor's
	size, ownSize   float64   // of a tile on the wire, KB
	full, compared  int       // tiles that hold something, of those that were compared
}

// stop ends the server if there is one.
func (p *peer) stop() {
	if p.server != nil {
		p.server.stop()
		p.server = nil
	}
}

// giveUp ends the server for a reason.
func (p *peer) giveUp(why error) {
	p.stop()
	p.why = why
}

// meet makes ready for turns with a server: both must give the same tiles.
func (p *peer) meet(ctx context.Context, base string, paths, theirs []string) {
	p.paths, p.faster, p.cheaper, p.rate, p.cpu, p.bare = theirs, nil, nil, nil, nil, nil
	if p.server == nil {
		return
	}
	p.compared = min(len(paths), 300)
	var err error
	if p.full, err = sameTiles(ctx, base, p.server.base, paths[:p.compared], theirs[:p.compared]); err != nil {
		p.giveUp(fmt.Errorf("its tiles are not the same: %w", err))
	}
}

// turn drives the peer after sitmap and the floor have had their turns, all tiles of
// the list at least once: those of its beginning alone would be another load.
func (p *peer) turn(own, floor result, d time.Duration) {
	if p == nil || p.server == nil {
		return
	}
	r, err := driveAtLeast(p.server.base, p.paths, d, p.server.pid(), len(p.paths))
	if err != nil {
		p.giveUp(err)
		return
	}
	p.faster, p.cheaper = append(p.faster, own.rate/r.rate), append(p.cheaper, float64(r.cpu)/float64(own.cpu))
	p.rate, p.cpu, p.bare = append(p.rate, r.rate), append(p.cpu, r.cpu.Seconds()*1000), append(p.bare, r.rate/floor.rate)
	p.size, p.ownSize = r.bytes/1000, own.bytes/1000
}

// sayPeer adds the peer's row.
func (s *session) sayPeer(what string, p *peer) {
	what += ": sitmap's rate × that of " + tileserver
	if p.why != nil {
		s.say(what, "left out: %v", p.why)
		return
	}
	s.say(what, "%.1f; its processor time a tile × sitmap's %.1f (%.0f tiles/s, %.2f ms, %.3f of the bare handler, %.1f KB beside %.1f; %d of %d tiles compared hold something, all equal)",
		median(p.faster), median(p.cheaper), median(p.rate), median(p.cpu), median(p.bare), p.size, p.ownSize, p.full, p.compared)
}

// sameTiles says how many tiles of two servers were compared; another status or content is an error.
func sameTiles(ctx context.Context, a, b string, aPaths, bPaths []string) (full int, err error) {
	for i := range aPaths {
		one, err := plainTile(ctx, a+aPaths[i])
		if err != nil {
			return full, err
		}
		two, err := plainTile(ctx, b+bPaths[i])
		if err != nil {
			return full, err
		}
		if !bytes.Equal(one, two) {
			return full, fmt.Errorf("%s has %d bytes and %s has %d, or others", aPaths[i], len(one), bPaths[i], len(two))
		}
		if len(one) > 0 {
			full++
		}
	}
	if full == 0 {
		return 0, errors.New("all tiles that were compared are empty")
	}
	return full, nil
}

// plainTile asks for a tile and unpacks it.
func plainTile(ctx context.Context, url string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close() //nolint:errcheck // read only
	if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusNoContent {
		return nil, fmt.Errorf("%s: %s", url, res.Status)
	}
	if res.Header.Get("Content-Encoding") != "gzip" {
		return io.ReadAll(res.Body)
	}
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", url, err)
	}
	return io.ReadAll(z)
}
