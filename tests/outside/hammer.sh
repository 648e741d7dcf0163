#!/usr/bin/env bash
# Everything at once: votes, readers that verify each proof, witnesses, a mirror and a static export. HAMMER_SECONDS: how long (default 60).
seconds=${HAMMER_SECONDS:-60}
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$here/witnesses_lib.sh"

witnessed_town "$work/data"
office witnesses announce --quorum 2 "${lines[@]}"
make_pb "$work/own.pb" 4000
begin_round own "$work/own.pb"
soon 'the new round is witnessed' covers rounds/own
# A round's key has no file of its own: it is in the record, and the page of the record has it.
vkey=$(curl -fs -m 20 "$url/record/receipt-sheet.json?log=rounds/own&index=0" | sed -nE 's/.*"vkey":"([^"]*)".*/\1/p')

# until_then NAME COMMAND...: again and again until the time is over; the first failure ends it.
end=$((SECONDS + seconds))
until_then() {
  local turns=0 said=$work/$1.turn
  while ((SECONDS < end)); do
    "$@" >"$said" 2>&1 || {
      echo "turn $turns: exit code $?: $(tail -n 6 "$said")"
      return 1
    }
    ((++turns))
    sleep 0.5
  done
  echo "$turns times"
}
mirror() { "$bin/radslag-verify" "$url" --key "$work/data/keys/town.vkey" --keep "$work/mirror"; }
export -f mirror
export_folder() { "$bin/radslag" publish "$work/export" --data "$work/data"; }

export -f export_folder
export bin url work

workers=()
# worker NAME COMMAND...
worker() {
  local name=$1
  shift
  ("$@" >"$work/$name.out" 2>&1 && touch "$work/$name.done") &
  workers+=("$name:$!")
  pids+=("$!")
}
worker votes node "$here/hammer.mjs" write "$url" own "$work/own/voting-codes.tsv" "$seconds" "$work/seen"
worker proofs node "$here/hammer.mjs" read "$url" own "$vkey" "$seconds" "$work/seen"
(until_then mirror >"$work/mirror.out" 2>&1 && touch "$work/mirror.done") & workers+=("mirror:$!") pids+=("$!")
worker export until_then export_folder
for each in "${workers[@]}"; do
  wait "${each#*:}" 2>/dev/null
  name=${each%%:*}
  if [[ -e $work/$name.done ]]; then ok "$seconds seconds of $name: $(tail -n 1 "$work/$name.out")"; else not_ok "$seconds seconds of $name" "$(grep -m1 "Error:" "$work/$name.out"; tail -n 3 "$work/$name.out")"; fi
done

soon 'the witnesses have caught up' covers rounds/own
echo '[]' >"$work/notes"
expect 'every receipt and every head that was seen is on the tree' 0 'receipts' 300 node "$here/crash.mjs" check "$url" own "$work/seen" "$work/notes"
expect 'the record holds, witnessed' 0 'holds' 600 "$bin/radslag-verify" "$url" --key "$work/data/keys/town.vkey"
expect 'the mirror is finished and holds by itself' 0 'holds' 600 mirror
must 120 export_folder
expect 'the export holds' 0 'holds' 600 "$bin/radslag-verify" "$work/export" --key "$work/data/keys/town.vkey"
exit "$bad"
