#!/usr/bin/env bash
# belenios3.sh FOLDER: Debian 13's belenios-tool, with its own libc, unpacked below FOLDER (nothing is installed); prints the path of a
# program that runs it. Debian 12's own tool knows the field groups only; this one knows Ed25519. Fetched once, from the mirror that this
# machine has Debian from. Exit code 1, with the reason, where it cannot be had.
set -euo pipefail

mkdir -p "$1"
folder=$(cd "$1" && pwd)
tool=$folder/belenios-tool
works() { [[ $("$tool" --version 2>/dev/null) == 3.* ]]; }
if works; then echo "$tool"; exit; fi

cannot() {
  echo "$1" >&2
  exit 1
}
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | sed -nE 's/^URIs: *([^ ]*).*/\1/p; s/^deb +(\[[^]]*\] *)?([^ ]*) .*/\2/p' | grep -v security | head -n 1) || true
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[[ $mirror ]] || cannot 'no Debian mirror is configured here'
[[ -e $keys ]] || cannot "there is no $keys"
rm -rf "$folder/lists" "$folder/archives" "$folder/unpacked"
mkdir -p "$folder/lists/partial" "$folder/archives/partial" "$folder/unpacked"
printf 'Types: deb\nURIs: %s\nSuites: trixie\nComponents: main\nSigned-By: %s\n' "$mirror" "$keys" >"$folder/trixie.sources"
get() {
  timeout 120 apt-get -qq -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::sourcelist="$folder/trixie.sources" \
    -o Dir::State::lists="$folder/lists" -o Dir::Cache::archives="$folder/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
    -o APT::Sandbox::User="$(id -un)" -o APT::Get::List-Cleanup=0 "$@" >&2
}
get update || cannot "Debian 13's list of packages cannot be fetched"
(cd "$folder/archives" && get download belenios-tool libc6 libgmp10 libsodium23 zlib1g libev4t64 libssl3t64 libzstd1) || cannot "Debian 13's belenios-tool cannot be fetched"
for package in "$folder"/archives/*.deb; do dpkg -x "$package" "$folder/unpacked"; done
loader=$(find "$folder/unpacked" -name 'ld-linux*.so.*' -path '*lib*' | head -n 1)
printf '#!/bin/sh\nexec %s --library-path %s %s/unpacked/usr/bin/belenios-tool "$@"\n' "$loader" "$(dirname "$loader")" "$folder" >"$tool"
chmod +x "$tool"
works || cannot "Debian 13's belenios-tool does not run here"
rm -rf "$folder/lists" "$folder/archives"
echo "$tool"
