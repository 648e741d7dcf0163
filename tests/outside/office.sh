#!/usr/bin/env bash
# Acts of office as officers do them: drafted in one place, read and sealed in others, handed in, and the whole life of a round.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin_town "$work/data"
must 20 "$bin/radslag-trustee" keygen --no-passphrase --out "$work/c.key" --name 'Officer c'
must_start "$work/data"
make_pb "$work/own.pb" 40
begin_round parks "$work/own.pb"
replay parks "$work/own.pb" >"$work/replayed" 2>&1
cd "$work" || exit 1
keys=(--url "$url" --key a.key --key b.key)
trustee() { "$bin/radslag-trustee" "$@"; }
says() { run 30 "$bin/radslag" round status --url "$url"; [[ $out == *"$1"* ]]; }
status() { if says "$2"; then ok "$1"; else not_ok "$1" "$out"; fi; }

status 'status: an open round' 'parks: open, 40 ballots; next: radslag round close parks'
expect 'a draft is written where there are no keys' 0 'radslag submit' 30 "$bin/radslag" round close parks --url "$url" --draft close.draft
expect 'a draft is not written over' 73 'exists already' 30 "$bin/radslag" round close parks --url "$url" --draft close.draft
for officer in a b c; do must 20 "$bin/radslag-trustee" sign --yes --key $officer.key close.draft --out $officer.seal; done
expect 'a draft with one seal is refused' 77 'refuses' 30 "$bin/radslag" submit --url "$url" close.draft --seal a.seal
expect 'a draft with one seal twice is refused' 65 '' 30 "$bin/radslag" submit --url "$url" close.draft --seal a.seal --seal a.seal
expect "a draft with the seal of no officer is refused" 77 'refuses' 30 "$bin/radslag" submit --url "$url" close.draft --seal a.seal --seal c.seal
sed 's/ballots 40/ballots 39/' close.draft >changed.draft
if ! cmp -s close.draft changed.draft; then
  expect 'a draft that was changed after the sealing is refused' 77 'refuses' 30 "$bin/radslag" submit --url "$url" changed.draft --seal a.seal --seal b.seal
fi
expect 'a file that is no draft is refused' 65 'not a draft' 30 "$bin/radslag" submit --url "$url" own.pb --seal a.seal --seal b.seal
expect 'a file that is no seal is refused' 65 'no seals' 30 "$bin/radslag" submit --url "$url" close.draft --seal own.pb
status 'after all that the round is open' 'parks: open, 40 ballots'
expect 'a draft with two seals, in any order, is handed in' 0 'rounds/parks, entry 41' 30 "$bin/radslag" submit --url "$url" close.draft --seal b.seal --seal a.seal
expect 'handed in again it is the same entry' 0 'rounds/parks, entry 41' 30 "$bin/radslag" submit --url "$url" close.draft --seal a.seal --seal b.seal

# Counting, one drafted step after another.
for step in tally allocation end; do
  expect "the $step is drafted" 0 'radslag submit' 30 "$bin/radslag" round count parks --url "$url" --draft "$step.draft"
  for officer in a b; do must 20 "$bin/radslag-trustee" sign --yes --key $officer.key $step.draft --out $step.$officer.seal; done
  expect "the $step is handed in" 0 'In the record' 30 "$bin/radslag" submit --url "$url" "$step.draft" --seal "$step.a.seal" --seal "$step.b.seal"
done
status 'status: a counted round' 'parks: allocated, 40 ballots; next: radslag round decide parks'

# The decision departs in two projects, with a reason each.
decide=(round decide parks --board Nämnden --meeting 2026-11-03 --diary 'TN 2026/88')
run 20 curl -fsS "$url/rounds/parks/result.json"
funded=$(node -p 'JSON.parse(process.argv[1]).rows.filter((row) => row.funded)[0].id' "$out")
funded_too=$(node -p 'JSON.parse(process.argv[1]).rows.filter((row) => row.funded)[1].id' "$out")
refused=$(node -p 'JSON.parse(process.argv[1]).rows.filter((row) => !row.funded)[0].id' "$out")
expect 'a departure that is none' 65 'no departure' 30 "$bin/radslag" "${decide[@]}" --depart "$funded=funded:As the residents wished." "${keys[@]}"
expect 'a departure without a reason' 65 'reason' 30 "$bin/radslag" "${decide[@]}" --depart "$funded=not-funded:" "${keys[@]}"
expect 'a departure for a project that there is not' 65 'nothing' 30 "$bin/radslag" "${decide[@]}" --depart 'nothing=funded:No.' "${keys[@]}"
expect 'a departure in other words' 64 'PROJECT=funded:REASON' 30 "$bin/radslag" "${decide[@]}" --depart "$funded=maybe:No." "${keys[@]}"
expect 'a departure twice' 65 'twice' 30 "$bin/radslag" "${decide[@]}" --depart "$funded=not-funded:A." --depart "$funded=not-funded:B." "${keys[@]}"
expect 'a decision on a day that there is not' 65 '' 30 "$bin/radslag" round decide parks --board B --meeting 2026-02-30 --diary 1 "${keys[@]}"
expect 'a decision with departures' 0 'In the record' 30 "$bin/radslag" "${decide[@]}" --depart "$funded=not-funded:The ground is polluted." --depart "$refused=funded:The board adds money of its own." "${keys[@]}"
expect 'a second decision' 65 '' 30 "$bin/radslag" "${decide[@]}" "${keys[@]}"
expect 'radslag-verify quotes the departures' 0 'The ground is polluted.' 30 "$bin/radslag-verify" --quiet "$url"

milestone=(round milestone parks --date 2026-11-20 --text 'Klart.' --url "$url" --key a.key)
expect 'a milestone' 0 'In the record' 30 "$bin/radslag" "${milestone[@]}" --project "$funded_too" --state done
expect 'a milestone of a project that was not funded' 65 '' 30 "$bin/radslag" "${milestone[@]}" --project "$funded" --state done
expect 'a milestone in a state that there is not' 64 'planned, started' 30 "$bin/radslag" "${milestone[@]}" --project "$funded_too" --state ready
status 'status: a decided round' 'next: radslag round milestone parks'

# Officers come and go.
c=$(trustee public c.key)
expect 'a key is announced' 0 'In the record' 30 "$bin/radslag" officer announce "$c" --roles officer,election-board --name 'Officer c' "${keys[@]}"
expect 'a key is announced once' 65 '' 30 "$bin/radslag" officer announce "$c" --roles board --name 'Officer c' "${keys[@]}"
expect 'a role that there is not' 64 'keeper, officer, election-board, board' 30 "$bin/radslag" officer announce "$c" --roles mayor --name X "${keys[@]}"
expect 'a key that is none' 64 '64' 30 "$bin/radslag" officer announce abc --roles board --name X "${keys[@]}"
expect 'a new officer acts' 0 'In the record' 30 "$bin/radslag" dialogue streets "$here/dialogue.txt" --status planned --begins 2026-01-01 --ends 2026-12-31 --url "$url" --key c.key
expect 'a new officer has no other role' 77 '' 30 "$bin/radslag" officer end "$c" --url "$url" --key a.key --key c.key
expect 'a new officer begins a round' 0 'In the record' 30 "$bin/radslag" round begin lanes --dialogue streets --url "$url" --key a.key --key c.key
expect 'a key is ended' 0 'In the record' 30 "$bin/radslag" officer end "$c" "${keys[@]}"
expect 'an ended key acts no more' 77 '' 30 "$bin/radslag" dialogue streets "$here/dialogue.txt" --status ongoing --begins 2026-01-01 --ends 2026-12-31 --url "$url" --key c.key
expect 'a next version of a dialogue' 0 'In the record' 30 "$bin/radslag" dialogue streets "$here/dialogue.txt" --status ongoing --signal yellow --begins 2026-01-01 --ends 2026-12-31 --url "$url" --key a.key
expect 'a dialogue is not finished before feedback was given' 65 'feedback' 30 "$bin/radslag" dialogue streets "$here/dialogue.txt" --status finished --begins 2026-01-01 --ends 2026-12-31 --url "$url" --key a.key
expect 'with the right key pinned an act goes on' 0 'In the record' 30 "$bin/radslag" dialogue streets "$here/dialogue.txt" --status ongoing --signal red --begins 2026-01-01 --ends 2026-12-31 --url "$url/" --key a.key --pin "$work/data/keys/town.vkey"
# Closing while votes stream in: each is either before the closing and counted, or refused.
make_pb many.pb 6000
begin_round rush many.pb
replay rush many.pb >replayed 2>&1 &
replaying=$!
pids+=("$replaying")
acknowledged=rush/voting-codes.tsv.acknowledged
for ((turn = 0; turn < 500; ++turn)); do
  if [[ -e $acknowledged ]] && (($(wc -l <"$acknowledged") > 500)); then break; fi
  sleep 0.02
done
expect 'a round is closed while votes stream in' 0 'In the record' 60 "$bin/radslag" round close rush "${keys[@]}"
ended "$replaying" 60
if ((code == 65)) && grep -q '"code":"closed"' replayed; then ok 'votes after the closing are refused'; else not_ok 'votes after the closing are refused' "exit code $code; $(tail -n 2 replayed)"; fi
expect 'no vote that was acknowledged is missing' 0 "$(wc -l <"$acknowledged") acknowledged, $(wc -l <"$acknowledged") in the record" 60 \
  node "$here/faults.mjs" acknowledged "$url" rush rush/voting-codes.tsv many.pb "$acknowledged"
expect 'what came before the closing is counted' 0 'In the record' 60 "$bin/radslag" round count rush "${keys[@]}"
# Ties end in a lot from all shares, and the allocation waits for it.
shares=()
for officer in a b c; do
  must 20 "$bin/radslag" round lot-share --out "$officer.share"
  shares+=(--lot-share "$(sed -n 's/^lot-share //p' <<<"$out")")
done
if [[ $(stat -c %a a.share) == 600 ]]; then ok "a lot's share is its owner's alone"; else not_ok "a lot's share is its owner's alone" "$(stat -c %a a.share)"; fi
expect 'a share is not written over' 73 'is there already' 20 "$bin/radslag" round lot-share --out a.share
begin_round lots "$work/own.pb" --rule mes-cost+add1 "${shares[@]}"
replay lots "$work/own.pb" >"$work/replayed" 2>&1
expect 'a lot before closing' 65 'has not been closed' 30 "$bin/radslag" round draw-lot lots --share a.share --share b.share "${keys[@]}"
must 30 "$bin/radslag" round close lots "${keys[@]}"
status 'status: a closed round waits for its lot' 'lots: closed, 40 ballots; next: radslag round draw-lot lots'
expect 'the count goes as far as the lot' 0 'waits for the lot' 30 "$bin/radslag" round count lots "${keys[@]}"
expect 'a lot of one share' 65 '2 of 3 shares are missing' 30 "$bin/radslag" round draw-lot lots --share a.share "${keys[@]}"
expect 'a lot of two shares of three' 65 '1 of 3 shares is missing' 30 "$bin/radslag" round draw-lot lots --share b.share --share a.share "${keys[@]}"
expect 'a lot with shares and without' 64 'without-shares' 30 "$bin/radslag" round draw-lot lots --share a.share --without-shares "${keys[@]}"
expect 'a lot of nothing' 64 'without-shares' 30 "$bin/radslag" round draw-lot lots "${keys[@]}"
sed 's/^./0/; s/^\(.\)./\10/' a.share >other.share
expect 'a share that nobody committed to' 65 'committed' 30 "$bin/radslag" round draw-lot lots --share other.share --share b.share "${keys[@]}"
expect 'a lot from all shares, in any order' 0 'In the record' 30 "$bin/radslag" round draw-lot lots --share c.share --share b.share --share a.share "${keys[@]}"
expect 'and then the round is counted' 0 'In the record' 30 "$bin/radslag" round count lots "${keys[@]}"
begin_round unlucky "$work/own.pb" --rule mes-cost+add1 "${shares[@]}"
replay unlucky "$work/own.pb" >"$work/replayed" 2>&1
must 30 "$bin/radslag" round close unlucky "${keys[@]}"
expect 'a share is lost: as listed, and it is said' 0 'share was kept back' 30 "$bin/radslag" round draw-lot unlucky --without-shares "${keys[@]}"
expect 'and that round is counted too' 0 'In the record' 30 "$bin/radslag" round count unlucky "${keys[@]}"

expect 'in the end the record holds' 0 'holds' 30 "$bin/radslag-verify" --quiet --key "$work/data/keys/town.vkey" "$url"
stop_server
exit "$bad"
