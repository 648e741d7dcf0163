#!/usr/bin/env bash
# The program `radslag` as a person meets it on a command line. RADSLAG_BIN=path names it (default: the release build's).
# Prints "ok - name", "not ok - name" and "skipped - name: why"; ends with 1 if anything failed.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
radslag=$(realpath "${RADSLAG_BIN:-$root/build/release/bin/radslag}")
if [[ ! -x $radslag ]]; then
  echo "not ok - the program: $radslag has not been built"
  exit 1
fi
unset "${!RADSLAG_@}" 2>/dev/null
work=$(mktemp -d)
servers=() bad=0
trap 'for pid in "${servers[@]}"; do kill "$pid" 2>/dev/null; done; wait; rm -rf "$work"' EXIT
cd "$work" || exit 1

ok() { echo "ok - $1"; }
not_ok() {
  echo "not ok - $1: $2"
  bad=1
}

# run CODE ARGUMENT...: runs the program; its output is in $out, its exit code must be CODE.
run() {
  local expected=$1 code=0
  shift
  timeout 60 "$radslag" "$@" >out 2>err </dev/null || code=$?
  out=$(cat out err)
  if ((code != expected)); then
    out="exit code $code instead of $expected; $out"
    return 1
  fi
}

# says NAME TEXT...: the last run ended as it should, and its output has each TEXT.
says() {
  local name=$1 code=$? text
  shift
  if ((code != 0)); then not_ok "$name" "$out"; return; fi
  for text in "$@"; do
    if [[ $out != *"$text"* ]]; then not_ok "$name" "nothing like \"$text\" in: $out"; return; fi
  done
  ok "$name"
}

# start LOG ARGUMENT...: a server on a port of the system's choice; sets $pid, and $url once it answers.
start() {
  local log=$1 tries
  shift
  : >"$log.err"
  "$radslag" serve --port 0 "$@" >"$log" 2>"$log.err" </dev/null &
  pid=$! url=
  servers+=("$pid")
  for ((tries = 0; tries < 600; ++tries)); do
    url=$(sed -nE 's/^Rådslag is running at (.*)$/\1/p' "$log.err")
    if [[ $url ]]; then return; fi
    if ! kill -0 "$pid" 2>/dev/null; then return 1; fi
    sleep 0.1
  done
  return 1
}

# stop SIGNAL: sets $code to how the server ended.
stop() {
  kill -s "$1" "$pid"
  code=0
  wait "$pid" || code=$?
}

# status PATH: the status of the server's answer.
status() {
  local answer
  exec 7<>"/dev/tcp/127.0.0.1/${url##*:}" || return
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$1" >&7
  read -r -t 10 _ answer _ <&7
  exec 7>&-
  echo "$answer"
}

officer_1=$(printf '1%.0s' {1..64}) officer_2=$(printf '2%.0s' {1..64})
two_officers=(--officer "$officer_1;keeper,officer;Anna Lind" --officer "$officer_2;board,keeper;Omar Said")
a_town=(--origin radslag.example.se --name Exempelstad)

# --- texts ---
run 0 --help; says 'help shows commands and examples' serve init check-config export Examples
for command in serve init check-config export erase; do
  run 0 "$command" --help; says "help of $command has examples" Examples "radslag $command"
done
run 0 --version; says 'version names ours and the libraries' 'radslag 0.' SQLite OpenSSL libsodium Boost ICU 'compiled by'
run 64; says 'no command is a usage error' '--help'
run 64 srve; says 'an unknown command gets a suggestion' 'Did you mean serve?'
run 64 serve --prot 1; says 'an unknown flag is a usage error' '--help shows examples'

# --- settings ---
run 0 check-config --data d; says 'check-config shows values and where they come from' 'dir = d' 'from --data' 'port = 8080' 'from default'
RADSLAG_SERVER_PORT=81 run 0 check-config; says 'the environment is above the default' 'port = 81' 'from RADSLAG_SERVER_PORT'
RADSLAG_SERVER_PORT=81 run 0 check-config --port 82; says 'a flag is above the environment' 'port = 82' 'from --port'
mkdir conf && printf '[server]\nport = 83\n' >conf/radslag.conf
run 0 check-config --data conf; says 'the file in the data folder is above the default' 'port = 83' 'conf/radslag.conf:2'
run 0 check-config --json; says 'check-config as JSON' '"name":"server.port","value":"8080","source":"default"'
printf '[server]\nprot = 83\n' >bad.conf
run 78 check-config --config bad.conf; says 'an unknown key is refused with a suggestion' 'bad.conf:2:' 'Did you mean server.port?'
run 78 serve --config bad.conf; says 'also before serving' 'bad.conf:2:' 'Did you mean server.port?'
printf '[server]\nport = many\n' >bad.conf
run 78 check-config --config bad.conf; says 'a value of the wrong kind is refused' 'bad.conf:2: server.port takes a whole number'
run 64 check-config --set server.port; says '--set needs a value' 'SECTION.KEY=VALUE'
run 64 serve --port many; says 'a wrong flag value is a usage error' '--port: server.port takes a whole number'

# --- init ---
run 64 init --data town "${a_town[@]}" --officer "$officer_1;keeper;Anna"; says 'init wants two keepers' 'at least two officers'
run 64 init --data town "${a_town[@]}" --officer "$officer_1;king;Anna"; says 'init names the roles there are' '"king" is not a role' election-board
run 64 init --data town --origin https://x.se --name X "${two_officers[@]}"; says 'init wants a host' 'without https://'
if [[ -e town ]]; then not_ok 'a refused init makes nothing' 'the folder is there'; else ok 'a refused init makes nothing'; fi
run 0 init --data town "${a_town[@]}" "${two_officers[@]}"; says 'init begins a town and shows its key' 'radslag.example.se/log/town+' 'safe copy'
modes=$(stat -c %a town town/keys town/keys/town.key | xargs)
if [[ $modes == '700 700 600' ]]; then ok 'folder and keys are for their owner alone'; else not_ok 'folder and keys are for their owner alone' "$modes"; fi
run 73 init --data town "${a_town[@]}" "${two_officers[@]}"; says 'a second init is refused' 'There is a town in town already'
mkdir other && touch other/diary
run 78 init --data other "${a_town[@]}" "${two_officers[@]}"; says 'a folder with other things is left alone' 'holds other things'
cp -r town lost && rm lost/record.sqlite*
run 78 serve --data lost --port 0; says 'keys without a record are not taken for a new beginning' 'no record' 'Put the record back'
run 78 serve --demo --data town --port 0; says 'a real record is not served as a demonstration' 'a real one'

# --- serve ---
if start town.log --data town; then
  ok 'serve starts on a real record'
  answer=$(status /readyz)
  if [[ $answer == 200 ]]; then ok 'it answers'; else not_ok 'it answers' "$answer, $(tail -n 3 town.log)"; fi
  run 75 serve --data town --port 0; says 'a second server on the same data is refused' 'another radslag' "$pid"
  port=${url##*:}
  run 69 serve --data town2 --port "$port"; says 'a taken port says what to do' "port $port is taken" "--port $((port + 1))"
  run 75 erase --data town; says 'nothing is erased while the server runs' 'Stop that one first'
  run 0 export --data town --out record.tar; says 'export while the server runs' 'radslag-verify record.tar'
  if [[ $'\n'$(tar -tf record.tar)$'\n' == *$'\n'town/checkpoint$'\n'* && ! -e record.tar.part ]]; then ok 'the archive is whole'; else not_ok 'the archive is whole' "$(ls)"; fi
  run 73 export --data town --out record.tar; says 'an archive that is there is not overwritten' 'there already' '--replace'
  run 0 export --data town --out record.tar --replace; says 'unless asked for'
  if "$radslag" export --data town --out - 2>err | cmp -s - record.tar; then ok 'to standard output, the same bytes'; else not_ok 'to standard output, the same bytes' "$(cat err)"; fi
  mkfifo pipe
  run 73 export --data town --out pipe --replace; says 'only a file is written over' 'pipe is not a file'
  run 73 export --data town --out absent/record.tar; says 'a place that cannot be written is named' 'absent/record.tar cannot be written'
  # Files may not grow past 1 KiB: what a full disk looks like to a program.
  code=0
  (trap '' XFSZ; ulimit -f 1; exec "$radslag" export --data town --out small.tar >err 2>&1 </dev/null) || code=$?
  if ((code == 73)) && [[ ! -e small.tar && ! -e small.tar.part && $(<err) == *'small.tar cannot be written'* ]]; then
    ok 'an export without room leaves nothing behind'
  else
    not_ok 'an export without room leaves nothing behind' "code $code, $(cat err)"
  fi
  stop TERM
  if ((code == 0)) && grep -q '"event":"stopped"' town.log; then ok 'SIGTERM stops with 0'; else not_ok 'SIGTERM stops with 0' "code $code, $(tail -n 2 town.log)"; fi
  run 0 erase --data town; says 'where no decision withholds anything, nothing is erased' 'there is nothing to erase'
  modes=$(stat -c %a town/record.sqlite town/counter.sqlite town/staff.sqlite | xargs)
  if [[ $modes == '600 600 600' ]]; then ok "record, desk and staff's accounts are their owner's alone"; else not_ok "record, desk and staff's accounts are their owner's alone" "$modes"; fi
  if python3 -c 'import json,sys; [json.loads(line) for line in open(sys.argv[1])]' town.log 2>/dev/null; then ok 'the log is JSON lines'; else not_ok 'the log is JSON lines' "$(head -n 3 town.log)"; fi
  if grep -q '"store":"SQLite' town.log; then ok "the log names the store's protection"; else not_ok "the log names the store's protection" "$(head -n 1 town.log)"; fi
else
  not_ok 'serve starts on a real record' "$(cat town.log.err)"
fi
if start town.log --data town; then
  stop INT
  if ((code == 0)); then ok 'SIGINT stops with 0, and the data is taken up again'; else not_ok 'SIGINT stops with 0, and the data is taken up again' "code $code"; fi
else
  not_ok 'SIGINT stops with 0, and the data is taken up again' "$(cat town.log.err)"
fi

if start empty.log --data empty; then
  out=$(cat empty.log.err) && says 'an empty folder becomes an empty, real town' 'a real record' 'empty/officers'
  if [[ $(stat -c %a empty/officers/*.key | xargs) == '600 600' ]]; then ok 'with two officers'"'"' keys'; else not_ok 'with two officers'"'"' keys' "$(ls -l empty)"; fi
  stop TERM
else
  not_ok 'an empty folder becomes an empty, real town' "$(cat empty.log.err)"
fi

if start demo.log --demo --data demo; then
  out=$(cat demo.log.err) && says 'the example municipality' 'a demonstration' voting-codes.txt radslag-verify Ctrl-C
  stop TERM
  size=$(stat -c %s demo/record.sqlite)
  if start demo.log --data demo; then
    out=$(cat demo.log.err) && says 'without --demo it is served with a word about what it is' 'begun as a demonstration'
    stop TERM
  else
    not_ok 'without --demo it is served with a word about what it is' "$(cat demo.log.err)"
  fi
  if [[ $(stat -c %s demo/record.sqlite) == "$size" ]]; then ok 'the second start keeps the data'; else not_ok 'the second start keeps the data' 'its size changed'; fi
else
  not_ok 'the example municipality' "$(cat demo.log.err)"
fi

# --- data that cannot be used ---
# set_bytes FILE OFFSET BYTES
set_bytes() { printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }
cp -r town newer && set_bytes newer/record.sqlite 60 '\0\0\0\143'  # the header's user_version
run 78 serve --data newer --port 0; says 'data of a newer version says so' 'newer version'
run 78 export --data newer --out newer.tar; says 'also to export' 'newer version'
cp -r town foreign && echo 'not a database, but long enough to be taken for one?' >foreign/record.sqlite
run 78 serve --data foreign --port 0; says 'a file of another kind is no record' 'not a Rådslag record'
cp -r town open && chmod 644 open/keys/town.key
run 78 serve --data open --port 0; says 'a key that others can read is refused' 'chmod 600'
cp -r town strange && cp empty/keys/town.key strange/keys/town.key
run 78 serve --data strange --port 0; says "another key in the place of the town's is refused" "is not the key that"
run 78 export --data nowhere --out x.tar; says 'no record to export' 'no record at nowhere'
if [[ -e x.tar || -e x.tar.part ]]; then not_ok 'and nothing is left behind' "$(ls)"; else ok 'and nothing is left behind'; fi

cp -r town desk && set_bytes desk/counter.sqlite 60 '\0\0\0\143'
run 78 serve --data desk --port 0; says 'a desk of a newer version says so' 'newer version'
cp -r town accounts && echo 'not a database, but long enough to be taken for one?' >accounts/staff.sqlite
run 78 serve --data accounts --port 0; says 'a file of another kind holds no accounts' 'staff.sqlite'
run 64 serve --data town --port 0 --set mail.transport=pigeon; says 'the ways of mail are named' 'smtp, folder'
run 78 serve --data town --port 0 --set mail.transport=smtp; says 'a mail server has a name' "mail server's name"
run 64 serve --data town --port 0 --registrar-url nowhere; says "a registrar's site is an address" 'site.registrar_url takes an address'
run 78 serve --demo --data half --port 0 --attested none.json; says "the registrar's half of the example is made first" 'radslag-registrar example writes it'

# --- staff ---
# link: the one-time link in the last run's output.
link() { sed -nE 's|^  (http[^ ]*/staff/invitation/[0-9a-f]{64})$|\1|p' <<<"$out"; }
run 0 staff --help; says 'help of staff has examples' invite list reinvite end 'radslag staff invite'
run 0 staff invite --help; says 'help of staff invite has examples' ROLE:BOARD 'radslag staff invite'
run 64 staff; says 'staff wants to know what' '--help'
run 78 staff list --data nowhere; says 'no staff where there is no record' 'no record in nowhere'
if [[ -e nowhere ]]; then not_ok 'and none is made there' 'the folder is there'; else ok 'and none is made there'; fi
run 64 staff invite 'Eva Berg' eva@by.example --data town; says 'an account has a role' '--role'
run 64 staff invite --role mayor:kultur 'Eva Berg' eva@by.example --data town; says 'the roles are named' '"mayor:kultur"' 'election-board' 'operator'
run 64 staff invite 'Eva Berg' eva --role officer:kultur --data town; says 'an address is looked at' 'not a mail address'
run 0 staff invite 'Eva Berg' Eva@by.example --role officer:kultur --role secretary:kultur --base-url https://radslag.example.se --data town
says 'an invitation is a link for one use' 'Eva Berg' 'works once' 'https://radslag.example.se/staff/invitation/'
first=$(link)
if [[ $first ]]; then ok 'on a line of its own'; else not_ok 'on a line of its own' "$out"; fi
run 65 staff invite Eva eva@by.example --role officer:kultur --data town; says 'an address has one account' reinvite
run 0 staff invite 'Omar Said' omar@by.example --role 'operator:*' --data town; says 'an operator for every board' 'http://localhost:8080/staff/invitation/'
run 0 staff list --data town; says 'list shows accounts' 'eva@by.example' 'Eva Berg' 'officer:kultur secretary:kultur' 'operator:*' invited
run 0 staff reinvite EVA@by.example --data town; says 'recovery gives another link' 'have ended' 'works once'
second=$(link)
if [[ $second && ${second##*/} != "${first##*/}" ]]; then ok 'not the same again'; else not_ok 'not the same again' "$first $second"; fi
run 0 staff roles eva@by.example --role board-member:kultur --data town; says 'roles are replaced' 'Eva Berg: board-member:kultur.'
run 65 staff end nobody@by.example --data town; says 'an unknown address' 'no account with the address nobody@by.example'
run 0 staff end eva@by.example --data town; says 'an account ends' 'has ended'
run 0 staff list --data town
if [[ $out != *'Eva Berg'* && $out == *'Omar Said'* ]]; then ok 'and is listed no more'; else not_ok 'and is listed no more' "$out"; fi
run 0 staff list --all --data town; says 'unless asked for' 'Eva Berg' ended
modes=$(stat -c %a town/staff.sqlite town/keys/staff.secret | xargs)
if [[ $modes == '600 600' ]]; then ok 'both files are their owner'"'"'s alone'; else not_ok 'both files are their owner'"'"'s alone' "$modes"; fi
if grep -q "${second##*/}" town/staff.sqlite; then not_ok 'the file has no link' 'it has'; else ok 'the file has no link'; fi
if start town.log --data town; then
  ok "the staff's key beside the logs' keys is no log's key"
  stop TERM
else
  not_ok "the staff's key beside the logs' keys is no log's key" "$(cat town.log.err)"
fi
mv town/keys/staff.secret away
run 78 staff list --data town; says 'accounts without their key are not opened' 'staff.secret is missing'
mv away town/keys/staff.secret && chmod 644 town/keys/staff.secret
run 78 staff list --data town; says "a staff's key that others can read is refused" 'chmod 600'
chmod 600 town/keys/staff.secret && set_bytes town/staff.sqlite 60 '\0\0\0\143'
run 78 staff list --data town; says 'accounts of a newer version say so' 'newer version'

# --- counting a file ---
printf '%s\n' META 'key;value' 'budget;100' 'vote_type;approval' 'rule;greedy' PROJECTS 'project_id;cost;name' 'A;60;Bench' 'B;50;Swing' 'C;40;Lamp' \
  VOTES 'voter_id;vote' '1;A,B' '2;A' '3;B,C' '4;C' '5;A' >small.pb
run 0 allocate small.pb; says 'a file is counted as it says' '2 of 3 projects, 100 of 100' 'Bench'
run 0 allocate small.pb --rule mes-cost+add1 --compare greedy --explain; says 'by another rule, compared, explained' 'effective support' 'Only by the second:'
run 0 allocate small.pb --explain; says 'how close it was, and what voters got' 'B Swing (50): does-not-fit; it would have been funded with 2 more supporters who name it alone, or at a cost of at most 40' '0 (0.0 %) have none' '1 funded: 5 voters'
run 0 allocate small.pb --explain --json --compare mes-cost; says 'the same for programs' '"more_votes":2' '"largest_cost":40' '"average_funded":"1.00"' '"only_first":'
run 0 allocate small.pb --rule '{"rule":"phragmen"}' --ties min-cost,id --json; says 'by parameters, for programs' '"winners":[' '"order":"min-cost,id"'
printf '%s\n' C B A >order
run 0 allocate small.pb --ties order --json; says 'with an order that was drawn' '"order":"given"'
run 64 allocate small.pb --rule lottery; says 'an unknown rule is answered with those that there are' 'wieliczka-2023'
run 64 allocate small.pb --rule '{"rule":"greedy","speed":9}'; says 'an unknown parameter is named' '"speed"'
run 64 allocate small.pb --ties cheapest; says 'an unknown tie criterion too' 'min-cost'
run 66 allocate nowhere.pb; says 'a file that is not there' 'no file nowhere.pb'
sed -i 's/^5;A$/5;Z/' small.pb
run 65 allocate small.pb; says 'a wrong line is named' 'line 17'

# --- a disk that fails ---
# Preloaded, it makes the n-th fsync of the write-ahead log fail. A sanitizer wants to be preloaded first and so rules it out.
failing=$(dirname "$radslag")/../tests/libfsync_fail.so
if [[ ! -e $failing ]]; then
  echo 'skipped - a failed fsync ends the process with 74: the failing disk has not been built'
elif nm -D "$radslag" 2>/dev/null | grep -q __asan_init; then
  echo 'skipped - a failed fsync ends the process with 74: not under a sanitizer'
else
  doubts=0 others=
  for ((n = 1; n <= 20; ++n)); do
    code=0
    LD_PRELOAD=$failing FSYNC_FAIL_AT=$n FSYNC_FAIL_SUFFIX=-wal timeout 60 "$radslag" init --data "failing-$n" "${a_town[@]}" "${two_officers[@]}" >out 2>err </dev/null || code=$?
    if ((code == 0)); then break; fi
    if ((code == 74)) && [[ $(tail -n 1 err) == 'radslag: '*'the restart finds out'* ]]; then ((++doubts)); else others+=" $n: $code $(<err)"; fi
  done
  if ((doubts > 0 && n <= 20)) && [[ ! $others ]]; then
    ok 'a failed fsync ends the process with 74 and says what to do'
  else
    not_ok 'a failed fsync ends the process with 74 and says what to do' "$doubts as they should be, others:$others"
  fi
fi
exit "$bad"
