#!/usr/bin/env bash
# Each command of docs/audit against a running server with two witnesses, in the order of the page; its scripts, with dash and bash, on
# receipts of small and large logs and on what must be refused; @sigstore/verify on the same receipts; Go on the witnesses and on a new key.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$here/go_lib.sh"
audit=$root/docs/audit
demo=$root/tests/data/tlog-demo
for program in log_cli radslag-witness; do
  if [[ ! -x $bin/$program ]]; then
    not_ok 'the programs' "$bin/$program has not been built"
    exit 1
  fi
done

receipt() { run 20 "$1" "$audit/verify-receipt.sh" "${@:2}"; }
sigstore() { run 20 node "$here/sigstore.mjs" "$@"; }

# By shell and by sigstore: the receipts of small logs, and of the right edge of a large one.
wrong=()
log=$work/log
for size in 1 2 3 6 7 70000; do
  if ((size < 10)); then indexes=$(seq 0 $((size - 1))); else indexes='0 255 256 65535 65536 69998 69999'; fi
  # shellcheck disable=SC2086
  must 60 "$bin/log_cli" "$log" "$size" $indexes
  for index in $indexes; do
    for shell in dash bash; do
      if ! receipt "$shell" "$log/$index.tlog-proof" "$log/log.vkey" || [[ $out != "YES: entry $index of $size in log.example/grown:"*"entry $index" ]]; then
        wrong+=("$shell: $index of $size: $out")
      fi
      if ((size > 9 && index > 256)); then break; fi
    done
    if ! sigstore "$log/$index.tlog-proof" "$log/log.vkey"; then wrong+=("sigstore: $index of $size: $out"); fi
  done
done
if ((${#wrong[@]})); then not_ok 'openssl and @sigstore/verify accept good receipts' "${wrong[0]}"; else ok 'openssl and @sigstore/verify accept good receipts'; fi

# refused NAME TEXT COMMAND...: none of them accepts the receipt that the command makes of entry 255's, of 70,000.
refused() {
  local name=$1 text=$2 shell
  shift 2
  cp "$log/255.tlog-proof" "$work/bad"
  "$@" "$work/bad"
  for shell in dash bash; do expect "$shell and openssl refuse $name" 1 "NO: $text" 20 "$shell" "$audit/verify-receipt.sh" "$work/bad" "$log/log.vkey"; done
}
refused_by_all() {
  refused "$@"
  expect "@sigstore/verify refuses $1" 1 'refused:' 20 node "$here/sigstore.mjs" "$work/bad" "$log/log.vkey"
}
refused_by_all 'another index' 'the entry does not lead' sed -i 's/^index 255/index 254/'
refused_by_all 'another entry' 'the entry does not lead' sed -i "2s/.*/extra $(printf 'hour 0\nentry 254\n' | base64 -w0)/"
refused_by_all 'a hash changed' 'the entry does not lead' sed -i '5s/^./A/'
refused_by_all 'a path too short' 'the entry does not lead' sed -i '4d'
refused_by_all 'a path too long' '' sed -i '4{p;}'
refused_by_all 'an index beyond the log' 'the log is not so long' sed -i 's/^index 255/index 70000/'
refused_by_all 'another size' 'a signature is bad' sed -i 's/^70000$/70001/'
refused_by_all 'another root' 'a signature is bad' sed -i '/^70000$/{n;s/^./A/;}'
refused_by_all 'a checkpoint that the log did not sign' 'this key did not sign it' sed -i '/^— log.example/d'
refused 'an index that is no number' 'index or size is no number' sed -i 's/^index 255/index 0255/'
refused 'an index that is a command' 'index or size is no number' sed -i 's/^index 255/index a[$(id)]/'
refused 'another log' 'the checkpoint is of another log' sed -i 's/^log.example.grown$/log.example\/other/'
refused 'what is no receipt' 'not a receipt' sed -i 1d
expect 'openssl accepts a receipt with its entry beside it' 0 'YES: entry 300 of 1000' 20 sh "$audit/verify-receipt.sh" "$demo/entry300.tlog-proof" "$demo/log.vkey" "$demo/entry300"
expect '@sigstore/verify accepts it too' 0 'included: entry 300 of 1000' 20 node "$here/sigstore.mjs" "$demo/entry300.tlog-proof" "$demo/log.vkey" "$demo/entry300"
expect 'openssl refuses it with another' 1 'the entry does not lead' 20 sh "$audit/verify-receipt.sh" "$demo/entry300.tlog-proof" "$demo/log.vkey" "$demo/log.vkey"

for witness in rechnungshof uni zeitung; do
  for file in checkpoint entry300.tlog-proof; do
    expect "openssl finds the cosignature of $witness in $file" 0 'had seen this at 1790001000' 20 sh "$audit/verify-cosignature.sh" "$demo/$file" "$demo/$witness.vkey"
  done
done
sed 's/^1000$/1001/' "$demo/checkpoint" >"$work/bad"
expect 'openssl refuses a cosignature of another size' 1 'NO: its signature is bad' 20 sh "$audit/verify-cosignature.sh" "$work/bad" "$demo/uni.vkey"
sed '/^— witness.example.uni/d' "$demo/checkpoint" >"$work/bad"
expect 'openssl finds no cosignature where there is none' 1 'NO: this witness did not sign it' 20 sh "$audit/verify-cosignature.sh" "$work/bad" "$demo/uni.vkey"

# The table of formulas, where the rule has something to decide.
table() { sh "$audit/spreadsheet.sh" "$work/definition" "$work/votes" "$work/steps" >"$work/table.csv" && ssconvert "$work/table.csv" "$work/computed.csv" 2>/dev/null; }
agrees() { table && grep -q "\"all agree\",$1" "$work/computed.csv"; }
if command -v ssconvert >/dev/null; then
  {
    printf 'envelope 100\nallocation greedy\nscore votes\norder score\nunaffordable skip\nminimum-score 3\nreserve-percent 0\nties min-cost,listing-order\n'
    printf 'project %s\ncost %s\nwithdrawn %s\n' 007 60 no B 50 no C 40 no D 500 no E 10 yes F 1 no G 50 no
  } >"$work/definition"
  printf 'votes %s %s\n' 007 9 B 5 C 5 D 8 E 7 F 2 G 5 >"$work/votes"
  printf 'step %s %s %s %s\n' 007 9 100 funded D 8 40 exceeds-envelope E 7 40 withdrawn C 5 40 funded B 5 0 does-not-fit G 5 0 does-not-fit F 2 0 not-eligible >"$work/steps"
  if agrees YES; then ok 'a spreadsheet comes to the same allocation'; else not_ok 'a spreadsheet comes to the same allocation' "$(cat "$work/computed.csv")"; fi
  for change in 's/^votes B 5/votes B 6/' 's/^votes F 2/votes F 3/' 's/^votes 007 9/votes 007 7/'; do
    sed -i "$change" "$work/votes"
    if agrees NO; then ok "a spreadsheet says so if $change"; else not_ok "a spreadsheet says so if $change" "$(cat "$work/computed.csv")"; fi
    printf 'votes %s %s\n' 007 9 B 5 C 5 D 8 E 7 F 2 G 5 >"$work/votes"
  done
  sed -i 's/^unaffordable skip/unaffordable stop/' "$work/definition"
  if agrees NO; then ok 'a spreadsheet follows the rule that stops'; else not_ok 'a spreadsheet follows the rule that stops' "$(cat "$work/computed.csv")"; fi
  sed -i -e 's/^unaffordable stop/unaffordable skip/' -e 's/^ties .*/ties min-cost,given-order/' -e '/^ties/a tie-order G' -e '/^ties/a tie-order B' "$work/definition"
  printf 'tie-order %s\n' 007 C D E F >>"$work/definition"
  sed -i -e 's/^step B/step X/' -e 's/^step G/step B/' -e 's/^step X/step G/' "$work/steps"
  if agrees YES; then ok 'a spreadsheet takes equals as given'; else not_ok 'a spreadsheet takes equals as given' "$(cat "$work/computed.csv")"; fi
  sed -i 's/^allocation .*/allocation equal-shares/' "$work/definition"
  expect 'there is no table of another rule' 1 'no table' 10 sh "$audit/spreadsheet.sh" "$work/definition" "$work/votes" "$work/steps"
else
  skipped 'a spreadsheet comes to the same allocation' 'gnumeric is not installed'
fi

# A town with a round that was counted, whose ballots are open.
make_pb "$work/round.pb" 12
begin_town "$work/data"
declare -A port=()
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
asked=
for name in a b; do
  port[$name]=$(free_port)
  asked+="$name.witness.example=http://127.0.0.1:${port[$name]} "
done
must_start "$work/data" --witnesses "${asked% }"

# Two witnesses of three, the third never started. witnessed LOG: waits until they have cosigned its newest head.
announced=()
for name in a b c; do
  folder=$work/witness-$name
  must 20 "$bin/radslag-witness" init --name "$name.witness.example" --data "$folder"
  must 20 "$bin/radslag-witness" trust town "$work/data/keys/town.vkey" --url "$url" --data "$folder"
  announced+=(--witness "$("$bin/radslag-witness" key --data "$folder") Witness $name")
  if [[ ! ${port[$name]:-} ]]; then continue; fi
  "$bin/radslag-witness" serve --data "$folder" --port "${port[$name]}" --set town.read_seconds=2 >"$work/witness-$name.log" 2>&1 </dev/null &
  pids+=("$!")
done
office witnesses announce --quorum 2 "${announced[@]}"
witnessed() {
  local turn newest size
  for ((turn = 0; turn < 600; ++turn)); do
    newest=$(curl -fs --max-time 10 "$url/log/$1/checkpoint" | sed -n 2p)
    size=$(curl -fs --max-time 10 "$url/log/$1/witnessed" | sed -n 2p)
    if [[ $size && $size == "$newest" ]]; then return; fi
    sleep 0.1
  done
  not_ok "two witnesses cosign $1" "they have ${size:-nothing} of ${newest:-nothing} after a minute: $(tail -n 2 "$work/witness-a.log")"
}
begin_round parks "$work/round.pb"
replay parks "$work/round.pb" >"$work/replayed" 2>&1 || not_ok 'ballots are cast' "$(tail -n 2 "$work/replayed")"
page=$work/page
cp -r "$audit" "$page"
cp "$work/data/keys/town.vkey" "$page/town.vkey"
must 30 curl -fsS -o "$page/seen" "$url/log/town/checkpoint"
must 30 curl -fsS -o "$page/receipt.tlog-proof" "$url/record/receipt?log=town&index=0"
office round close parks
office round count parks
witnessed town
witnessed rounds/parks

# The page itself, block by block. A block that says "sh WORD" runs only where `has_WORD` holds.
urn_of() { mkdir -p "$page/urn" && cp "$root"/tests/data/belenios/"$1"*/*.bel "$page/urn/urn.bel"; }
has_() { true; }
has_go() { command -v go >/dev/null && [[ -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog ]]; }
has_gnumeric() { command -v ssconvert >/dev/null; }
has_witnessed() { [[ -e $page/record/town/witnessed ]]; }
has_belenios() { command -v belenios-tool >/dev/null && urn_of A-; }
has_belenios3() {
  local tool
  tool=$(bash "$here/belenios3.sh" "$root/build/belenios3" 2>/dev/null) && urn_of F- && PATH=$(dirname "$tool"):$PATH
}
mkdir "$work/blocks"
awk -v to="$work/blocks" '
  /^```sh/ { file = sprintf("%s/%02d", to, ++n); $1 = ""; sub(/^ /, ""); print > (file ".needs"); next }
  /^```/ { file = ""; next }
  file { print > file }' "$audit/README.md"
for block in "$work"/blocks/??; do
  needs=$(<"$block.needs")
  said="docs/audit: $(sed -n '/^export/!{p;q;}' "$block")"
  if "has_$needs"; then
    expect "$said" 0 '' 120 env -C "$page" -u GOFLAGS SITE="$url" GOCACHE="$work/go-cache" GOPROXY=off dash -eu "$block"
    echo "$out" >>"$work/said"
  else
    skipped "$said" "$needs is not here"
  fi
done
for text in 'YES: entry 0 of' 'log outside.example/log/rounds/parks'; do
  if grep -qF "$text" "$work/said"; then ok "docs/audit says \"$text\""; else not_ok "docs/audit says \"$text\"" "$(cat "$work/said")"; fi
done
if has_go; then
  need_go "Go's sumdb checks the witnesses"
  seen=("$work/go-verify" -vkey "$page/town.vkey" -policy "$page/record/policy" -old "$page/seen")
  expect 'Go finds the two witnesses on the site' 0 'witnessed: rounds/parks' 60 "${seen[@]}" "$url/log"
  expect 'Go finds them in the bundle' 0 'witnessed: town' 60 "${seen[@]}" "$page/record"
  must 60 "$bin/radslag" publish --data "$work/data" --quiet "$work/export"
  expect 'Go finds them in the static export' 0 'witnessed: town' 60 "${seen[@]}" "$(dirname "$(dirname "$(find "$work/export" -path '*/town/checkpoint')")")"
  sed 's/ 2 / 3 /' "$page/record/policy" >"$work/stricter"
  expect 'Go asks for the third where the policy does' 1 'cosigned by 2 witnesses' 60 "$work/go-verify" -vkey "$page/town.vkey" -policy "$work/stricter" "$url/log"
fi

# The town's key changes, and the older one is destroyed: who has the first key from paper follows.
stop_server
must 60 "$bin/radslag" keys rotate --data "$work/data" --draft "$work/log-key.draft"
for officer in a b; do must 20 "$bin/radslag-trustee" sign --yes --key "$work/$officer.key" "$work/log-key.draft" --out "$work/$officer.seal"; done
must_start "$work/data"
must 30 "$bin/radslag" submit --url "$url" "$work/log-key.draft" --seal "$work/a.seal" --seal "$work/b.seal"
stop_server
must 60 "$bin/radslag" keys retire --data "$work/data" --yes
must_start "$work/data"
office dialogue after "$here/dialogue.txt" --status ongoing --begins 2026-01-01 --ends 2026-12-31
if has_go; then
  expect 'Go follows the town from its first key to the next' 0 'holds: town' 60 "$work/go-verify" -vkey "$page/town.vkey" -old "$page/seen" "$url/log"
  must 30 curl -fsS -o "$work/rotated.tar" "$url/log/bundle.tar"
  mkdir "$work/rotated" && tar -xf "$work/rotated.tar" -C "$work/rotated"
  find "$work/rotated/town/tile/entries" -type f -exec sed -i '/^radslag.v1.log-key$/,/^signed /s/^signature ./signature x/' {} +
  expect 'Go refuses a new key that the older one did not sign' 1 'the new key is not signed' 60 "$work/go-verify" -vkey "$page/town.vkey" "$work/rotated"
fi
stop_server
exit "$bad"
