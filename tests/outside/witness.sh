#!/usr/bin/env bash
# The witness as a program: what a stranger sends it, what happens when it is killed or its disk fails at any write, and that it is never
# led back nor onto a second history.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$here/inject.sh"

for program in radslag-witness witness_cli; do
  if [[ ! -x $bin/$program ]]; then
    not_ok 'the programs' "$bin/$program has not been built"
    exit 1
  fi
done
cli=$bin/witness_cli
hex=$("$cli" hex)
"$cli" vkey >"$work/town.vkey"

# begin FOLDER: a witness that trusts the log; its site does not answer, which it says.
begin() {
  must 20 "$bin/radslag-witness" init --name witness.example --data "$1"
  must 20 "$bin/radslag-witness" trust town "$work/town.vkey" --url http://127.0.0.1:1 --data "$1"
}

# start FOLDER: runs it, under what `traced` set; $pid, $url. Fails where it ends before it answers.
start() {
  local turn port
  rm -f "$work/witness.log"  # else the port of the one before could be read
  # One worker: strace counts calls by thread.
  "${trace[@]}" "$bin/radslag-witness" serve --data "$1" --port 0 --workers 1 --set town.read_seconds=86400 >"$work/witness.log" 2>&1 &
  pid=$!
  pids+=("$pid")
  for ((turn = 0; turn < 1500; ++turn)); do
    port=$(sed -n 's/.*running at http:\/\/localhost:\([0-9]*\).*/\1/p' "$work/witness.log" 2>/dev/null)
    if [[ $port ]]; then
      url=http://127.0.0.1:$port
      return 0
    fi
    kill -0 "$pid" 2>/dev/null || return 1
    sleep 0.02
  done
  return 1
}
halt() {
  kill -TERM "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
}

# post BODY-FILE: the status; the answer is in $work/answer.
post() { curl -s -m 20 -o "$work/answer" -w '%{http_code}' -H 'Content-Type: text/plain' --data-binary @"$1" "$url/add-checkpoint"; }
# ask OLD SIZE / fork COMMON OLD SIZE: the status.
ask() { "$cli" request "$1" "$2" >"$work/body" && post "$work/body"; }
fork() { "$cli" fork "$1" "$2" "$3" >"$work/body" && post "$work/body"; }
# has: the size that it has cosigned of the true history; empty where it has none, "?" where it has another.
has() {
  curl -s -m 20 -o "$work/kept" -w '%{http_code}' "$url/$hex/checkpoint" >"$work/code"
  case $(<"$work/code") in
    200) "$cli" size <"$work/kept" || echo '?' ;;
    404) ;;
    *) echo '?' ;;
  esac
}
same() { if [[ $2 == "$3" ]]; then ok "$1"; else not_ok "$1" "$2 instead of $3; $(head -c 300 "$work/answer" 2>/dev/null)"; fi; }

trace=()
begin "$work/one"
start "$work/one" || { not_ok 'it starts' "$(tail -n 3 "$work/witness.log")"; exit 1; }
same 'a first checkpoint is cosigned' "$(ask 0 10)" 200
same 'it is there to be read' "$(has)" 10
same 'one that continues it' "$(ask 10 300)" 200
same 'an older one' "$(ask 10 200)" 409
same 'its size is told' "$(<"$work/answer")" 300
same 'a second history' "$(fork 250 300 400)" 422
same 'a second history of the same size' "$(fork 250 300 300)" 422
same 'a second history from its fork on' "$(fork 250 250 400)" 409
same 'it stays on the first' "$(has)" 300
if compgen -G "$work/one/evidence/$hex-300-*" >/dev/null; then ok 'the second history is kept as evidence'; else not_ok 'the second history is kept as evidence' "$(ls "$work/one/evidence")"; fi
page=$(curl -s -m 20 -H 'Accept-Language: sv' "$url/")
if [[ $page == *'två olika historier'* && $page == *town.example* ]]; then ok 'its page says so'; else not_ok 'its page says so' "${page:0:300}"; fi
head -c 100000 /dev/zero | tr '\0' 'A' >"$work/body"
same 'a huge body' "$(post "$work/body")" 413
: >"$work/body"
same 'no body' "$(post "$work/body")" 400
# A body that drips in: it is given up, and others are answered meanwhile.
{ printf 'POST /add-checkpoint HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nold 3'; sleep 3; } | timeout 20 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0"; cat >&3' "${url##*:}" &
slow=$!
same 'others are answered while a body drips in' "$(ask 300 310)" 200
wait "$slow"
if (exec timeout 20 "$bin/radslag-witness" serve --data "$work/one" --port 0) >"$work/out" 2>&1; then code=0; else code=$?; fi
same 'a second process in its folder' "$code" 75
kill -9 "$pid"
wait "$pid" 2>/dev/null
start "$work/one"
same 'after kill -9 it has what it signed' "$(has)" 310
halt

need_injection 'killed and failed at each write'
# Three requests; at each of their writes it is killed, or the write fails. What was answered must be there afterwards, and nothing that
# contradicts it.
sizes=(10 300 310)
drive() {
  local last=0 size
  signed=0
  for size in "${sizes[@]}"; do
    if [[ $(ask "$last" "$size") != 200 ]]; then return; fi
    last=$size signed=$size
  done
}
begin "$work/model"
try=$work/try
again() {
  rm -rf "$try"
  cp -a "$work/model" "$try"
}
again
traced -- env
start "$try" || { not_ok 'it starts under strace' "$(tail -n 3 "$work/witness.log")"; exit 1; }
drive
halt
same 'without a fault all is signed' "$signed" 310
points 0 >"$work/points"
fact "$(wc -l <"$work/points") faults at $(sort -u -k1,1 "$work/points" | wc -l) kinds of system call"
lost=() tried=0
while read -r call number kind; do
  inject=("$call" "$number" "$kind")
  again
  signed=0
  traced -- env
  if start "$try"; then drive; fi
  kill -9 "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  inject=() trace=()
  tried=$((tried + 1))
  if ! start "$try"; then
    lost+=("$call $number $kind: it does not start again: $(tail -n 1 "$work/witness.log")")
    continue
  fi
  kept=$(has)
  if [[ $kept == '?' ]] || ((${kept:-0} < signed)); then
    lost+=("$call $number $kind: $signed was answered, \"$kept\" is there")
    halt
    continue
  fi
  if ((${kept:-0} > 0)) && [[ $(fork 5 "$kept" 400) != 422 ]]; then lost+=("$call $number $kind: a second history is taken"); fi
  if [[ $(ask "${kept:-0}" 320) != 200 ]]; then lost+=("$call $number $kind: it does not go on from ${kept:-0}"); fi
  halt
done <"$work/points"
if ((tried == 0)); then not_ok 'killed and failed at each write' 'there was none'; elif ((${#lost[@]})); then
  not_ok "killed and failed at each of $tried writes" "$(printf '%s; ' "${lost[@]}" | head -c 1500)"
else
  ok "killed and failed at each of $tried writes: what was signed is there, and no second history"
fi
exit "$bad"
