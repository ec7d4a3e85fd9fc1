package main

import (
	"bytes"
	"context"
	"strings"
	"time"

	"sitmap/internal/fetch"
	"sitmap/internal/ingest"
	"sitmap/internal/pipeline"
	"sitmap/internal/watch"
)

// network are the flags of what comes from the web.
type network struct {
	AllowPrivate bool   `help:"Fetch from loopback, private and other addresses that are not on the public internet too."`
	Contact      string `help:"Mail address or page where the owners of fetched sites find you; sent with every request." env:"SITMAP_CONTACT" placeholder:"ADDRESS"`
}

// client makes the one client of a command.
func (n network) client() *fetch.Client {
	agent := "sitmap/" + version
	if n.Contact != "" {
		agent += " (+" + strings.Map(func(r rune) rune {
			if r <= ' ' || r > '~' {
				return -1
			}
			return r
		}, n.Contact) + ")"
	}
	return fetch.New(fetch.Options{AllowPrivate: n.AllowPrivate, UserAgent: agent, Types: watch.PageTypes(), Pause: time.Second, MaxBytes: ingest.MaxBytes})
}

// isAddress tells an address from a file's name.
func isAddress(name string) bool {
	scheme, _, ok := strings.Cut(name, "://")
	return ok && len(scheme) > 1 && !strings.ContainsAny(scheme, `/\.`)
}

// fetched makes a source of what lies at an address: a report, or a feed with its articles.
func (c ingestCmd) fetched(ctx context.Context, client *fetch.Client, at string, o ingest.Options) (pipeline.Source, error) {
	page, err := client.Get(ctx, fetch.Request{URL: at})
	if err != nil {
		return nil, err
	}
	format := o.Format
	if format == ingest.Auto {
		format = watch.FormatOf(page.Type)
	}
	if format == ingest.Auto {
		const look = 64 << 10
		if f, err := ingest.Detect(at, page.Body[:min(len(page.Body), look)], ingest.Auto); err == nil && f == ingest.Feed {
			format = f
		}
	}
	if format == ingest.Feed {
		return watch.Entries(ctx, client, at, page.Body, page.URL, o), nil
	}
	o.Format, o.URL, o.Charset = format, page.URL, page.Charset
	return c.source(ctx, at, bytes.NewReader(page.Body), o), nil
}
