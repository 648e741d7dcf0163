# Three witnesses beside a town, for scripts that have sourced lib.sh.
if [[ ! -x $bin/radslag-witness ]]; then
  not_ok 'the programs' "$bin/radslag-witness has not been built"
  exit 1
fi
names=(a.example b.example c.example)

# start_witness N: with its folder $work/wN; sets witness_pid[N], witness_url[N].
start_witness() {
  local turn port log=$work/w$1.log
  rm -f "$log"
  "$bin/radslag-witness" serve --data "$work/w$1" --port "${witness_port[$1]:-0}" >"$log" 2>&1 </dev/null &
  witness_pid[$1]=$!
  pids+=("$!")
  for ((turn = 0; turn < 600; ++turn)); do
    port=$(sed -n 's/.*running at http:\/\/localhost:\([0-9]*\).*/\1/p' "$log" 2>/dev/null)
    if [[ $port ]]; then
      witness_port[$1]=$port
      return
    fi
    kill -0 "${witness_pid[$1]}" 2>/dev/null || break
    sleep 0.1
  done
  not_ok "${0##*/} can begin" "witness $1 did not start: $(tail -n 3 "$log")"
  exit 1
}
stop_witness() {
  kill -TERM "${witness_pid[$1]}" 2>/dev/null
  ended "${witness_pid[$1]}" 20
}

# soon NAME COMMAND...: a test: it holds within two minutes.
soon() {
  local name=$1 turn
  shift
  for ((turn = 0; turn < 600; ++turn)); do
    if "$@" >/dev/null 2>&1; then
      ok "$name"
      return
    fi
    sleep 0.2
  done
  not_ok "$name" "not within two minutes; $(tail -n 2 "$server_log"); $(tail -n 2 "$work"/w?.log | tr '\n' ' ')"
}
# covers LOG: the newest head with a quorum is the newest head.
size_of() { curl -fs -m 20 "$url/log/$1/$2" | sed -n 2p; }
covers() {
  local witnessed
  witnessed=$(size_of "$1" witnessed)
  [[ $witnessed && $witnessed == "$(size_of "$1" checkpoint)" ]]
}

# witnessed_town FOLDER [ARGUMENT...]: a town at $work/FOLDER that runs, with three witnesses that run and trust it; nobody is announced yet.
# Sets lines (what to announce), asked (what the counter is told), port.
witness_port=() witness_pid=()
witnessed_town() {
  local n
  begin_town "$1"
  lines=() asked=''
  for n in 0 1 2; do
    must 20 "$bin/radslag-witness" init --name "${names[n]}" --data "$work/w$n"
    must 20 "$bin/radslag-witness" trust town "$1/keys/town.vkey" --url http://127.0.0.1:1 --data "$work/w$n"
    start_witness "$n"
    lines+=(--witness "$("$bin/radslag-witness" key --data "$work/w$n") Somebody number $n")
    asked+="${names[n]}=http://127.0.0.1:${witness_port[n]} "
  done
  # The witnesses learn of rounds from the site, whose port is known only now.
  must_start "$1" --witnesses "$asked"
  port=${url##*:}
  for n in 0 1 2; do
    stop_witness "$n"
    must 20 "$bin/radslag-witness" trust town "$1/keys/town.vkey" --url "http://127.0.0.1:$port" --data "$work/w$n"
    start_witness "$n"
  done
}
