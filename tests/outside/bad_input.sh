#!/usr/bin/env bash
# Bad input against a real server and real commands: a clear refusal each time, and a record that has not changed.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin_town "$work/data"
must 20 "$bin/radslag-trustee" keygen --no-passphrase --out "$work/c.key" --name Nobody
must_start "$work/data"
make_pb "$work/own.pb" 40
begin_round open "$work/own.pb"
office round begin begun --dialogue budget
begin_round closed "$work/own.pb"
office round close closed
make_pb "$work/budgeted.pb" 40 'max_sum_cost;300' 'min_length;1'
must 20 "$bin/radslag" import-pb "$work/budgeted.pb" --out "$work/budgeted" --currency PLN --test-roll
printf 'project Q\ncost 1\narea -\ntheme -\nwithdrawn no\ntitle Q\nsummary Q\n' >>"$work/budgeted/definition.txt"
office round begin budgeted --dialogue budget
office round open budgeted --definition "$work/budgeted/definition.txt" --codes "$work/budgeted/voting-codes.tsv"

timeout --kill-after=5 300 node "$here/bad_input.mjs" "$url" "$work" || bad=1
expect 'after all of it the record holds' 0 'sealed until closing' 60 "$bin/radslag-verify" --quiet --key "$work/data/keys/town.vkey" "$url"

# Commands: each refused with its exit code and the reason, and nothing handed in.
state() { curl -fsS --max-time 20 "$url/log/town/checkpoint" "$url/log/rounds/open/checkpoint" "$url/log/rounds/closed/checkpoint"; }
before=$(state)
keys=(--url "$url" --key "$work/a.key" --key "$work/b.key")
expect 'round close without a round' 65 'There is no round nowhere' 30 "$bin/radslag" round close nowhere "${keys[@]}"
expect 'round close of a round that is closed' 65 'closed' 30 "$bin/radslag" round close closed "${keys[@]}"
expect 'round open of a round that is open' 65 '' 30 "$bin/radslag" round open open --definition "$work/open/definition.txt" --codes "$work/open/voting-codes.tsv" "${keys[@]}"
: >"$work/empty.tsv"
expect 'round open without any voting code' 65 'nobody could vote' 30 "$bin/radslag" round open begun --definition "$work/open/definition.txt" --codes "$work/empty.tsv" "${keys[@]}"
expect 'round open with the same voting codes twice' 65 'twice' 30 "$bin/radslag" round open begun --definition "$work/open/definition.txt" --codes "$work/open/voting-codes.tsv" --codes "$work/open/voting-codes.tsv" "${keys[@]}"
sed 's/currency PLN/currency SEK/' "$work/open/definition.txt" >"$work/sek.txt"
expect "round open in another currency than the town's" 65 'currency' 30 "$bin/radslag" round open begun --definition "$work/sek.txt" --codes "$work/open/voting-codes.tsv" "${keys[@]}"
expect 'round open with a definition that is none' 65 'not a round' 30 "$bin/radslag" round open begun --definition "$work/own.pb" --codes "$work/open/voting-codes.tsv" "${keys[@]}"
expect 'round count of a round that is open' 65 'round close comes first' 30 "$bin/radslag" round count open "${keys[@]}"
expect 'round begin of a round that there is' 65 'open' 30 "$bin/radslag" round begin open --dialogue budget "${keys[@]}"
expect 'round begin with an id that is none' 65 '' 30 "$bin/radslag" round begin 'Åre!' --dialogue budget "${keys[@]}"
expect 'round begin for a dialogue that there is not' 65 'nothing' 30 "$bin/radslag" round begin fresh --dialogue nothing "${keys[@]}"
expect 'round close with one officer' 77 'refuses' 30 "$bin/radslag" round close open --url "$url" --key "$work/a.key"
expect 'round close with one officer twice' 65 'refuses' 30 "$bin/radslag" round close open --url "$url" --key "$work/a.key" --key "$work/a.key"
expect "round close with a key that is no officer's" 77 'refuses' 30 "$bin/radslag" round close open --url "$url" --key "$work/a.key" --key "$work/c.key"
expect 'round close with a key file that is none' 77 '' 30 "$bin/radslag" round close open --url "$url" --key "$work/own.pb"
expect 'round decide before the count' 65 '' 30 "$bin/radslag" round decide closed --board B --meeting 2026-01-01 --diary 1 "${keys[@]}"
expect "an act with another town's key pinned" 65 'does not hold' 30 "$bin/radslag" round close open --pin <(sed 's/+A/+B/' "$work/data/keys/town.vkey" | tr 'a-m' 'b-n') "${keys[@]}"
expect 'an act at a site that there is not' 69 '' 30 "$bin/radslag" round status --url http://127.0.0.1:9
expect 'replay-pb without its codes' 66 '' 30 "$bin/radslag" replay-pb "$work/own.pb" --codes "$work/none.tsv" --round open --url "$url" --quiet
expect 'replay-pb in a round that there is not' 65 'no round' 30 "$bin/radslag" replay-pb "$work/own.pb" --codes "$work/open/voting-codes.tsv" --round nowhere --url "$url" --quiet
expect 'replay-pb at a site that there is not' 69 '' 30 "$bin/radslag" replay-pb "$work/own.pb" --codes "$work/open/voting-codes.tsv" --round open --url http://127.0.0.1:9 --quiet
echo junk >"$work/junk"
expect 'replay-pb with a progress file that is none' 65 'not a progress file' 30 "$bin/radslag" replay-pb "$work/own.pb" --codes "$work/open/voting-codes.tsv" --progress "$work/junk" --round open --url "$url" --quiet
expect 'replay-pb with a port that is none' 64 'port' 30 "$bin/radslag" replay-pb "$work/own.pb" --codes "$work/open/voting-codes.tsv" --round open --url http://127.0.0.1:x --quiet
expect 'replay-pb with a code that is none' 66 'line 3' 30 "$bin/radslag" replay-pb "$work/own.pb" --codes <(sed '3s/^./0/' "$work/open/voting-codes.tsv") --progress "$work/p" --round open --url "$url" --quiet
if [[ $(state) == "$before" ]]; then ok 'after all refused commands the record is as it was'; else not_ok 'after all refused commands the record is as it was' 'a checkpoint has changed'; fi

# Malformed Pabulib files, each with the number of its line.
# import NAME TEXT SED...: our own file, changed by sed.
import() {
  local name=$1 text=$2
  shift 2
  sed "$@" "$work/own.pb" >"$work/bad.pb"
  rm -rf "$work/imported"
  expect "import-pb, $name" 65 "$text" 20 "$bin/radslag" import-pb "$work/bad.pb" --out "$work/imported" --currency PLN
  if [[ -e $work/imported ]]; then not_ok "import-pb, $name, leaves nothing" "$(ls "$work/imported")"; fi
}
line() { grep -n "$1" "$work/own.pb" | head -n 1 | cut -d: -f1; }
import 'a cost that is no number' "line $(line '^P3;')" 's/^P3;300/P3;much/'
import 'a negative cost' "line $(line '^P3;')" 's/^P3;300/P3;-300/'
import 'a cost over all limits' "line $(line '^P3;')" 's/^P3;300/P3;99999999999999999999/'
import 'a project twice' "line $(line '^P4;')" 's/^P4;/P3;/'
import 'a voter twice' "line $(line '^7;')" 's/^7;/6;/'
import 'a vote for an unknown project' "line $(line '^7;')" 's/^7;.*/7;P99/'
import 'a budget that is no number' "line $(line '^budget;')" 's/^budget;.*/budget;all/'
import 'an unknown type of votes' '' 's/^vote_type;.*/vote_type;wishes/'
import 'points without a column of them' 'no column points' 's/^vote_type;.*/vote_type;cumulative/'
import 'an unknown rule' '' 's/^rule;.*/rule;by-lot/'
import 'no projects' '' '/^P[0-9];/d'
import 'no META' '' '1d'
import 'invalid UTF-8' "line $(line '^P3;')" 's/^P3;300;.*/P3;300;\xff/'
import 'NUL' "line $(line '^P3;')" 's/^P3;300;.*/P3;300;a\x00b/'
import 'an empty file' '' 'd'
# warned NAME TEXT SED...: what a file of the real world may have wrong is said, and the file taken.
warned() {
  local name=$1 text=$2
  shift 2
  sed "$@" "$work/own.pb" >"$work/bad.pb"
  rm -rf "$work/imported"
  expect "import-pb, $name, is a warning" 0 "$text" 20 "$bin/radslag" import-pb "$work/bad.pb" --out "$work/imported" --currency PLN
}
warned 'a cell too few' "warning: line $(line '^P3;')" 's/^P3;300;.*/P3;300/'
warned 'a number of votes that is not so' "warning: line $(line '^num_votes')" 's/^num_votes;.*/num_votes;41/'
expect 'import-pb of a folder' 66 'is not a file' 20 "$bin/radslag" import-pb "$work" --out "$work/imported"
expect 'allocate of a folder' 66 'is not a file' 20 "$bin/radslag" allocate "$work"
expect 'allocate with ties from a folder' 66 'is not a file' 20 "$bin/radslag" allocate "$work/own.pb" --ties "$work"
expect 'import-pb of no file' 66 'There is no file' 20 "$bin/radslag" import-pb "$work/none.pb" --out "$work/imported"
expect 'import-pb into a folder with a round' 73 'is there already' 20 "$bin/radslag" import-pb "$work/own.pb" --out "$work/open" --currency PLN --test-roll
expect 'import-pb where no folder can be' 73 '' 20 "$bin/radslag" import-pb "$work/own.pb" --out "$work/own.pb/folder" --currency PLN
stop_server
exit "$bad"
