package gazetteer

import (
	"slices"
	"testing"
)

func FuzzFromBytes(f *testing.F) {
	b, err := Encode(sample(), Info{})
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{}, 0, byte(0))
	f.Add(b, 0, byte(0))
	for i := 0; i < len(b); i += 37 {
		f.Add(b, i, byte(0x5a))
	}
	f.Fuzz(func(_ *testing.T, data []byte, at int, flip byte) {
		c := slices.Clone(data)
		if len(c) > 0 && at >= 0 {
			c[at%len(c)] ^= flip
		}
		repair(c)
		ix, err := FromBytes(c)
		if err != nil {
			return
		}
		exercise(ix)
	})
}

// repair makes the checksum of the section table right again, so that the fuzzer
// gets behind it.
func repair(b []byte) {
	if len(b) < headerSize {
		return
	}
	n := int(uint32(b[12]) | uint32(b[13])<<8)
	end := headerSize + n*sectionSize
	if end > len(b) {
		return
	}
	copy(b[24:28], appendNum(nil, crc(b[headerSize:end]), 4))
	copy(b[16:24], append(appendNum(nil, uint32(len(b)), 4), 0, 0, 0, 0))
}
