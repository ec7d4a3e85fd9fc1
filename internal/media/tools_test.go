package media

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// ExifTool writes the metadata that is read here: another author, another language.
func TestAgainstExifTool(t *testing.T) {
	tool, err := exec.LookPath("exiftool")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("exiftool is missing: install libimage-exiftool-perl")
		}
		t.Skip("exiftool is not installed (Debian libimage-exiftool-perl)")
	}
	rng := rand.New(rand.NewPCG(3, 5))
	dir := t.TempDir()
	for n := range 6 {
		lon, lat := math.Round((rng.Float64()*360-180)*1e6)/1e6, math.Round((rng.Float64()*180-90)*1e6)/1e6
		alt, dir0 := math.Round(rng.Float64()*9000-400), math.Round(rng.Float64()*35999)/100
		wall := time.Date(1990+rng.IntN(60), 1, 1+rng.IntN(365), rng.IntN(24), rng.IntN(60), rng.IntN(60), 0, time.UTC)
		offset := time.Duration(rng.IntN(96)-48) * 15 * time.Minute
		zone := "+"
		if offset < 0 {
			zone = "-"
		}
		zone += fmt.Sprintf("%02d:%02d", int(offset.Abs().Hours()), int(offset.Abs().Minutes())%60)
		files := map[string][]byte{
			"a.jpg": jpegWith(t, picture(64, 48, n), nil), "b.png": pngWith(t, picture(64, 48, n), nil), "c.webp": webpWith(t, kyiv(binary.LittleEndian)), "d.mov": mov(mvhd(0)),
		}
		args := []string{
			"-q", "-overwrite_original", "-n",
			fmt.Sprintf("-EXIF:GPSLatitude=%f", math.Abs(lat)), "-EXIF:GPSLatitudeRef=" + half(lat, "S", "N"),
			fmt.Sprintf("-EXIF:GPSLongitude=%f", math.Abs(lon)), "-EXIF:GPSLongitudeRef=" + half(lon, "W", "E"),
			fmt.Sprintf("-EXIF:GPSAltitude=%f", math.Abs(alt)), "-EXIF:GPSAltitudeRef=" + half(alt, "1", "0"),
			fmt.Sprintf("-EXIF:GPSImgDirection=%f", dir0), "-EXIF:GPSImgDirectionRef=M", "-EXIF:GPSHPositioningError=4.5",
			"-EXIF:DateTimeOriginal=" + wall.Format("2006:01:02 15:04:05"), "-EXIF:OffsetTimeOriginal=" + zone,
			"-EXIF:GPSDateStamp=" + wall.Format("2006:01:02"), "-EXIF:GPSTimeStamp=12:30:36.25",
			"-EXIF:Make=Acmé", "-EXIF:Model=Phone 3", "-EXIF:Software=Editor", "-EXIF:Orientation=8",
			"-QuickTime:CreateDate=" + wall.Format("2006:01:02 15:04:05"), fmt.Sprintf("-Keys:GPSCoordinates=%f %f %f", lat, lon, alt),
			"-Keys:CreationDate=" + wall.Format("2006:01:02 15:04:05") + zone, "-Keys:Make=Acmé", "-Keys:Model=Phone 3", "-Keys:Software=Editor",
		}
		for name, b := range files {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			args = append(args, path)
		}
		if out, err := exec.Command(tool, args...).CombinedOutput(); err != nil {
			t.Fatalf("exiftool: %v: %s", err, out)
		}
		for name := range files {
			i, err := ReadFile(filepath.Join(dir, name), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if i.GPS == nil || math.Abs(i.GPS[0]-lon) > 1e-5 || math.Abs(i.GPS[1]-lat) > 1e-5 || i.Altitude == nil || math.Abs(float64(*i.Altitude)-alt) > 0.01 {
				t.Errorf("%s: position %v %v, want %v %v %v", name, i.GPS, i.Altitude, lon, lat, alt)
			}
			if i.Time == nil || !i.Time.Equal(wall) || i.Offset == nil || *i.Offset != offset || i.Make != "Acmé" || i.Model != "Phone 3" || i.Software != "Editor" {
				t.Errorf("%s: got %+v, want %v%s", name, i, wall, zone)
			}
			if i.Doubts != nil {
				t.Errorf("%s: doubts %q", name, i.Doubts)
			}
			if name == "d.mov" {
				if i.Header == nil || !i.Header.Equal(wall) {
					t.Errorf("%s: header %v, want %v", name, i.Header, wall)
				}
				continue
			}
			if i.Direction == nil || math.Abs(float64(*i.Direction)-dir0) > 1e-4 || i.North != MagneticNorth || i.Orientation != 8 || *i.GPSAccuracy != 4.5 {
				t.Errorf("%s: direction %v from %q, want %v", name, i.Direction, i.North, dir0)
			}
			if want := wall.Format(time.DateOnly) + "T12:30:36.25Z"; i.GPSTime == nil || i.GPSTime.Format(time.RFC3339Nano) != want {
				t.Errorf("%s: GPS time %v, want %v", name, i.GPSTime, want)
			}
		}
	}
}

func half(v float64, below, above string) string {
	if v < 0 {
		return below
	}
	return above
}
