#!/usr/bin/env bash
# The program `radslag-trustee` as a person meets it on a command line: key files, passphrases, what it says where it cannot go on.
# RADSLAG_BIN_DIR names the folder of the programs (default: the release build's). Prints "ok - name" or "not ok - name"; ends with 1 if anything failed.
set -uo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
trustee=$(realpath "${RADSLAG_BIN_DIR:-$root/build/release/bin}/radslag-trustee")
work=$(mktemp -d) bad=0
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

# run NAME CODE ARGUMENT...: runs the program, whose exit code must be CODE; its output is in $out.
run() {
  local name=$1 expected=$2 code=0
  shift 2
  out=$(timeout 60 setsid --wait "$trustee" "$@" 2>&1 </dev/null) || code=$?
  if ((code == expected)); then echo "ok - $name"; else echo "not ok - $name: exit code $code instead of $expected: $out"; bad=1; fi
}
# says TEXT...: the last output has each.
says() {
  local text
  for text in "$@"; do
    [[ $out == *"$text"* ]] || { echo "not ok - nothing like \"$text\" in: $out"; bad=1; }
  done
}

echo "correct horse battery" >good
echo "wrong" >wrong
run "a key under a passphrase is made" 0 keygen --out a.key --name "Anna Ek" --passphrase-file good
public=$out
run "its public half is the one that was printed" 0 public a.key --passphrase-file good
says "$public"
run "the passphrase comes by a descriptor too" 0 inspect --key a.key --passphrase-fd 3 3<good
says "Anna Ek" "$public"
run "another passphrase does not open it" 65 public a.key --passphrase-file wrong
says "passphrase"
run "without a terminal nobody is asked" 64 public a.key
says "--passphrase-file"
run "a short passphrase is refused" 64 keygen --out b.key --passphrase-file wrong
says "at least 12"
run "a key is never overwritten" 73 keygen --out a.key --passphrase-file good
run "a demonstration's key has no passphrase" 0 keygen --out demo.key --no-passphrase
run "and is read without one" 0 public demo.key
if grep -q "$(sed -n 's/^seed //p' demo.key)" a.key; then echo "not ok - seeds differ"; bad=1; fi
if grep -q '^seed' a.key; then echo "not ok - the seed of a locked key cannot be read"; bad=1; fi
if [[ $(stat -c %a a.key) != 600 ]]; then echo "not ok - only the owner reads the key"; bad=1; fi

printf 'radslag/v1/round-closed\norigin x.example/log/rounds/r\nballots 3\n' >closing
run "a statement is sealed with it" 0 sign --yes --key a.key --passphrase-file good closing
says "signed $public"
run "the record's commands need a round" 64 status record --key demo.key
run "there is nothing there" 66 status record --round r --key demo.key --pin none
mkdir record
run "the first time the town's key is needed" 64 status record --round r --key demo.key
says "--pin"
run "an unknown step is told" 64 ceremony nonsense
run "what is no act is not handed in" 65 hand-in closing http://localhost:9
run "help has examples" 0 ceremony --help
says "Examples" "radslag-trustee ceremony"
exit $bad
