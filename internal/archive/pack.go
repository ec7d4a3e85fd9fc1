package archive

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"

	"github.com/klauspost/compress/flate"
)

// The levels of compression; docs/archives.md says what they were measured to cost.
const (
	tileLevel  = 4
	pieceLevel = 1 // of text that many tiles share and that is compressed once
)

// packer writes gzip streams one behind the other into data. A stream may take in
// pieces that were compressed before (see [pieces]): a deflate stream is made of
// blocks, and a block that refers to nothing before it means the same everywhere.
// So a stream is cut into blocks of at most smallBytes, each by itself: by [small],
// the quicker way, or by a library where that has no codes.
type packer struct {
	fl    *flate.Writer
	short small
	learn *[codeKinds]histogram // blocks are counted, not written; nil: written
	data  []byte
	open  bool // a stream has begun, in data
	crc   uint32
	size  uint32
}

func newPacker(level int, codes []*coder) *packer {
	p := &packer{}
	p.short.codes = codes
	p.fl, _ = flate.NewWriter(nil, level) // the level is one
	return p
}

// sinkOf lets fl append to data.
type sinkOf struct{ p *packer }

// Write appends.
func (s sinkOf) Write(b []byte) (int, error) {
	s.p.data = append(s.p.data, b...)
	return len(b), nil
}

func (p *packer) begin() {
	if !p.open {
		p.data = append(p.data, 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255) // deflate, no name, no time, any system
		p.open, p.crc, p.size = true, 0, 0
	}
}

func (p *packer) count(b []byte) {
	p.crc = crc32.Update(p.crc, crc32.IEEETable, b)
	p.size += uint32(len(b)) //nolint:gosec // gzip counts modulo 2^32
}

// Write takes bytes of the stream.
func (p *packer) Write(b []byte) (int, error) {
	taken := len(b)
	for len(b) > 0 {
		if len(p.short.raw) == smallBytes {
			if err := p.emit(false); err != nil {
				return 0, err
			}
		}
		n := min(len(b), smallBytes-len(p.short.raw))
		p.short.raw = append(p.short.raw, b[:n]...)
		b = b[n:]
	}
	return taken, nil
}

// emit writes what was held back as one block, the last one or one that ends at a whole byte.
func (p *packer) emit(last bool) error {
	raw := p.short.raw
	if len(raw) == 0 {
		return nil
	}
	p.begin()
	p.count(raw)
	defer func() { p.short.raw = raw[:0] }()
	if p.learn != nil {
		p.short.tokenise(raw)
		p.learn[sizeClass(len(raw))].count(p.short.tokens)
		return nil
	}
	if out, ok := p.short.finish(p.data, raw, sizeClass(len(raw)), last); ok {
		p.data = out
		return nil
	}
	p.fl.Reset(sinkOf{p})
	if _, err := p.fl.Write(raw); err != nil {
		return err
	}
	if last {
		return p.fl.Close()
	}
	return p.fl.Flush()
}

// piece takes bytes that were compressed before as packed.
func (p *packer) piece(raw, packed []byte) error {
	if err := p.emit(false); err != nil {
		return err
	}
	p.begin()
	p.count(raw)
	p.data = append(p.data, packed...)
	return nil
}

// end ends the stream, if one has begun.
func (p *packer) end() error {
	held := len(p.short.raw) > 0
	if err := p.emit(true); err != nil || !p.open {
		return err
	}
	if !held {
		p.data = append(p.data, 3, 0) // an empty last block
	}
	p.open = false
	p.data = binary.LittleEndian.AppendUint32(p.data, p.crc)
	p.data = binary.LittleEndian.AppendUint32(p.data, p.size)
	return nil
}

// chunkBytes is the longest block of text.
const chunkBytes = 256 << 10

// block compresses text into blocks that can stand in any stream.
func (p *packer) block(b []byte) ([]byte, error) {
	p.data = p.data[:0]
	for ok := true; ok && len(b) > 0; {
		n := min(len(b), chunkBytes)
		if p.data, ok = p.short.finish(p.data, b[:n], textClass, false); ok {
			b = b[n:]
		}
	}
	if len(b) == 0 {
		return bytes.Clone(p.data), nil
	}
	p.fl.Reset(sinkOf{p})
	if _, err := p.fl.Write(b); err != nil {
		return nil, err
	}
	if err := p.fl.Flush(); err != nil {
		return nil, err
	}
	return bytes.Clone(p.data), nil
}
