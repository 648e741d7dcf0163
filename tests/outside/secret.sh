#!/usr/bin/env bash
# Whole elections with secret ballots, at a real server, by the programs of officers, trustees and voters: in each group and kind of question,
# and two real ones. Then programs that share no code with ours say whether they hold, and ours what it says of those tampered with.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_voting_cli
secret=(node "$here/secret.mjs")
# In the order of counting: what takes long to verify comes last, since every act after it verifies it again.
all=(ed-mix ed-hom)
declare -A group kind threshold budget by_page file name
declare -A rule=([ed-mix]=wieliczka-2023) # else as the file says
# planned ID GROUP KIND THRESHOLD BUDGET BY_PAGE [FILE.pb]: so many of its ballots are made by the page's program; the others by the server's code.
planned() { group[$1]=$2 kind[$1]=$3 threshold[$1]=$4 budget[$1]=$5 by_page[$1]=$6 name[$1]="$2 $3" file[$1]=${7:-$work/own.pb}; }
planned ed-mix Ed25519 mixnet 2 0 13
planned ed-hom Ed25519 homomorphic 2 200000 13
planned b-hom BELENIOS-2048 homomorphic 2 0 2
planned rfc-mix RFC-3526-2048 mixnet 2 200000 4
planned rfc-hom RFC-3526-2048 homomorphic 0 0 0 "$work/few.pb"
make_pb "$work/own.pb" 12
make_pb "$work/few.pb" 4
# city ID FILE KIND: a real election.
city() {
  local pb=$shared/data/pb/Poland_$2.pb
  if [[ ! -e $pb ]]; then skipped "the election $2" 'its file is not in data/pb'; return; fi
  planned "$1" Ed25519 "$3" 2 0 3 "$pb"
  name[$1]="$2, $3"
  all+=("$1")
}
city chomiczowka Warszawa_2026_Chomiczowka mixnet
city nad-nerem Lodz_2022_Nad_Nerem homomorphic
all+=(b-hom rfc-mix rfc-hom)
is_ours() { [[ ${file[$1]} == "$work"/* ]]; }

# A town with two officers and three trustees.
officers=()
for key in a b t1 t2 t3; do
  must 20 "$bin/radslag-trustee" keygen --no-passphrase --out "$work/$key.key" --name "Officer $key"
  roles=trustee
  if [[ $key == [ab] ]]; then roles=keeper,officer,election-board,board; fi
  officers+=(--officer "$("$bin/radslag-trustee" public "$work/$key.key");$roles;Officer $key")
done
must 20 "$bin/radslag" init --data "$work/data" --origin outside.example --name 'Utby' --currency PLN --demo "${officers[@]}"
must_start "$work/data"
must 30 "${secret[@]}" registrar "$url" "$work" "$work/a.key" "$work/b.key"
office dialogue budget "$here/dialogue.txt" --status ongoing --begins 2026-01-01 --ends 2026-12-31

# trustee N COMMAND ROUND: one of a trustee's acts, made and handed in.
trustee() { "$bin/radslag-trustee" "$2" "$url" --round "$3" --key "$work/t$1.key" --state "$work/state-$1" --pin "$work/data/keys/town.vkey" --hand-in --quiet; }
export -f trustee
# trustees COMMAND ROUND N...: the same act by several at once, each on a machine of their own.
trustees() {
  local command=$1 id=$2 n process code=0 started=()
  shift 2
  for n in "$@"; do
    timeout --kill-after=5 120 bash -c 'trustee "$@"' bash "$n" "$command" "$id" >"$work/out-$n" 2>&1 </dev/null &
    started+=("$!")
  done
  for process in "${started[@]}"; do wait "$process" || code=$?; done
  if ((code == 0)); then return; fi
  not_ok "trustees $command for ${name[$id]}" "exit code $code; $(cat "$work"/out-?)"
  exit 1
}
export bin url work
voters() { sed -nE 's/^num_votes;([0-9]+).*/\1/p' "${file[$1]}"; }
begin=$SECONDS

ceremony() {
  local id=$1 steps=(certificate commitment polynomial key)
  must 60 "$bin/radslag" import-pb "${file[$id]}" --out "$work/$id" --currency PLN --rule "${rule[$id]:-as-published}"
  office round begin "$id" --dialogue budget
  office round trustees "$id" --threshold "${threshold[$id]}" --group "${group[$id]}"
  must 60 "${secret[@]}" plan "$id" "$work/$id" "${group[$id]}" "${kind[$id]}" "${budget[$id]}" "$(voters "$id")" "$bin/voting_cli"
  if ((${threshold[$id]} == 0)); then steps=(key); fi
  for _ in "${steps[@]}"; do
    trustees ceremony "$id" 1 2 3
  done
  office round open "$id" --definition "$work/$id/definition.txt" --electorate "$work/$id/electorate.txt"
}
for id in "${all[@]}"; do ceremony "$id"; done
ok "${#all[@]} keys are made by three trustees each, and the rounds opened"
fact "ceremonies: $((SECONDS - begin)) s"

tool3=$(bash "$here/belenios3.sh" "$root/build/belenios3" 2>"$work/why") || tool3=
if [[ ! $tool3 ]]; then skipped 'belenios-tool 3.0' "$(tail -n 1 "$work/why")"; fi

# by_tool ID: the last voter's ballot is belenios-tool's.
by_tool() {
  local folder=$work/$1/tool uuid
  mkdir "$folder"
  uuid=$(sed -nE 's/.*"uuid":"([^"]*)".*/\1/p' "$work/$1/election.json")
  node "$here/archive.mjs" begin "$folder/$uuid.bel" "$work/$1"/{election,trustees,public_credentials}.json "$root"/tests/data/belenios/A-*/*.bel || return 1
  tail -n 1 "$work/$1/cards.txt" | tr -d '\n' >"$folder/card"
  tail -n 1 "$work/$1/numbers.txt" >"$folder/choice"
  "$tool3" election generate-ballot --dir "$folder" --privcred "$folder/card" --choice "$folder/choice" >"$folder/ballot" || return 1
  sed -i '$d' "$work/$1/ballots.txt"
  head -n 1 "$folder/ballot" >>"$work/$1/ballots.txt"
}
export -f by_tool
export here root tool3

for id in "${all[@]}"; do must 300 "${secret[@]}" ballots "$url" "$id" "$work/$id" "${file[$id]}" "${by_page[$id]}" "$bin/voting_cli" "$page_cli"; done
expect 'without a card that was handed out there is no ballot' 1 'status 4' 60 "${secret[@]}" cast "$url" ed-mix "$work/ed-mix"
for id in "${all[@]}"; do
  if [[ $tool3 && $id == @(ed-mix|b-hom) ]]; then expect "${name[$id]}: belenios-tool 3.0 makes a ballot" 0 '' 30 by_tool "$id"; fi
  expect "${name[$id]}: every card is handed out, each once" 0 '' 120 "${secret[@]}" hand-out "$url" "$id" "$work/$id" "$work/registrar.seed"
  other=ed-mix
  if [[ $id == ed-mix ]]; then other=ed-hom; fi
  expect "${name[$id]}: ballots that are none leave the record as it is" 0 '' 60 "${secret[@]}" refused "$url" "$id" "$work/$id" "$work/$other"
  expect "${name[$id]}: all ballots are cast over HTTP" 0 '' 300 "${secret[@]}" cast "$url" "$id" "$work/$id"
done
# A voter who opens a ballot before casting one, on another machine with another program.
opened() {
  local folder=$work/$1
  printf '{"codes":["%s"],"picks":[[{"choice":1},{"choice":4}]]}\n' "$(head -n 1 "$folder/cards.txt")" | node "$page_cli" challenge "$folder/election.json" | tr -d '\n' >"$folder/opened.json"
  sed -E 's/"numbers":\[\[([0-9]+)/"numbers":[[1\1/' "$folder/opened.json" >"$folder/lied.json"
}
for id in ed-mix b-hom; do
  opened "$id"
  expect "${name[$id]}: radslag-verify says what an opened ballot of the page holds" 0 'P2, P5' 60 "$bin/radslag-verify" ballot "$work/$id/opened.json" "$url/rounds/$id/urns/hela/election.json"
  expect "${name[$id]}: and that one which lies does not hold it" 1 'NOT' 60 "$bin/radslag-verify" ballot "$work/$id/lied.json" "$work/$id/election.json"
done
expect 'the voting page is the one that the opening names' 0 'and no others' 100 "$bin/radslag-verify" --quiet --page "$url/rounds/ed-mix/vote" "$url"
expect 'the record holds while all are open' 0 '' 200 "$bin/radslag-verify" --quiet --key "$work/data/keys/town.vkey" "$url"
fact "ballots: $((SECONDS - begin)) s"

# counted ID: by trustees 1 and 3, or all where all are needed.
counted() {
  local id=$1 some=(1 3)
  if ((${threshold[$id]} == 0)); then some=(1 2 3); fi
  office round close "$id"
  if [[ ${kind[$id]} == mixnet ]]; then
    must 120 trustee 1 shuffle "$id"
    run 60 trustee 3 decrypt "$id"
    if [[ $out == *'shuffles by different trustees'* ]]; then ok "${name[$id]}: nobody decrypts after one shuffle"; else not_ok "${name[$id]}: nobody decrypts after one shuffle" "$out"; fi
    must 120 trustee 3 shuffle "$id"
  fi
  trustees decrypt "$id" "${some[@]}"
  office round count "$id"
  expect "${name[$id]}: votes and allocation are those of the file" 0 'funded' 60 "${secret[@]}" compare "$url" "$id" "$work/$id" "${file[$id]}"
  mkdir "$work/$id/counted"
  uuid=$(sed -nE 's/.*"uuid":"([^"]*)".*/\1/p' "$work/$id/election.json")
  archive=$work/$id/counted/$uuid.bel
  must 120 curl -fsS --max-time 110 -o "$archive" "$url/rounds/$id/urns/hela/archive.bel"
  expect "${name[$id]}: radslag-verify says that its archive holds" 0 'holds' 120 "$bin/radslag-verify" --quiet "$archive"
}

# each_ballot ID: belenios-tool 3.0 on every ballot, against what stands before the first.
each_ballot() {
  local folder=$work/$1/before ballot
  mkdir -p "$folder/ballots"
  node "$here/archive.mjs" setup "$2" "$folder/${2##*/}" && node "$here/archive.mjs" ballots "$2" "$folder/ballots" || return 1
  for ballot in "$folder"/ballots/*.json; do "$tool3" election verify-ballot --dir "$folder" --ballot "$ballot" || return 1; done
}
export -f each_ballot

outsiders() {
  local id=$1 dir=$work/$1/counted
  if [[ ${group[$id]} != Ed25519 ]]; then
    if command -v belenios-tool >/dev/null; then
      expect "${name[$id]}: belenios-tool 2.0 says that the election holds" 0 'all checks passed' 200 belenios-tool election verify --dir "$dir"
    else
      skipped "${name[$id]}: belenios-tool 2.0" 'belenios-tool is not installed'
    fi
  fi
  if [[ ! $tool3 ]]; then return; fi
  if [[ ${group[$id]} == Ed25519 ]]; then expect "${name[$id]}: belenios-tool 3.0 says that the election holds" 0 'all checks passed' 200 "$tool3" election verify --skip-ballot-check --dir "$dir"; fi
  if is_ours "$id"; then expect "${name[$id]}: belenios-tool 3.0 says that every ballot holds" 0 '' 200 each_ballot "$id" "$archive"; fi
}

# tampered ID HOW FINDING
tampered() {
  must 30 node "$here/archive.mjs" tamper "$archive" "$2" "$work/$1/tampered.bel"
  expect "${name[$1]}: $2 is found out" 1 "$3" 120 "$bin/radslag-verify" --quiet "$work/$1/tampered.bel"
}
tamperings() {
  local id=$1
  tampered "$id" dropped-ballot wrong-encrypted-tally
  tampered "$id" duplicate-ballot duplicate-ballot
  tampered "$id" late-ballot late-ballot
  tampered "$id" changed-ballot bad-signature
  tampered "$id" wrong-count wrong-count
  tampered "$id" wrong-result bad-result
  tampered "$id" bad-decryption bad-partial-decryption
  tampered "$id" missing-decryption not-enough
  if [[ ${kind[$id]} == mixnet ]]; then
    tampered "$id" bad-shuffle bad-shuffle
    tampered "$id" missing-shuffle missing-shuffle
  fi
}

for id in "${all[@]}"; do
  counted "$id"
  outsiders "$id"
  if is_ours "$id"; then tamperings "$id"; fi
  fact "${name[$id]}: $((SECONDS - begin)) s"
done

expect 'radslag-verify says that the whole site holds' 0 'holds' 300 "$bin/radslag-verify" --quiet --key "$work/data/keys/town.vkey" "$url"
must 120 "$bin/radslag" export --data "$work/data" --out "$work/all.tar" --quiet
expect 'and so does its export' 0 'holds' 300 "$bin/radslag-verify" --quiet --key "$work/data/keys/town.vkey" "$work/all.tar"
report=$out
mixed=()
for id in "${all[@]}"; do if [[ ${kind[$id]} == mixnet ]]; then mixed+=("$id"); fi; done
must 60 "$root/frontend/node_modules/.bin/esbuild" "$here/recount.mjs" --bundle --platform=node --format=esm --outfile="$work/recount.mjs" --log-level=warning
expect "the browser's verifier opens the mixnets and comes to the same votes and allocations" 0 'counted again' 300 \
  node "$work/recount.mjs" "$work/all.tar" "$work/data/keys/town.vkey" "${mixed[@]}"
for id in "${all[@]}"; do
  count=$(voters "$id")
  said="($id): $((count + 1)) ballots by $count voters of $count on the roll were recounted"
  if [[ $report == *"$said"* ]]; then ok "the report recounts ${name[$id]}"; else not_ok "the report recounts ${name[$id]}" "not \"$said\" in: ${report:0:1200}"; fi
done
stop_server
if ((code == 0)); then ok 'the server stops cleanly'; else not_ok 'the server stops cleanly' "exit code $code"; fi
exit "$bad"
