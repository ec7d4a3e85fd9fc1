package main

import (
	"fmt"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

// BuildTests bundles every file test/*.test.ts under ui for Node into out.
func BuildTests(ui, out string) error {
	entries, err := filepath.Glob(filepath.Join(ui, "test", "*.test.ts"))
	if err != nil {
		return fmt.Errorf("look for test/*.test.ts in %s: %w", ui, err)
	}
	if len(entries) == 0 {
		return fmt.Errorf("no test/*.test.ts in %s", ui)
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir: ui,
		EntryPoints:   entries,
		Outdir:        out,
		OutExtension:  map[string]string{".js": ".mjs"},
		Bundle:        true,
		Write:         true,
		Format:        api.FormatESModule,
		Platform:      api.PlatformNode,
		Target:        api.ES2022,
		LogLevel:      api.LogLevelSilent,
	})
	if len(result.Errors) > 0 {
		return messages(result.Errors)
	}
	return nil
}
