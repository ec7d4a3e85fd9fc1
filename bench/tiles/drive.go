package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// connections is how many clients ask at the same time.
const connections = 8

// result is what a load measured.
type result struct {
	rate     float64       // answers a second
	p50, p99 time.Duration // of an answer
	cpu      time.Duration // of the server's processes for one answer
	bytes    float64       // of one answer's body
	bad      int           // answers other than 200, 204 and 304
}

// drive asks for the paths in turn over eight connections for a while. It speaks
// HTTP/1.1 by hand: net/http's client would take more of the processor than the
// servers it measures.
func drive(base string, paths []string, d time.Duration, pid int) (result, error) {
	return driveAtLeast(base, paths, d, pid, 0)
}

// driveAtLeast does the same and goes on until so many questions were asked.
func driveAtLeast(base string, paths []string, d time.Duration, pid, least int) (result, error) {
	u, err := url.Parse(base)
	if err != nil {
		return result{}, err
	}
	requests := make([][]byte, len(paths))
	for i, p := range paths {
		requests[i] = fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip\r\n\r\n", p, u.Host)
	}
	var next atomic.Int64
	clients := make([]client, connections)
	before, start := cpuOf(pid), time.Now()
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() { clients[i].run(u.Host, requests, &next, start.Add(d), int64(least)) })
	}
	wg.Wait()
	took, cpu := time.Since(start), cpuOf(pid)-before
	var all []time.Duration
	var r result
	for i := range clients {
		c := &clients[i]
		err = errors.Join(err, c.err)
		all, r.bytes, r.bad = append(all, c.took...), r.bytes+float64(c.bytes), r.bad+c.bad
	}
	if err != nil || len(all) == 0 {
		return r, errors.Join(err, fmt.Errorf("%d answers", len(all)))
	}
	slices.Sort(all)
	n := len(all)
	r.rate, r.p50, r.p99 = float64(n)/took.Seconds(), all[n/2], all[n*99/100]
	r.cpu, r.bytes = cpu/time.Duration(n), r.bytes/float64(n)
	if r.bad > 0 {
		return r, fmt.Errorf("%d of %d answers were refusals", r.bad, n)
	}
	return r, nil
}

// client is one connection.
type client struct {
	took  []time.Duration
	bytes int
	bad   int
	err   error
}

func (c *client) run(host string, requests [][]byte, next *atomic.Int64, end time.Time, least int64) {
	conn, err := net.Dial("tcp", host) //nolint:noctx // it ends with the load
	if err != nil {
		c.err = err
		return
	}
	defer conn.Close() //nolint:errcheck // done with it
	in := bufio.NewReaderSize(conn, 64<<10)
	for now := time.Now(); now.Before(end) || next.Load() < least; {
		if _, c.err = conn.Write(requests[int(next.Add(1)-1)%len(requests)]); c.err != nil {
			return
		}
		status, n, err := answer(in)
		if err != nil {
			c.err = err
			return
		}
		if status != 200 && status != 204 && status != 304 {
			c.bad++
		}
		c.bytes += n
		then := now
		now = time.Now()
		c.took = append(c.took, now.Sub(then))
	}
}

// answer reads one response and gives its status and the length of its body.
func answer(in *bufio.Reader) (status, length int, err error) {
	chunked := false
	for first := true; ; first = false {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return 0, 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		switch name, value, _ := bytes.Cut(line, []byte(":")); {
		case first && len(line) > 12:
			if status, err = strconv.Atoi(string(line[9:12])); err != nil {
				return 0, 0, err
			}
		case len(line) == 0:
			if chunked {
				length, err = chunks(in)
			} else {
				_, err = in.Discard(length)
			}
			return status, length, err
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return 0, 0, err
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			chunked = true
		}
	}
}

func chunks(in *bufio.Reader) (total int, err error) {
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return total, err
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err != nil {
			return total, err
		}
		if _, err := io.CopyN(io.Discard, in, n+2); err != nil {
			return total, err
		}
		if n == 0 {
			return total, nil
		}
		total += int(n)
	}
}

// tick is the unit of processor time in /proc/PID/stat.
const tick = 10 * time.Millisecond

// cpuOf gives the processor time of a process and its living children.
func cpuOf(pid int) time.Duration {
	children, own := map[int][]int{}, map[int]time.Duration{}
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, f := range files {
		b, err := os.ReadFile(f) //nolint:gosec // the system's own
		if err != nil {
			continue // it has ended
		}
		text := string(b)
		id, err := strconv.Atoi(text[:strings.IndexByte(text, ' ')])
		fields := strings.Fields(text[strings.LastIndexByte(text, ')')+1:])
		if err != nil || len(fields) < 15 {
			continue
		}
		parent, _ := strconv.Atoi(fields[1])
		children[parent] = append(children[parent], id)
		for _, i := range [4]int{11, 12, 13, 14} { // user and system, its own and of children that have ended
			n, _ := strconv.Atoi(fields[i])
			own[id] += time.Duration(n) * tick
		}
	}
	var sum func(int) time.Duration
	sum = func(id int) time.Duration {
		d := own[id]
		for _, c := range children[id] {
			d += sum(c)
		}
		return d
	}
	return sum(pid)
}
