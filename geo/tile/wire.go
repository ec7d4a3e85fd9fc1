package tile

import (
	"encoding/binary"
	"math/bits"
)

// Field tags of the vector tile's protocol buffers: number<<3 | wire type.
const (
	tagTileLayer = 3<<3 | 2

	tagLayerName    = 1<<3 | 2
	tagLayerFeature = 2<<3 | 2
	tagLayerKey     = 3<<3 | 2
	tagLayerValue   = 4<<3 | 2
	tagLayerExtent  = 5<<3 | 0
	tagLayerVersion = 15<<3 | 0

	tagFeatureID       = 1<<3 | 0
	tagFeatureTags     = 2<<3 | 2
	tagFeatureType     = 3<<3 | 0
	tagFeatureGeometry = 4<<3 | 2

	tagValueString = 1<<3 | 2
	tagValueDouble = 3<<3 | 1
	tagValueUint   = 5<<3 | 0
	tagValueSint   = 6<<3 | 0
	tagValueBool   = 7<<3 | 0

	typePoint   = 1
	typeLine    = 2
	typePolygon = 3

	moveTo    = 1
	lineTo    = 2
	closePath = 7
)

func command(id, count int) uint32 { return uint32(id) | uint32(count)<<3 }

func zigzag(v int32) uint32 { return uint32(v<<1) ^ uint32(v>>31) }

// size is the number of bytes that v takes as a varint.
func size(v uint64) int { return (bits.Len64(v|1) + 6) / 7 }

func appendUvarint(b []byte, v uint32) []byte {
	for v >= 0x80 {
		b = append(b, byte(v)|0x80)
		v >>= 7
	}
	return append(b, byte(v))
}

func appendText(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}
