package media

import (
	"bytes"

	"github.com/bep/imagemeta"
)

// format is what the first bytes of a file tell.
type format struct {
	mime  string
	photo imagemeta.ImageFormat // 0 for none
	video bool                  // an ISO base media file or QuickTime
}

// sniff tells the format by the first 64 bytes.
func sniff(b []byte) format {
	has := func(at int, s string) bool { return len(b) >= at+len(s) && string(b[at:at+len(s)]) == s }
	switch {
	case has(0, "\xff\xd8\xff"):
		return format{mime: "image/jpeg", photo: imagemeta.JPEG}
	case has(0, "\x89PNG\r\n\x1a\n"):
		return format{mime: "image/png", photo: imagemeta.PNG}
	case has(0, "RIFF") && has(8, "WEBP"):
		return format{mime: "image/webp", photo: imagemeta.WebP}
	case has(0, "II*\x00"), has(0, "MM\x00*"):
		return format{mime: "image/tiff", photo: imagemeta.TIFF}
	case has(0, "GIF87a"), has(0, "GIF89a"):
		return format{mime: "image/gif"}
	case has(0, "\x1a\x45\xdf\xa3"):
		return format{mime: "video/x-matroska"}
	case has(0, "RIFF") && has(8, "AVI "):
		return format{mime: "video/x-msvideo"}
	case has(4, "ftyp"):
		return brand(b[8:])
	case has(4, "moov"), has(4, "mdat"), has(4, "wide"), has(4, "free"), has(4, "skip"):
		return format{mime: "video/quicktime", video: true} // before there were brands
	}
	return format{}
}

// brand tells the kinds of ISO base media files apart by their major brand.
func brand(b []byte) format {
	if len(b) < 4 {
		return format{mime: "video/mp4", video: true}
	}
	switch string(b[:4]) {
	case "heic", "heix", "heim", "heis", "hevc", "hevx":
		return format{mime: "image/heic", photo: imagemeta.HEIF}
	case "mif1", "msf1":
		if bytes.Contains(b, []byte("avif")) {
			return format{mime: "image/avif", photo: imagemeta.AVIF}
		}
		return format{mime: "image/heif", photo: imagemeta.HEIF}
	case "avif", "avis":
		return format{mime: "image/avif", photo: imagemeta.AVIF}
	case "qt  ":
		return format{mime: "video/quicktime", video: true}
	}
	return format{mime: "video/mp4", video: true}
}
