#!/usr/bin/env bash
# Go's golang.org/x/mod/sumdb rebuilds a log of three levels of tiles, which grew in steps, from its files and from a plain file server;
# checks the witnesses' cosignatures under a policy; and refuses what is missing or wrong.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$here/go_lib.sh"
need_go "Go's sumdb checks tiles and cosignatures"
if [[ ! -x $bin/log_cli ]]; then
  not_ok 'the programs' "$bin/log_cli has not been built"
  exit 1
fi

# seen NAME CODE TEXT ARGUMENT...: what Go says of one log under its policy.
seen() {
  local name=$1 code=$2 text=$3
  shift 3
  expect "$name" "$code" "$text" 60 "$work/go-verify" -one -policy "$log/policy" "$@"
}

log=$work/grown
for size in 1 200 256 600 65536; do must 60 "$bin/log_cli" "$log" "$size"; done
cp "$log/checkpoint" "$work/old"
must 60 "$bin/log_cli" "$log" 70000 0 65535 69999
receipts=(-receipt "$log/0.tlog-proof" -receipt "$log/65535.tlog-proof" -receipt "$log/69999.tlog-proof")
seen 'Go rebuilds a log that grew in steps' 0 'holds: log.example/grown, 70000 entries, 277 tiles' -old "$work/old" "${receipts[@]}" "$log"

: >"$work/served"
python3 -u -m http.server 0 --bind 127.0.0.1 --directory "$log" >"$work/served" 2>/dev/null </dev/null &
pids+=("$!")
for ((turn = 0; turn < 100; ++turn)); do
  port=$(sed -nE 's/^Serving HTTP on 127.0.0.1 port ([0-9]+).*/\1/p' "$work/served")
  if [[ $port ]]; then break; fi
  sleep 0.1
done
seen 'Go rebuilds it from a plain file server' 0 'witnessed: log.example/grown, 70000 of 70000 entries' -old "$work/old" "${receipts[@]}" "http://127.0.0.1:$port"

must 60 "$bin/log_cli" "$work/again" 70000
run 60 diff -rq "$work/again" "$log" || true
others=$(grep -vE '\.p$|tlog-proof$|checkpoint differ$' <<<"$out" || true)
if [[ $others ]]; then not_ok 'a log that grew has the tiles of one made at once' "$others"; else ok 'a log that grew has the tiles of one made at once'; fi

# spoiled NAME TEXT COMMAND...: what Go refuses after the command was run in a copy of the log.
spoiled() {
  local name=$1 text=$2
  shift 2
  rm -rf "$work/spoiled" && cp -a "$work/again" "$work/spoiled"
  (cd "$work/spoiled" && "$@")
  seen "Go refuses $name" 1 "$text" -old "$work/old" "$work/spoiled"
}
for tile in tile/0/000 tile/0/272 tile/0/273.p/112 tile/1/000 tile/1/001.p/17 tile/2/000.p/1; do
  for percent in 0 57 100; do spoiled "a bit changed at $percent % of $tile" "refused: $tile is not what the entries give" flip "$tile" "$percent"; done
done
spoiled 'a missing tile' 'refused: tile/1/001.p/17: not there' rm tile/1/001.p/17
spoiled 'a cut tile' 'refused: tile/0/100 is not what' truncate -s 8160 tile/0/100
spoiled 'two tiles in place of each other' 'refused: tile/0/003 is not what' sh -c 'mv tile/0/003 x && mv tile/0/004 tile/0/003 && mv x tile/0/004'
spoiled 'two bundles in place of each other' 'the checkpoint signs' sh -c 'cd tile/entries && mv 003 x && mv 004 003 && mv x 004'
spoiled 'an entry changed' 'the checkpoint signs' flip tile/entries/150 50
spoiled 'an entry too few' 'tile/entries/273.p/112: 111 entries' sh -c 'head -c -19 tile/entries/273.p/112 >x && mv x tile/entries/273.p/112'
spoiled 'another size' 'refused:' sed -i '2s/.*/69999/' checkpoint
spoiled 'another root' 'refused: checkpoint:' sed -i '3s/./A/' checkpoint
spoiled 'a log without its own signature' 'refused: checkpoint:' sed -i '/^— log/d' checkpoint
spoiled 'one witness where two are asked for' 'cosigned by 1 witnesses' sed -i '/^— witness.example.3/d' checkpoint
spoiled "one witness's line twice" 'cosigned by 1 witnesses' sh -c "sed -i '/^— witness.example.3/d' checkpoint && tail -n 1 checkpoint >>checkpoint"
spoiled 'a cosignature of an older checkpoint' 'invalid signature' sh -c "sed -i '/^— witness.example.3/d' checkpoint && tail -n 1 ../old >>checkpoint"
spoiled "a cosignature's time moved" 'invalid signature' sed -i '/^— witness.example.3/s/ \(.......\)A/ \1B/' checkpoint
exit "$bad"
