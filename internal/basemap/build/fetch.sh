#!/usr/bin/env bash
# Fetches the npm package that the water of the basemap comes from into build/ (not committed).
# usage: fetch.sh DIR   (87 MB unpacked)
set -euo pipefail
dir=${1:?usage: fetch.sh DIR}
packages=(@geo-maps/earth-waterbodies-250m@0.6.0)
mkdir -p "$dir"
for p in "${packages[@]}"; do
	name=${p#@geo-maps/}
	name=${name%@*}
	[[ -s $dir/$name/package/map.geo.json ]] && continue
	mkdir -p "$dir/$name"
	tgz=$(cd "$dir" && npm pack --silent "$p")
	tar xzf "$dir/$tgz" -C "$dir/$name"
	rm "$dir/$tgz"
done
