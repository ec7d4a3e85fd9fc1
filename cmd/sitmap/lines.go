package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"runtime"
)

// inOrder answers the lines of in with work, on all processors, and writes the answers in the order of the lines. An answer
// begins with a mark that is not written; seen gets it, in order.
func inOrder(ctx context.Context, in io.Reader, w io.Writer, work func(row int, line []byte) []byte, seen func(mark byte)) error {
	jobs := make(chan chan []byte, 4*runtime.NumCPU())
	slots := make(chan struct{}, runtime.NumCPU())
	var readErr error
	go func() {
		defer close(jobs)
		n := 0
		readErr = eachLine(in, func(line []byte) error {
			n++
			row, done := n, make(chan []byte, 1)
			select {
			case jobs <- done:
			case <-ctx.Done():
				return ctx.Err()
			}
			slots <- struct{}{}
			go func() {
				defer func() { <-slots }()
				done <- work(row, line)
			}()
			return nil
		})
	}()
	out := bufio.NewWriterSize(w, 1<<16)
	var writeErr error
	for done := range jobs {
		b := <-done
		seen(b[0])
		if writeErr == nil {
			_, writeErr = out.Write(b[1:])
		}
	}
	return errors.Join(readErr, writeErr, out.Flush())
}
