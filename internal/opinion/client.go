package opinion

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"sitmap/internal/fetch"
)

// Options say whom to ask.
type Options struct {
	URL     string // of the interface, up to and with its version: http://127.0.0.1:11434/v1
	Model   string
	Key     string        // sent as a bearer token; "" none
	Remote  bool          // the endpoint may be on another machine
	Timeout time.Duration // for one report; 0 is 2 min
}

// Limits of one question and its answer.
const (
	MaxText   = 60_000  // letters of a report that is asked about; a longer one is not
	maxAnswer = 1 << 20 // bytes
)

// Errors of Ask.
var (
	// ErrUnfit says that the answer is none: not JSON, not of the schema, too long, cut off.
	ErrUnfit = errors.New("the second opinion cannot be used")
	// ErrResting says that the endpoint failed several times in a row and is left alone for a while.
	ErrResting = errors.New("the endpoint of the second opinion fails; it is left alone for a while")
)

// After maxFailures failures in a row the endpoint is not asked for a while, so that a dead
// one does not hold up every report.
const (
	maxFailures = 3
	rest        = 10 * time.Minute
)

// Client asks a model; it is safe for any number of callers and asks one question at a time.
type Client struct {
	o    Options
	at   string
	http *http.Client

	mu       sync.Mutex
	failures int
	until    time.Time // resting
}

// New makes a client. It refuses an endpoint that is not on this machine unless o.Remote is set.
func New(o Options) (*Client, error) {
	u, err := url.Parse(strings.TrimRight(o.URL, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("the endpoint of the second opinion is no http address\nhint: Ollama's is http://127.0.0.1:11434/v1")
	}
	switch {
	case u.User != nil:
		return nil, fmt.Errorf("the endpoint of the second opinion holds a name or password; give the key by the environment")
	case o.Model == "":
		return nil, fmt.Errorf("the second opinion needs the name of a model")
	case !o.Remote && !localName(u.Hostname()):
		return nil, fmt.Errorf("%s is not this machine, and the second opinion would send it the text of every report\nhint: --opinion-remote allows it", u.Hostname())
	}
	if o.Timeout <= 0 {
		o.Timeout = 2 * time.Minute
	}
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if !o.Remote {
		dialer.Control = fetch.Guard(func(a netip.Addr) bool { return a.Unmap().IsLoopback() }, "not this machine")
	}
	u.RawQuery, u.Fragment = "", ""
	return &Client{o: o, at: u.String() + "/chat/completions", http: &http.Client{
		Transport:     &http.Transport{Proxy: nil, DialContext: dialer.DialContext, DisableCompression: true, MaxResponseHeaderBytes: 64 << 10, MaxIdleConns: 2, IdleConnTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

func localName(host string) bool {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.Unmap().IsLoopback()
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// Model gives the name of the model that is asked.
func (c *Client) Model() string { return c.o.Model }

// Ask asks about the text of a report. Errors wrap [ErrUnfit], [ErrResting] or ctx's, or come from the network.
func (c *Client) Ask(ctx context.Context, text string) (Proposal, error) {
	if utf8.RuneCountInString(text) > MaxText {
		return Proposal{}, fmt.Errorf("%w: the report is longer than %d letters, and is not sent in part", ErrUnfit, MaxText)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failures >= maxFailures && time.Now().Before(c.until) {
		return Proposal{}, ErrResting
	}
	p, err := c.ask(ctx, text)
	switch {
	case err == nil:
		c.failures = 0
	case ctx.Err() == nil:
		c.failures++
		c.until = time.Now().Add(rest)
	}
	return p, err
}

func (c *Client) ask(ctx context.Context, text string) (Proposal, error) {
	ctx, cancel := context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	body, err := json.Marshal(question(c.o.Model, text))
	if err != nil {
		return Proposal{}, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.at, bytes.NewReader(body))
	if err != nil {
		return Proposal{}, err
	}
	req.Header.Set("Content-Type", "application/json")
	if c.o.Key != "" {
		req.Header.Set("Authorization", "Bearer "+c.o.Key)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return Proposal{}, c.explain(err)
	}
	defer resp.Body.Close() //nolint:errcheck // read only
	if resp.StatusCode != http.StatusOK {
		return Proposal{}, fmt.Errorf("%w: the endpoint answers %d %s", ErrUnfit, resp.StatusCode, http.StatusText(resp.StatusCode))
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return Proposal{}, c.explain(err)
	}
	if len(raw) > maxAnswer {
		return Proposal{}, fmt.Errorf("%w: the answer is longer than %d bytes", ErrUnfit, maxAnswer)
	}
	content, err := message(raw)
	if err != nil {
		return Proposal{}, err
	}
	return read(text, content)
}

// explain takes Go's own words off an error of the network.
func (c *Client) explain(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: it was not there within %s: %w", ErrUnfit, c.o.Timeout, err)
	}
	return fmt.Errorf("ask for a second opinion: %w", err)
}

// message gives the text of the model's answer.
func message(raw []byte) (string, error) {
	var in struct {
		Choices []struct {
			Message struct {
				Content string `json:"content"`
			} `json:"message"`
			FinishReason string `json:"finish_reason"`
		} `json:"choices"`
	}
	switch err := json.Unmarshal(raw, &in); {
	case err != nil:
		return "", fmt.Errorf("%w: the endpoint does not answer in JSON", ErrUnfit)
	case len(in.Choices) == 0 || in.Choices[0].Message.Content == "":
		return "", fmt.Errorf("%w: the model gave no answer", ErrUnfit)
	case in.Choices[0].FinishReason == "length":
		return "", fmt.Errorf("%w: the model's answer was cut off", ErrUnfit)
	}
	return in.Choices[0].Message.Content, nil
}
