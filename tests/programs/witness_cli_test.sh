#!/usr/bin/env bash
# The program `radslag-witness` as a person meets it on a command line. RADSLAG_WITNESS_BIN=path names it (default: the release build's).
# Prints "ok - name" and "not ok - name: why"; ends with 1 if anything failed.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
witness=$(realpath "${RADSLAG_WITNESS_BIN:-$root/build/release/bin/radslag-witness}")
if [[ ! -x $witness ]]; then
  echo "not ok - the program: $witness has not been built"
  exit 1
fi
unset "${!RADSLAG_@}" 2>/dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
bad=0

# says NAME CODE TEXT ARGUMENT...: a run ends with that code and says that text. Standard input is empty.
says() {
  local name=$1 wanted=$2 text=$3 code=0 out
  shift 3
  out=$(timeout 60 "$witness" "$@" 2>&1 </dev/null) || code=$?
  if ((code != wanted)); then
    echo "not ok - $name: exit code $code instead of $wanted; $out"
    bad=1
  elif [[ $out != *"$text"* ]]; then
    echo "not ok - $name: nothing like \"$text\" in: $out"
    bad=1
  else
    echo "ok - $name"
  fi
}

# The example key of c2sp.org/signed-note, which is no town log's; and one of a town log.
echo 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k' >other.vkey
echo 'town.example/log/town+d5c25fd6+AaL6L0o1W6LpB6UwCenjfK3fesfmagi6B2MfVTBys/JM' >town.vkey

says '--help has examples' 0 'radslag-witness serve' --help
says '--version names the libraries' 0 'libsodium' --version
says 'no command' 64 '--help' ''
says 'a command that there is not' 64 'Did you mean status?' stauts
for command in init 'trust town' 'trust recovery' serve status key check-config; do
  # shellcheck disable=SC2086 # two words are two arguments
  says "$command --help has examples" 0 'Examples' $command --help
done
says 'init asks for a name' 64 '--name' init --data one
says 'a name that cannot be' 64 'cannot be a witness' init --name 'a b' --data one
says 'init' 0 'a.example+' init --name a.example --data one
says 'a key is never overwritten' 73 'never overwritten' init --name a.example --data one
says 'key' 0 'a.example+' key --data one
says 'no witness there' 78 'radslag-witness init' serve --data nowhere --port 0
says 'a key file that is not there' 66 'on paper' trust town none.vkey --url http://127.0.0.1:1 --data one
says 'a key that is none' 65 'no public key' trust town one/witness.vkey --url http://127.0.0.1:1 --data one
says 'a key that is no town log’s' 65 'no town log' trust town other.vkey --url http://127.0.0.1:1 --data one
says 'an address that is none' 64 'address' trust town town.vkey --url ftp://x.example --data one
says 'trust town' 0 'every round log' trust town town.vkey --url http://127.0.0.1:1 --data one
says 'trust town again' 0 'every round log' trust town town.vkey --url http://127.0.0.1:2 --data one
says 'status' 0 'http://127.0.0.1:2, 0 entries' status --data one
says 'a recovery cannot be shown where the site is silent' 69 'http://127.0.0.1:2' trust recovery --data one
chmod 640 one/witness.key
says 'a key that others can read' 77 'chmod 600' status --data one
chmod 600 one/witness.key
says 'check-config shows every setting' 0 'read_seconds' check-config --data one
says 'a setting that there is not' 64 'no setting' check-config --set server.prot=1
says 'an address of another machine' 69 '' serve --data one --address 192.0.2.1 --port 0
mv one/witness.key . 2>/dev/null
says 'no second key where something has been cosigned' 78 'its key is not there' init --name a.example --data one
exit "$bad"
