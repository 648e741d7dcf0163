#!/usr/bin/env bash
# Go's golang.org/x/mod/sumdb checks the record of an example municipality: checkpoints, roots, tiles, receipts, and one history only.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

source "$here/go_lib.sh"
need_go "Go's sumdb checks the record"

# seen NAME CODE TEXT ARGUMENT...: what the Go program says.
seen() {
  local name=$1 code=$2 text=$3
  shift 3
  expect "$name" "$code" "$text" 60 "$work/go-verify" -vkey "$work/town.vkey" "$@"
}

# cast FROM TO: ballots of the example's unused voting codes FROM to TO in its open round.
cast() {
  sed -n "$1,$2p" "$work/codes" >"$work/some/voting-codes.tsv"
  { sed -n '/^META/,/^voter_id/p' "$work/round.pb"; sed -n "$1,$2p" "$work/votes"; } >"$work/some.pb"
  if ! replay_some; then
    not_ok 'ballots of the example' "$out"
    exit 1
  fi
}
replay_some() { run 60 "$bin/radslag" replay-pb "$work/some.pb" --codes "$work/some/voting-codes.tsv" --round "$round" --url "$url" --progress "$work/$RANDOM.acknowledged"; }
fetch() { must 30 curl -fsS --max-time 20 -o "$2" "$url$1"; }
bundle() {
  fetch /log/bundle.tar "$work/bundle.tar"
  mkdir -p "$1" && must 30 tar -xf "$work/bundle.tar" -C "$1"
}

must_start "$work/data" --demo
round=$(sed -nE 's/^ +[0-9A-Z-]{23} +for (.*)$/\1/p' "$server_log" | head -n 1)
fetch "/rounds/$round.json" "$work/round.json"
mkdir "$work/some"
cp "$work/data/keys/town.vkey" "$work/town.vkey"
awk '/^[2-9A-Z]/ { print $1 "\t" ++n }' "$work/data/voting-codes.txt" >"$work/codes"
node -e '
  const round = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
  const ids = round.projects.map((project) => project.id);
  const pick = Math.max(round.choices_min, 1);
  console.log(`META\nkey;value\nnum_projects;${ids.length}\nnum_votes;6\nbudget;100\nvote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost`);
  for (const id of ids) console.log(`${id};1`);
  console.log("VOTES\nvoter_id;vote");
  for (let voter = 1; voter <= 12; ++voter) console.log(`${voter};${ids.slice(voter % 3, voter % 3 + pick).join(",")}`);
' "$work/round.json" >"$work/round.pb"
sed '1,/^voter_id/d' "$work/round.pb" >"$work/votes"

fetch "/log/rounds/$round/checkpoint" "$work/old"
fetch /log/town/checkpoint "$work/old-town"
size=$(sed -n 2p "$work/old")
stop_server
cp -a "$work/data" "$work/copy"

must_start "$work/data"
cast 1 6
fetch "/log/rounds/$round/checkpoint" "$work/newer"
fetch "/record/receipt?log=rounds/$round&index=$((size + 2))" "$work/receipt"
fetch "/record/receipt?log=rounds/$round&index=$((size + 3))" "$work/other"
fetch '/record/receipt?log=town&index=0' "$work/receipt-town"
bundle "$work/honest"
everything=(-old "$work/old" -old "$work/newer" -old "$work/old-town" -receipt "$work/receipt" -receipt "$work/receipt-town")
seen 'Go accepts the bundle of a running server' 0 "included: entry $((size + 2)) of rounds/$round" "${everything[@]}" "$work/honest"
seen 'Go accepts the same under /log/' 0 "consistent: rounds/$round of $size entries is the beginning of $((size + 6))" "${everything[@]}" "$url/log"

# changed PERCENT FILE: a copy of the honest bundle with one bit of FILE changed at that place.
changed() {
  rm -rf "$work/changed" && cp -a "$work/honest" "$work/changed"
  flip "$work/changed/$2" "$1"
}
entries=$(cd "$work/honest" && find "rounds/$round/tile/entries" -type f | sort | head -n 1)
for place in 0 10 50 100; do
  changed "$place" "$entries"
  seen "Go refuses a byte changed at $place % of an entry bundle" 1 "refused: rounds/$round" "$work/changed"
done
tile=$(cd "$work/honest" && find "rounds/$round/tile/0" -type f | sort | head -n 1)
for place in 0 50 100; do
  changed "$place" "$tile"
  seen "Go refuses a byte changed at $place % of a tile" 1 "refused: rounds/$round: $tile is not what the entries give" "$work/changed"
done
rm "$work/changed/$tile"
seen 'Go refuses a missing tile' 1 "$tile: not there" "$work/changed"
changed 70 "$(cd "$work/honest" && find town/tile/entries -type f | head -n 1)"
seen 'Go refuses a byte changed in an entry of the town' 1 'refused: town' "$work/changed"
for place in 5 50 95; do
  changed "$place" town/checkpoint
  seen "Go refuses a byte changed at $place % of a checkpoint" 1 'refused: town: checkpoint' "$work/changed"
done

sed "s/^index .*/index $((size + 3))/" "$work/receipt" >"$work/moved"
seen 'Go refuses a receipt moved to another entry' 1 'refused: moved' -receipt "$work/moved" "$work/honest"
{ sed -n 1,2p "$work/other"; sed 1,2d "$work/receipt"; } >"$work/mixed"
seen "Go refuses one entry with another's proof" 1 'refused: mixed' -receipt "$work/mixed" "$work/honest"

# Another history of the same town, signed with the same keys: the data as they were, and other ballots.
stop_server
must_start "$work/copy"
cast 5 12
bundle "$work/forked"
seen 'Go finds nothing wrong in another history by itself' 0 "holds: rounds/$round, $((size + 8)) entries" -old "$work/old" "$work/forked"
seen 'Go refuses it to who kept a checkpoint' 1 "rounds/$round was rewritten" -old "$work/newer" "$work/forked"
seen 'Go refuses it to who kept a receipt' 1 'refused: receipt' -receipt "$work/receipt" "$work/forked"
expect 'radslag-verify refuses it to who kept a receipt' 1 '' 60 "$bin/radslag-verify" --quiet --receipt "$work/receipt" "$work/forked"
stop_server
exit "$bad"
