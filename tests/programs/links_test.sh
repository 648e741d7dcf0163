#!/usr/bin/env bash
# The counter cannot know a person and the registrar cannot write the record: neither program holds the other's rooms, and a witness neither's.
# RADSLAG_BIN_DIR=folder of both programs (default: the release build's). Prints "ok - name" and "not ok - name: why".
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bin=${RADSLAG_BIN_DIR:-$root/build/release/bin}
bad=0

names=$(mktemp -d)
trap 'rm -rf "$names"' EXIT
for program in radslag radslag-registrar radslag-witness; do
  if ! nm --demangle "$bin/$program" >"$names/$program"; then
    echo "not ok - the programs: $bin/$program cannot be read by nm"
    exit 1
  fi
done

# holds PROGRAM NAMESPACE: whether anything of the namespace is in it.
holds() { grep -q -- "radslag::$2::" "$names/$1"; }

has() {
  if holds "$1" "$2"; then echo "ok - $1 holds $2"; else echo "not ok - $1 holds $2: nm finds none, so this test sees nothing"; bad=1; fi
}
has_not() {
  if holds "$1" "$2"; then echo "not ok - $1 holds nothing of $2: nm finds some"; bad=1; else echo "ok - $1 holds nothing of $2"; fi
}

has radslag service
has radslag journal
has radslag-registrar registrar
has_not radslag registrar
has_not radslag registrar_program
for room in service web journal desk; do has_not radslag-registrar "$room"; done
if grep -q 'radslag::store::SqliteStore' "$names/radslag-registrar"; then
  echo "not ok - radslag-registrar holds nothing of the record's store: nm finds some"
  bad=1
else
  echo "ok - radslag-registrar holds nothing of the record's store"
fi
has radslag-witness witness
for room in service web journal desk registrar; do has_not radslag-witness "$room"; done
exit $bad
