package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

var update = flag.Bool("update", false, "write docs/commands.md anew")

// TestCommandsPage keeps docs/commands.md what the flags are: go test ./cmd/sitmap -run CommandsPage -update writes it.
func TestCommandsPage(t *testing.T) {
	parser, err := kong.New(&cli{}, kong.Name("sitmap"), kong.Vars{"version": ""})
	if err != nil {
		t.Fatal(err)
	}
	want := commandsPage(parser.Model.Node)
	const path = "../../docs/commands.md"
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/commands.md is not what the flags are; run: go test ./cmd/sitmap -run CommandsPage -update")
	}
}

func commandsPage(root *kong.Node) string {
	var b strings.Builder
	b.WriteString("# Commands\n\nWritten from the flags themselves by `go test ./cmd/sitmap -run CommandsPage -update`.\n\n" +
		"Data goes to standard output, messages to standard error. Exit status: 0 done, 1 the answer is no, 2 wrong usage or bad input, 3 nothing could be decided.\n\n" +
		"Flags of every command:\n\n")
	flags(&b, root)
	for _, c := range root.Children {
		section(&b, c)
	}
	return b.String()
}

func section(b *strings.Builder, n *kong.Node) {
	if len(n.Children) > 0 {
		for _, c := range n.Children {
			section(b, c)
		}
		return
	}
	fmt.Fprintf(b, "\n## sitmap %s\n\n%s\n", strings.TrimPrefix(n.Path(), "sitmap "), n.Help)
	if len(n.Positional) > 0 {
		b.WriteString("\n")
	}
	for _, p := range n.Positional {
		fmt.Fprintf(b, "- `%s`: %s\n", p.Name, p.Help)
	}
	if len(n.Flags) > 1 {
		b.WriteString("\n")
		flags(b, n)
	}
}

func flags(b *strings.Builder, n *kong.Node) {
	b.WriteString("| flag | what | default |\n|---|---|---|\n")
	for _, f := range n.Flags {
		if f.Name == "help" {
			continue
		}
		name := "--" + f.Name
		if f.Short != 0 {
			name = fmt.Sprintf("-%c, %s", f.Short, name)
		}
		if !f.IsBool() {
			name += " " + f.FormatPlaceHolder()
		}
		def := f.Default
		for _, env := range f.Envs {
			def = strings.TrimSpace(def + " $" + env)
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", name, f.Help, def)
	}
}
