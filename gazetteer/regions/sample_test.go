package regions

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo/geodesic"
)

// TestLineSample checks the line against committed corners of the source, for
// machines without the source itself.
func TestLineSample(t *testing.T) {
	f, err := os.Open("testdata/line-sample.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	shape := geodesic.NewShape(open(t).Line("RU", "UA")...)
	n := 0
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if strings.HasPrefix(sc.Text(), "#") {
			continue
		}
		var p orb.Point
		if _, err := fmt.Sscanf(sc.Text(), "%f,%f", &p[0], &p[1]); err != nil {
			t.Fatal(err)
		}
		n++
		if hit, _ := shape.Nearest(p); hit.Distance > 50 {
			t.Errorf("the line passes %v m from %v", hit.Distance, p)
		}
	}
	if n < 90 {
		t.Errorf("%d corners", n)
	}
}
