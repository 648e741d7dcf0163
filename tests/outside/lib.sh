# What the scripts beside this file share: a folder of their own, servers on ports of the system's choice, acts of office, and how a
# test says its outcome. Every wait has an end, and every process that was started here is stopped at the end of the script.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root" || exit 1
bin=$(realpath -m "${RADSLAG_BIN_DIR:-build/release/bin}")
shared=$(realpath -m "${RADSLAG_SHARED:-../shared}")
unset "${!RADSLAG_@}" 2>/dev/null # the programs read their settings from these
work=$(mktemp -d)
pids=() mounts=() bad=0

finish() {
  local pid folder
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null; done
  wait 2>/dev/null
  for folder in "${mounts[@]}"; do umount -l "$folder" 2>/dev/null; done
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 143' TERM INT

ok() { echo "ok - $1"; }
not_ok() {
  echo "not ok - $1: $2"
  bad=1
}
skipped() { echo "skipped - $1: $2"; }
fact() { echo "# $*"; }

for program in radslag radslag-verify radslag-trustee; do
  if [[ ! -x $bin/$program ]]; then
    not_ok 'the programs' "$bin/$program has not been built"
    exit 1
  fi
done

# run SECONDS COMMAND...: the command (or an exported function) within that time; its output is in $out, its exit code is the result.
run() {
  local code=0 limit=$1
  shift
  if [[ $(type -t "$1") == function ]]; then set -- bash -c '"$@"' bash "$@"; fi
  timeout --kill-after=5 "$limit" "$@" >"$work/out" 2>&1 </dev/null || code=$?
  out=$(tr -d '\0' <"$work/out")
  return "$code"
}

# expect NAME CODE TEXT SECONDS COMMAND...: a test: the command ends with that code and says that text.
expect() {
  local name=$1 wanted=$2 text=$3 code=0
  shift 3
  run "$@" || code=$?
  if ((code != wanted)); then
    not_ok "$name" "exit code $code instead of $wanted; ${out:0:600}"
  elif [[ $out != *"$text"* ]]; then
    not_ok "$name" "nothing like \"$text\" in: ${out:0:600}"
  else
    ok "$name"
    return 0
  fi
  return 1
}

# must SECONDS COMMAND...: what the tests that follow rest on; without it the script ends.
must() {
  local code=0
  run "$@" || code=$?
  if ((code == 0)); then return; fi
  shift
  not_ok "${0##*/} can begin" "exit code $code of $*; ${out:0:600}"
  exit 1
}

# need_voting_cli: the two programs that make and judge ballots, $bin/voting_cli and $page_cli.
need_voting_cli() {
  page_cli=$root/frontend/dist/voting/cli.mjs
  must 120 npm run build-voting-cli --silent --prefix "$root/frontend"
  if [[ -x $bin/voting_cli ]]; then return; fi
  not_ok 'the programs' "$bin/voting_cli has not been built"
  exit 1
}

# begin_town FOLDER: an empty demonstration town with two officers of all roles, whose keys are $work/{a,b}.key.
begin_town() {
  local officer officers=()
  for officer in a b; do
    [[ -e $work/$officer.key ]] || must 20 "$bin/radslag-trustee" keygen --no-passphrase --out "$work/$officer.key" --name "Officer $officer"
    officers+=(--officer "$("$bin/radslag-trustee" public "$work/$officer.key");keeper,officer,election-board,board;Officer $officer")
  done
  must 20 "$bin/radslag" init --data "$1" --origin outside.example --name 'Utby' --currency PLN --demo "${officers[@]}"
}

# start_server FOLDER ARGUMENT...: sets $pid, $url, $server_log. False if it did not come up; then $pid has ended.
start_server() {
  local data=$1 turn
  shift
  server_log=$(mktemp "$work/server-XXXXXX")
  "$bin/radslag" serve --data "$data" --port 0 "$@" >/dev/null 2>"$server_log" </dev/null &
  pid=$! url=
  pids+=("$pid")
  for ((turn = 0; turn < 600; ++turn)); do
    url=$(sed -nE 's/^Rådslag is running at (.*)$/\1/p' "$server_log")
    if [[ $url ]]; then return 0; fi
    if ! kill -0 "$pid" 2>/dev/null; then return 1; fi
    sleep 0.1
  done
  return 1
}

must_start() {
  if start_server "$@"; then return; fi
  not_ok "${0##*/} can begin" "the server did not start: $(tail -n 3 "$server_log")"
  exit 1
}

# ended PID SECONDS: waits for a process of ours; its exit code is in $code, 137 if it had to be killed.
ended() {
  local turn
  for ((turn = 0; turn < $2 * 10; ++turn)); do
    if ! kill -0 "$1" 2>/dev/null; then break; fi
    sleep 0.1
  done
  kill -9 "$1" 2>/dev/null
  code=0
  wait "$1" 2>/dev/null || code=$?
}

stop_server() {
  kill -TERM "$pid" 2>/dev/null
  ended "$pid" 30
}

# office COMMAND...: an act of both officers at the running server.
office() { must 300 "$bin/radslag" "$@" --key "$work/a.key" --key "$work/b.key" --url "$url"; }

# begin_round ID FILE.pb: imports and opens a round; its files are in $work/ID. The town needs no dialogue beforehand.
begin_round() {
  if ! curl -fs --max-time 20 -o /dev/null "$url/dialogues/budget.json"; then
    office dialogue budget "$here/dialogue.txt" --status ongoing --begins 2026-01-01 --ends 2026-12-31
  fi
  must 120 "$bin/radslag" import-pb "$2" --out "$work/$1" --currency PLN --test-roll "${@:3}"
  office round begin "$1" --dialogue budget
  office round open "$1" --definition "$work/$1/definition.txt" --codes "$work/$1/voting-codes.tsv"
}

# replay ID FILE.pb [ARGUMENT...]: the words of a replay at the running server.
replay() {
  local id=$1 file=$2
  shift 2
  timeout --kill-after=5 600 "$bin/radslag" replay-pb "$file" --codes "$work/$id/voting-codes.tsv" --round "$id" --url "$url" --quiet "$@" </dev/null
}

# make_pb FILE VOTERS [META-LINE...]: an election of our own invention with eight projects; voter n's choice follows from n.
make_pb() {
  local file=$1 voters=$2
  shift 2
  awk -v voters="$voters" -v meta="$(printf '%s\n' "$@")" 'BEGIN {
    printf "META\nkey;value\ndescription;Our own\nunit;Utby\ninstance;2026\nnum_projects;8\nnum_votes;%d\nbudget;2000\nvote_type;approval\nrule;greedy\nmax_length;5\ncurrency;PLN\n", voters
    if (meta != "") print meta
    print "PROJECTS\nproject_id;cost;name"
    for (p = 1; p <= 8; ++p) printf "P%d;%d;Project %d\n", p, 100 * p, p
    print "VOTES\nvoter_id;vote"
    for (v = 1; v <= voters; ++v) {
      line = ""
      for (p = 1; p <= 8; ++p) if ((v * 7 + p * p) % 3 == 0 && split(line, taken, ",") < 5) line = line (line == "" ? "" : ",") "P" p
      print v ";" line
    }
  }' >"$file"
}
