#!/usr/bin/env bash
# kill -9 and EIO at each system call with which the record and the head store are written: by the append path alone (append_cli; each point),
# by a server from its start to its clean end, and by beginning a town (about 40 points, evenly chosen; FAULTS=all: each one, some ten minutes).
# After each: started again, everything verifies, nothing acknowledged is lost, no two signed heads contradict each other.
faults=${FAULTS:-}
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$here/inject.sh"
need_injection 'kill -9 and EIO at each write of append and head store'
sample_run=15 sample_begin=6
if [[ $faults == all ]]; then sample_run=0 sample_begin=0; fi

# to_its_end COMMAND...: its exit code. The shell that says "Killed" is not this one.
to_its_end() { bash -c 'timeout --kill-after=5 60 "$@"; exit $?' bash "$@" </dev/null; }

# The append path alone: four acts from nothing, then four more on what is there.
alone=$work/alone appended=$work/appended
own_files=("$alone"/record.sqlite "$alone"/record.sqlite-wal "$alone"/record.sqlite-shm "$alone"/heads.sqlite "$alone"/heads.sqlite-wal)
# append: four acts in $alone under $inject; what was acknowledged is added to $appended; $code.
append() {
  traced "${own_files[@]}" -- "$bin/append_cli" write "$alone" 4
  code=0
  to_its_end "${trace[@]}" >>"$appended" 2>"$work/append.log" || code=$?
}
# again: without a fault, four more acts and the check of all that was heard.
again() { run 60 "$bin/append_cli" write "$alone" 4 && sed '/^[0-9]* [A-Za-z0-9+/=]*$/!d' "$work/out" >>"$appended" && run 60 "$bin/append_cli" check "$alone" "$appended"; }

append_alone() {
  local from=$1 name took=0 ended_so=0 before=$bad all
  inject=()
  rm -rf "$alone" && cp -a "$from" "$alone" && cp "$from.heard" "$appended"
  append
  if ((code != 0)) || ! again; then
    not_ok "the append path alone, without a fault" "exit code $code; $(tail -n 1 "$work/append.log") ${out:-}"
    return
  fi
  points "$3" >"$work/points"
  all=$(points 0 | wc -l)
  if ((all < 20)); then not_ok "the append path alone, $2: its writes are seen" "$all"; fi
  while read -r -a inject; do
    name="${inject[2]} at ${inject[0]} ${inject[1]} of ${inject[3]##*/}, the append path, $2"
    rm -rf "$alone" && cp -a "$from" "$alone" && cp "$from.heard" "$appended"
    append
    took=$((took + 1))
    if [[ ${inject[2]} == kill ]]; then
      if ((code != 137)); then not_ok "$name: it is killed" "exit code $code"; fi
    elif ((code != 0 && code != 73 && code != 74 && code != 78)); then
      not_ok "$name: it goes on or ends with a sentence" "exit code $code; $(tail -n 1 "$work/append.log")"
    fi
    if ((code != 0 && code != 137)); then ended_so=$((ended_so + 1)); fi
    inject=()
    again || not_ok "$name: nothing acknowledged is lost" "${out:0:300}"
  done <"$work/points"
  if ((bad == before)); then ok "the append path alone, $2: killed and failed at $took of $all points; nothing acknowledged is lost ($ended_so ended with a sentence)"; fi
}
if [[ -x $bin/append_cli ]]; then
  mkdir "$work/nothing" "$work/some"
  : >"$work/nothing.heard"
  append_alone "$work/nothing" 'from nothing' $sample_run
  run 60 "$bin/append_cli" write "$work/some" 4
  cp "$work/out" "$work/some.heard"
  append_alone "$work/some" 'on a record that is there' 0
else
  not_ok 'the programs' "$bin/append_cli has not been built"
fi

file=$work/own.pb
make_pb "$file" 8
begin_town "$work/base"
must_start "$work/base"
begin_round own "$file"
stop_server
codes=$work/own/voting-codes.tsv

data=$work/data heard=$work/heard
# Which files the record and the head store are; init makes others too, and is watched whole.
watched=("$data"/record.sqlite "$data"/record.sqlite-wal "$data"/record.sqlite-shm "$data"/heads.sqlite "$data"/heads.sqlite-wal)

# serve_traced: a server on $data under $inject; sets $pid and $url; url is empty where it ended before it answered.
serve_traced() {
  local turn
  server_log=$work/server.log
  traced "${watched[@]}" -- "$bin/radslag" serve --data "$data" --port 0
  "${trace[@]}" >/dev/null 2>"$server_log" </dev/null &
  pid=$! url=
  pids+=("$pid")
  for ((turn = 0; turn < 1200; ++turn)); do
    url=$(sed -nE 's/^Rådslag is running at (.*)$/\1/p' "$server_log")
    if [[ $url ]] || ! kill -0 "$pid" 2>/dev/null; then return; fi
    sleep 0.05
  done
}

# a_run: votes and an act at a server under $inject, and its end, by itself or by SIGTERM; $code is how it ended.
a_run() {
  closed=
  rm -rf "$data" "$heard"
  cp -a "$work/base" "$data"
  serve_traced
  if [[ $url ]]; then
    run 60 node "$here/crash.mjs" vote "$url" own "$codes" 1 8 "$heard"
    # Its answer is heard if it ends with 0.
    if run 60 "$bin/radslag" round close own --key "$work/a.key" --key "$work/b.key" --url "$url"; then closed=yes; fi
    kill -TERM "$pid" 2>/dev/null
  fi
  ended "$pid" 60
}

# notes_of FILE...: all signed heads in copies of these databases, as JSON.
notes_of() {
  local database
  rm -rf "$work/copy" && mkdir "$work/copy"
  for database in "$@"; do
    if [[ -e $database ]]; then cp "$database"* "$work/copy/"; fi
  done
  for database in "$work"/copy/*.sqlite; do sqlite3 "$database" "SELECT json_quote(note) FROM head" 2>/dev/null; done | paste -sd, | sed 's/^/[/; s/$/]/'
}

# after NAME: started again without injection, all that was heard is there; sets $problem.
after() {
  local note
  problem=
  notes_of "$data/record.sqlite" "$data/heads.sqlite" >"$work/notes"
  if ! start_server "$data"; then
    problem="the server does not start again: $(tail -n 1 "$server_log")"
    return
  fi
  run 60 "$bin/radslag-verify" --quiet --key "$data/keys/town.vkey" "$url" || problem="radslag-verify: ${out:0:300}"
  run 60 node "$here/crash.mjs" check "$url" own "$heard" "$work/notes" ${closed:+closed} || problem+=" ${out:0:400}"
  stop_server
}

# plain_end: how a program may end when a write failed: as if nothing were, or with a sentence.
plain_end() {
  local last
  last=$(tail -n 1 "$server_log")
  case $code in
    0) return 0 ;;
    65 | 73 | 74 | 75 | 78) [[ $last == 'radslag: '* ]] ;;
    *) return 1 ;;
  esac
}

a_run
if ((code != 0)) || [[ ! $url ]]; then
  not_ok 'a run without a fault' "exit code $code; $(tail -n 3 "$server_log")"
  exit 1
fi
points "$sample_run" >"$work/points"
all=$(points 0 | wc -l)
if ((all < 40)); then not_ok 'the writes of a run are seen' "$all"; fi
fact "the run writes with $(points 0 | awk '$3 == "kill" { print $1 }' | sort | uniq -c | awk '{ printf "%s%s %s", (NR > 1 ? ", " : ""), $1, $2 }')"
after
if [[ $problem ]]; then not_ok 'a run without a fault' "$problem"; else ok "a run without a fault: $(grep -c answer "$heard") votes acknowledged${closed:+, and the closing}"; fi

took=0 refused=0 missed=()
while read -r -a inject; do
  name="${inject[2]} at ${inject[0]} ${inject[1]} of ${inject[3]##*/}"
  a_run
  took=$((took + 1))
  if ! injected || { [[ ${inject[2]} == kill ]] && ((code != 137)); }; then missed+=("$name"); fi
  if [[ ${inject[2]} == kill ]]; then
    if ((code != 137 && code != 0)); then not_ok "$name: the server ends" "exit code $code; $(tail -n 1 "$server_log")"; fi
  elif ! plain_end; then
    not_ok "$name: the server goes on or ends with a sentence" "exit code $code; $(tail -n 2 "$server_log")"
  fi
  if ((code != 0 && code != 137)); then refused=$((refused + 1)); fi
  inject=()
  after
  if [[ $problem ]]; then not_ok "$name: nothing acknowledged is lost" "$problem"; fi
done <"$work/points"
if ((!bad)); then ok "$took of $all points of append and head store: after each the record holds, nothing acknowledged is lost, no two heads contradict each other ($refused ended with a sentence)"; fi
# How many writes there are differs a little from run to run: the last ones may not come.
if ((${#missed[@]})); then fact "${#missed[@]} did not come about: ${missed[*]:0:10}"; fi
if ((${#missed[@]} * 3 > took)); then not_ok 'the faults come about' "${#missed[@]} of $took did not"; fi

# Beginning a town. What is left of a beginning that was cut short is said, or goes on; a town that is there verifies.
officers=()
for officer in a b; do officers+=(--officer "$("$bin/radslag-trustee" public "$work/$officer.key");keeper,officer,election-board,board;Officer $officer"); done
begin=("$bin/radslag" init --data "$data" --origin outside.example --name Utby --currency SEK "${officers[@]}")
began=("$data" "$data-heads")
begin_traced() {
  rm -rf "${began[@]}"
  server_log=$work/server.log code=0
  traced -- "${begin[@]}"
  to_its_end "${trace[@]}" >/dev/null 2>"$server_log" || code=$?
}
inject=()
begin_traced
if ((code != 0)); then not_ok 'a beginning without a fault' "exit code $code; $(tail -n 1 "$server_log")"; fi
points "$sample_begin" "$data" >"$work/points"
all=$(points 0 "$data" | wc -l)
if ((all < 20)); then not_ok 'the writes of a beginning are seen' "$all"; fi
took=0 before=$bad whole=0
while read -r -a inject; do
  name="${inject[2]} at ${inject[0]} ${inject[1]} of ${inject[3]##*/}, a beginning"
  begin_traced
  took=$((took + 1)) inject=()
  if start_server "$data"; then
    run 60 "$bin/radslag-verify" --quiet --key "$data/keys/town.vkey" "$url" || not_ok "$name: the town holds" "${out:0:300}"
    stop_server
    whole=$((whole + 1))
  else
    ended "$pid" 10
    if ((code != 65 && code != 73 && code != 78)) || [[ $(tail -n 1 "$server_log") != 'radslag: '* ]]; then not_ok "$name: what is wrong is said" "exit code $code; $(tail -n 2 "$server_log")"; fi
    rm -rf "${began[@]}"
    run 20 "${begin[@]}" || not_ok "$name: it can be done again in an empty folder" "${out:0:300}"
  fi
done <"$work/points"
if ((bad == before)); then ok "$took of $all points of beginning a town: it is there and holds ($whole), or a start says what to do"; fi
rm -rf "$data-heads"
exit "$bad"
