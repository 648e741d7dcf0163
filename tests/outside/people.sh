#!/usr/bin/env bash
# Both houses, the voting server and the registrar, as residents, officers, and those who mean them harm meet them over HTTP.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
if [[ ! -x $bin/radslag-registrar ]]; then
  not_ok 'the programs' "$bin/radslag-registrar has not been built"
  exit 1
fi

# The names of logs hold the port, so it is chosen before anything is made.
read -r counter_port registrar_port < <(node -e 'const net = require("node:net"); const a = net.createServer().listen(0, "127.0.0.1", () => { const b = net.createServer().listen(0, "127.0.0.1", () => { console.log(a.address().port, b.address().port); a.close(); b.close(); }); });')
counter=http://localhost:$counter_port registrar=http://localhost:$registrar_port
mkdir "$work/registrar"
must 120 "$bin/radslag-registrar" example --data "$work/registrar" --port "$registrar_port" --town "localhost:$counter_port" --out "$work/attested.json"
for name in Ek Alm; do
  must 20 "$bin/radslag-registrar" staff invite "$name" "$name@by.example" --role 'officer:*' --data "$work/registrar" --base-url "$registrar"
  grep -oE 'http[^ ]*/staff/invitation/[0-9a-f]{64}' <<<"$out" >>"$work/registrar/staff-links.txt"
done

# begin_house NAME PROGRAM URL ARGUMENT...: a house that answers; its output is in $work/NAME.log.
begin_house() {
  local name=$1 program=$2 site=$3 turn
  shift 3
  "$bin/$program" serve --demo "$@" >"$work/$name.log" 2>&1 </dev/null &
  pids+=("$!")
  for ((turn = 0; turn < 600; ++turn)); do
    if curl -fs --max-time 5 -o /dev/null "$site/readyz"; then return; fi
    if ! kill -0 "${pids[-1]}" 2>/dev/null; then break; fi
    sleep 0.1
  done
  not_ok "${0##*/} can begin" "$program did not start: $(tail -n 3 "$work/$name.log")"
  exit 1
}
begin_house counter radslag "$counter" --data "$work/counter" --port "$counter_port" --attested "$work/attested.json" --registrar-url "$registrar" --log-level debug
begin_house registrar radslag-registrar "$registrar" --data "$work/registrar" --port "$registrar_port" --town-url "$counter" --log-level debug
verify=("$bin/radslag-verify" --quiet --key "$work/counter/keys/town.vkey")
must 60 "$bin/radslag" export --data "$work/counter" --out "$work/before.tar" --quiet

timeout --kill-after=5 300 node "$here/people.mjs" "$counter" "$registrar" "$work/registrar" || bad=1
timeout --kill-after=5 300 node "$here/hostile.mjs" "$counter" "$registrar" "$work/counter" "$work/registrar" "$bin/radslag-trustee" || bad=1

# What the voting server's house holds of people: its folder with write-ahead logs, all it printed, and the record as anyone gets it.
privacy=(node "$here/privacy.mjs")
expect 'someone does all that there is to do at both houses' 0 '' 60 "${privacy[@]}" live "$counter" "$registrar" "$work/registrar" "$work/plants.json"
expect 'the record verifies with all of it' 0 'holds' 60 "${verify[@]}" "$counter"
must 60 "$bin/radslag" export --data "$work/counter" --out "$work/after.tar" --quiet
# house FOLDER NAME: a copy of it, and each database as its own tool reads it, whole rows together.
house() {
  local file
  cp -a "$1" "$2"
  command -v sqlite3 >/dev/null || return 0
  for file in "$1"/*.sqlite; do sqlite3 "file:$file?mode=ro" .dump >"$2/${file##*/}.sql" 2>/dev/null; done
}
house "$work/counter" "$work/seen"
house "$work/registrar" "$work/seen-registrar"
rm -f "$work/seen-registrar/letter-codes.txt" # the example's own list, for who tries it out
mkdir "$work/control"
expect 'the search finds what it looks for, in each of its shapes' 0 ' 0 missed, 0 in noise' 120 "${privacy[@]}" control "$work/plants.json" "$work/control"
expect 'the search fails where a personal number lies' 1 'number plain' 60 "${privacy[@]}" scan "$work/plants.json" all "$work/control"
expect 'the voting server has no personal number, address, hidden name or code' 0 ' 0 found' 200 "${privacy[@]}" scan "$work/plants.json" all "$work/seen" "$work/counter.log" "$work/after.tar"
fact "$(tail -n 1 "$work/out")"
expect 'the registrar has no personal number and no letter code' 0 ' 0 found' 200 "${privacy[@]}" scan "$work/plants.json" number,code,network,name "$work/seen-registrar"
expect "the registrar's log has nobody's address either" 0 ' 0 found' 60 "${privacy[@]}" scan "$work/plants.json" all "$work/registrar.log"

# Who changes what has been signed, or leaves it out, is found out by anyone.
expect 'the whole record holds' 0 'holds' 60 "${verify[@]}" "$work/after.tar"
last=$(($(curl -fsS --max-time 20 "$counter/log/town/checkpoint" | sed -n 2p) - 1))
must 20 curl -fsS --max-time 20 -o "$work/receipt" "$counter/record/receipt?log=town&index=$last"
expect 'with a receipt of a signature it holds' 0 'holds' 60 "${verify[@]}" --receipt "$work/receipt" "$work/after.tar"
expect 'a record without that signature does not' 1 '' 60 "${verify[@]}" --receipt "$work/receipt" "$work/before.tar"
# tampered NAME TEXT WITH: the bundle with the first TEXT changed, as a hex editor does.
tampered() {
  cp "$work/after.tar" "$work/changed.tar"
  must 20 node "$here/faults.mjs" edit "$work/changed.tar" "$2" "$3"
  expect "$1 is found out" 1 '' 60 "${verify[@]}" "$work/changed.tar"
}
signature=$(tar -xOf "$work/after.tar" | grep -aA12 "^radslag/v1/signature\$" | grep -aoE "^pseudonym [0-9a-f]{64}" | tail -n 1)
tampered 'an invented signature' "$signature" "pseudonym $(printf '5%.0s' {1..64})"
tampered 'a threshold changed afterwards' $'\nthreshold 100\n' $'\nthreshold 101\n'
tampered 'another assurance than was attested' $'\nassurance email\n' $'\nassurance paper\n'
exit "$bad"
