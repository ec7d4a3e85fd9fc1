package arch

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestArchitecturePageNamesEveryPackage(t *testing.T) {
	page, err := os.ReadFile("../../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range imports(t) {
		if pkg == "internal/arch" || strings.HasPrefix(pkg, "geo/codec/") || strings.HasPrefix(pkg, "internal/extract/") || strings.HasSuffix(pkg, "test") {
			continue
		}
		if !regexp.MustCompile(regexp.QuoteMeta(pkg) + `\b`).Match(page) {
			t.Errorf("docs/architecture.md does not name %s", pkg)
		}
	}
}
