#!/usr/bin/env bash
# A record that lost its end: yesterday's copy is refused, two keepers let it go on, receipts show what was lost, and whoever has the first key
# on paper is told all of it. Then the log's key is changed.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$work" || exit 1

data=$work/data
settings=(--data "$data" --head-store "$work/second-place/heads.sqlite")
officers=()
for officer in a b; do
  must 20 "$bin/radslag-trustee" keygen --no-passphrase --out $officer.key --name "Officer $officer"
  officers+=(--officer "$("$bin/radslag-trustee" public $officer.key);keeper,officer,election-board,board;Officer $officer")
done
must 20 "$bin/radslag" init "${settings[@]}" --origin outside.example --name 'Utby' --currency PLN --demo "${officers[@]}"
cp data/keys/town.vkey first.vkey
start() { start_server "$data" --head-store "$work/second-place/heads.sqlite"; }
must_start_again() {
  if start; then export url && return; fi
  not_ok "$1" "the server did not start: $(tail -n 3 "$server_log")"
  exit 1
}
sign() { # sign DRAFT: $1.a.seal, $1.b.seal
  local officer
  for officer in a b; do must 20 "$bin/radslag-trustee" sign --yes --key $officer.key "$1" --out "$1.$officer.seal"; done
}
export bin work
verify() { "$bin/radslag-verify" --quiet --lang en --key "$work/first.vkey" "$url" "$@"; }
export -f verify

# Until yesterday, and since.
must_start_again 'a town'
make_pb own.pb 20
begin_round parks own.pb
stop_server
cp -a data yesterday
must_start_again 'the day after'
replay parks own.pb >replayed 2>&1
office dialogue streets "$here/dialogue.txt" --status planned --begins 2026-01-01 --ends 2026-12-31
size=$(curl -fsS "$url/log/town/checkpoint" | sed -n 2p)
for place in "town $((size - 1)) row" 'town 0 begun' 'rounds/parks 5 vote' 'rounds/parks 6 other'; do
  read -r log index name <<<"$place"
  must 20 curl -fsS -o "$name.tlog-proof" "$url/record/receipt?log=$log&index=$index"
done
must 20 curl -fsS -o town.head "$url/log/town/checkpoint"
expect 'before the loss all is well' 0 'holds' 120 verify
stop_server
mv data lost
cp -a yesterday data

# Yesterday's copy.
if start; then not_ok "yesterday's copy is refused" 'it was served'; stop_server; fi
ended "$pid" 10
said=$(cat "$server_log")
if ((code == 65)) && [[ $said == *'ends before a head that has been signed'*'the record ends at size'*'the head store'*'has size'* ]]; then ok "yesterday's copy is refused, both heads named"; else not_ok "yesterday's copy is refused" "$code: $said"; fi
expect 'recover shows what is lost' 0 'lost: 20 entries' 60 "$bin/radslag" recover "${settings[@]}"
if [[ $out == *'Nothing has been changed'* && $out == *"size $size"* && $out == *'the head store'* ]]; then ok 'recover names both heads and changes nothing'; else not_ok 'recover names both heads' "$out"; fi
if start; then not_ok 'it is still refused' 'it was served'; stop_server; else ok 'it is still refused'; fi
expect "a stranger's checkpoint is no head" 65 'no log of this town' 60 "$bin/radslag" recover "${settings[@]}" --head <(sed 's/outside/elsewhere/' town.head)
expect 'a receipt is as good as a head' 0 'lost: 20 entries' 60 "$bin/radslag" recover "${settings[@]}" --head vote.tlog-proof
expect 'the acts are drafted' 0 'radslag recover --act' 60 "$bin/radslag" recover "${settings[@]}" --reason "The disk broke. Yesterday's copy is all there is."
expect 'drafts are not written over' 73 'exists already' 60 "$bin/radslag" recover "${settings[@]}" --reason 'Again.'
sign recover-town.draft
sign recover-rounds-parks.draft
acts=(--act recover-rounds-parks.draft --act recover-town.draft)
expect 'one keeper is not enough' 65 'refuses' 60 "$bin/radslag" recover "${settings[@]}" "${acts[@]}" --seal recover-town.draft.a.seal --seal recover-rounds-parks.draft.a.seal
expect 'other acts are not written this way' 65 'not a draft' 60 "$bin/radslag" recover "${settings[@]}" --act own.pb
expect 'the town alone is not all' 65 'Not all is said yet' 60 "$bin/radslag" recover "${settings[@]}" --act recover-town.draft --seal recover-town.draft.a.seal --seal recover-town.draft.b.seal
expect 'two keepers let the record go on' 0 'The record goes on' 60 "$bin/radslag" recover "${settings[@]}" "${acts[@]}" --seal recover-town.draft.a.seal --seal recover-town.draft.b.seal --seal recover-rounds-parks.draft.a.seal --seal recover-rounds-parks.draft.b.seal

must_start_again 'after the recovery'
ok 'the server starts'
if [[ $(curl -fsS "$url/log/town/checkpoint" | head -n 1) == outside.example/log/town/2 ]]; then ok 'the checkpoint has the new name'; else not_ok 'the checkpoint has the new name' "$(curl -sS "$url/log/town/checkpoint")"; fi
hand_in() { curl -sS --max-time 20 -H 'Content-Type: text/plain' --data-binary "@$1" "$url/receipts/lost/proof"; }
export -f hand_in
expect 'a lost vote is evidence' 0 '"outcome":"evidence","before":false' 30 hand_in "$work/vote.tlog-proof"
expect 'handed in again it is known' 0 '"outcome":"evidence","before":true' 30 hand_in "$work/vote.tlog-proof"
expect 'a row of the register is evidence' 0 '"outcome":"evidence"' 30 hand_in "$work/row.tlog-proof"
expect 'what was kept was not lost' 0 '"outcome":"not-lost"' 30 hand_in "$work/begun.tlog-proof"
expect 'a receipt with a byte changed is none' 0 '"status":' 30 hand_in <(sed 's/^index 5/index 6/' vote.tlog-proof)
form() { curl -sS --max-time 20 -H "Origin: $url" -H 'Accept-Language: sv' -F "receipt=@$1" "$url/receipts/lost"; }
export -f form
expect 'the page says so too' 0 'data-outcome="evidence"' 30 form "$work/other.tlog-proof"

expect 'with the first key the record holds and says what was lost' 0 "The record lost entries 1 to 20 of the log rounds/parks" 120 verify
if [[ $out == *'2 of them have been shown by receipts since'* && $out == *"Yesterday's copy is all there is."* ]]; then ok 'how many were shown, and why'; else not_ok 'how many were shown, and why' "$out"; fi
expect 'a head of the lost end contradicts nothing' 0 'holds' 120 verify --seen "$work/town.head"
expect 'a receipt of the lost end is known to be of it' 0 'was lost with the end of that log' 120 verify --receipt "$work/other.tlog-proof"
stop_server

# A copy of before the recovery is no way back.
cp -a data recovered
rm -rf data
cp -a yesterday data
if start; then not_ok 'a copy of before the recovery is refused' 'it was served'; stop_server; else ok 'a copy of before the recovery is refused'; fi
expect 'nor can it be recovered' 65 'older than a recovery' 60 "$bin/radslag" recover "${settings[@]}"
rm -rf data
mv recovered data

# Another key.
expect 'the next key is made and drafted' 0 'radslag submit' 60 "$bin/radslag" keys rotate "${settings[@]}"
must_start_again 'with the next key'
sign log-key.draft
expect 'one keeper changes no key' 77 'refuses' 60 "$bin/radslag" submit --url "$url" log-key.draft --seal log-key.draft.a.seal
expect 'two keepers do' 0 'In the record' 60 "$bin/radslag" submit --url "$url" log-key.draft --seal log-key.draft.a.seal --seal log-key.draft.b.seal
if (($(curl -fsS "$url/log/town/checkpoint" | grep -c '^— ') == 2)); then ok 'both keys sign'; else not_ok 'both keys sign' "$(curl -sS "$url/log/town/checkpoint")"; fi
expect 'with the first key it holds' 0 "The town log's key was changed" 120 verify
stop_server
expect 'former keys are named' 0 'Would be removed' 60 "$bin/radslag" keys retire "${settings[@]}"
expect 'and removed' 0 'Removed' 60 "$bin/radslag" keys retire "${settings[@]}" --yes
expect 'the list says so' 0 'retired' 60 "$bin/radslag" keys list "${settings[@]}"
must_start_again 'without the former keys'
office dialogue lanes "$here/dialogue.txt" --status planned --begins 2026-01-01 --ends 2026-12-31
if (($(curl -fsS "$url/log/town/checkpoint" | grep -c '^— ') == 1)); then ok 'one key signs'; else not_ok 'one key signs' "$(curl -sS "$url/log/town/checkpoint")"; fi
expect 'and with the first key it still holds' 0 'holds' 120 verify
stop_server
exit "$bad"
