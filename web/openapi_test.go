package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

func document(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(openAPIDocument)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestOpenAPIIsValid(t *testing.T) {
	if err := document(t).Validate(context.Background()); err != nil {
		t.Error(err)
	}
}

// Every route is described, every description has a route, and both know the same parameters.
func TestOpenAPIDescribesTheRoutes(t *testing.T) {
	doc := document(t)
	described := map[string]*openapi3.Operation{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			described[method+" "+path] = op
		}
	}
	for _, r := range (&server{}).routes() {
		op := described[r.method+" "+r.spec]
		if op == nil {
			t.Errorf("%s %s is not described", r.method, r.spec)
			continue
		}
		delete(described, r.method+" "+r.spec)
		var want, inPath []string
		for _, p := range op.Parameters {
			switch p.Value.In {
			case "query":
				want = append(want, p.Value.Name)
				if repeats := p.Value.Schema.Value.Type.Is("array"); repeats != mayRepeat(p.Value.Name) {
					t.Errorf("%s: parameter %s may repeat: %v, described as %v", r.spec, p.Value.Name, mayRepeat(p.Value.Name), repeats)
				}
			case "path":
				inPath = append(inPath, p.Value.Name)
			}
		}
		if got := slices.Sorted(slices.Values(r.params)); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
			t.Errorf("%s %s takes %v, described are %v", r.method, r.spec, got, want)
		}
		for _, part := range strings.FieldsFunc(r.spec, func(c rune) bool { return c == '/' || c == '.' }) {
			if name, ok := strings.CutPrefix(part, "{"); ok && !slices.Contains(inPath, strings.TrimSuffix(name, "}")) {
				t.Errorf("%s: path parameter %s is not described", r.spec, name)
			}
		}
	}
	for left := range described {
		t.Errorf("%s is described but has no route", left)
	}
}

func TestLimitsAreStated(t *testing.T) {
	op := document(t).Paths.Find("/api/events").GetOperation(http.MethodGet)
	limit := op.Parameters.GetByInAndName("query", "limit").Schema.Value
	if *limit.Max != maxPage || limit.Default != float64(defaultPage) {
		t.Errorf("limit is described as at most %v, default %v", *limit.Max, limit.Default)
	}
	for path, bytes := range map[string]string{"/api/extract": "2 MiB", "/api/reports": "16 MiB", "/api/check": "256 KiB"} {
		if d := document(t).Paths.Find(path).Post.RequestBody.Value.Description; !strings.Contains(d, bytes) {
			t.Errorf("%s: %q does not state %s", path, d, bytes)
		}
	}
	if maxExtractBytes != 2<<20 || maxReportBytes != 16<<20 || maxCheckBytes != 256<<10 {
		t.Error("the limits changed; describe them")
	}
}
