#!/usr/bin/env bash
# What must not be lost when things break: the server killed, a disk that fails or is full, two servers at one record, changed data.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

voters=8000
file=$work/own.pb
acknowledged=$work/own/voting-codes.tsv.acknowledged

# kept NAME [complete]
kept() { expect "$1" 0 'in the record' 60 node "$here/faults.mjs" acknowledged "$url" own "$work/own/voting-codes.tsv" "$file" "$acknowledged" "${@:2}" && fact "$1: $out"; }

lines_in() { if [[ -e $1 ]]; then wc -l <"$1"; else echo 0; fi; }

# replay_until MORE: a replay in the background; returns when MORE further ballots have been acknowledged, or it has ended.
replay_until() {
  local before turn
  before=$(lines_in "$acknowledged")
  replay own "$file" >"$work/replayed" 2>&1 &
  replaying=$!
  pids+=("$replaying")
  for ((turn = 0; turn < 3000; ++turn)); do
    if (($(lines_in "$acknowledged") >= before + $1)) || ! kill -0 "$replaying" 2>/dev/null; then break; fi
    sleep 0.02
  done
}

begin_town "$work/data"
make_pb "$file" "$voters"
must_start "$work/data"
begin_round own "$file"

# A second server at the same record.
first=$pid first_url=$url
if start_server "$work/data"; then not_ok 'a second server on the same data is refused' 'it runs'; else
  ended "$pid" 10
  if ((code == 75)); then ok 'a second server on the same data is refused'; else not_ok 'a second server on the same data is refused' "exit code $code; $(tail -n 2 "$server_log")"; fi
fi
pid=$first url=$first_url

# Killed in the middle of a replay, again and again.
for turn in 1 2 3 4; do
  replay_until $((turn * 300))
  kill -9 "$pid"
  ended "$pid" 10
  ended "$replaying" 60
  if ((code == 75)); then ok "kill -9, $turn: the replay says that not all were acknowledged"; else not_ok "kill -9, $turn: the replay says that not all were acknowledged" "exit code $code; $(tail -n 3 "$work/replayed")"; fi
  must_start "$work/data"
  kept "kill -9, $turn: nothing acknowledged is missing after the restart"
done

# SIGTERM in the middle.
replay_until 700
stop_server
if ((code == 0)); then ok 'SIGTERM under load: a clean end'; else not_ok 'SIGTERM under load: a clean end' "exit code $code; $(tail -n 3 "$server_log")"; fi
ended "$replaying" 60
must_start "$work/data"
kept 'SIGTERM under load: all that was acknowledged is there'
stop_server

# A disk that fails to keep what was written.
if run 60 g++ -std=c++20 -shared -fPIC -O1 -o "$work/fsync_fail.so" tests/support/preload/fsync_fail.cpp -ldl; then
  LD_PRELOAD=$work/fsync_fail.so FSYNC_FAIL_AT=40 FSYNC_FAIL_SUFFIX=-wal must_start "$work/data"
  replay_until 100000
  ended "$pid" 10
  last=$(tail -n 1 "$server_log")
  if ((code == 74)) && [[ $last == 'radslag: a write failed and may or may not be on the disk'* ]]; then ok 'a failing fsync ends the server with 74 and a plain last line'; else not_ok 'a failing fsync ends the server with 74 and a plain last line' "exit code $code; $last"; fi
  ended "$replaying" 60
  must_start "$work/data"
  kept 'a failing fsync: nothing acknowledged is missing after the restart'
  stop_server
else
  skipped 'a failing fsync' "the preloaded library could not be compiled: $out"
fi

# The replay goes on from there to its end.
must_start "$work/data"
code=0
replay own "$file" >"$work/replayed" 2>&1 || code=$?
if ((code == 0)); then ok 'the replay resumes to its end'; else not_ok 'the replay resumes to its end' "exit code $code; $(tail -n 3 "$work/replayed")"; fi
kept 'the replay is complete, and no ballot stands twice' complete
code=0
replay own "$file" >"$work/replayed" 2>&1 || code=$?
if ((code == 0)) && [[ $(tail -n 1 "$work/replayed") == '0 ballots acknowledged'* ]]; then ok 'a replay that is complete casts nothing'; else not_ok 'a replay that is complete casts nothing' "exit code $code; $(tail -n 3 "$work/replayed")"; fi
mv "$acknowledged" "$acknowledged.kept"
replay own "$file" >"$work/replayed" 2>&1
kept 'a replay whose notes are lost gets the same receipts and adds nothing' complete
expect 'one ballot posted twice has one receipt' 0 '' 30 node "$here/faults.mjs" twice "$url" own "$work/own/voting-codes.tsv"
expect 'after all that the record holds' 0 'sealed until closing' 60 "$bin/radslag-verify" --quiet --key "$work/data/keys/town.vkey" "$url"
stop_server

# A disk without room.
mkdir "$work/small"
if run 10 mount -t tmpfs -o size=24m tmpfs "$work/small"; then
  mounts+=("$work/small")
  begin_town "$work/small/data"
  make_pb "$work/few.pb" 200
  must_start "$work/small/data"
  begin_round few "$work/few.pb"
  expect 'a disk with room: a ballot is taken' 0 '201' 30 node "$here/faults.mjs" cast "$url" few "$work/few/voting-codes.tsv" 1 201
  dd if=/dev/zero of="$work/small/filler" bs=64k status=none 2>/dev/null
  for ((voter = 2; voter < 150; ++voter)); do # until what the file already had in reserve is used up
    run 30 node "$here/faults.mjs" cast "$url" few "$work/few/voting-codes.tsv" "$voter" 201 || break
  done
  expect 'a full disk: casting is answered 503' 0 '503' 30 node "$here/faults.mjs" cast "$url" few "$work/few/voting-codes.tsv" 151 503 && fact "$out"
  for path in / /rounds/few /rounds/few/vote /record /log/town/checkpoint /healthz; do
    expect "a full disk: $path is still read" 0 200 30 curl -sS --max-time 20 -o /dev/null -w '%{http_code}' "$url$path"
  done
  expect 'a full disk: /readyz says so' 0 503 30 curl -sS --max-time 20 -w '%{http_code}' "$url/readyz"
  expect 'a full disk: an export elsewhere works' 0 '' 60 "$bin/radslag" export --data "$work/small/data" --out "$work/full.tar" --quiet
  rm "$work/small/filler"
  expect 'room again: casting works' 0 '201' 30 node "$here/faults.mjs" cast "$url" few "$work/few/voting-codes.tsv" 151 201
  expect 'room again: /readyz says so' 0 200 30 curl -sS --max-time 20 -w '%{http_code}' "$url/readyz"
  stop_server
  must_start "$work/small/data"
  expect 'room again: the record holds after a restart' 0 'sealed until closing' 60 "$bin/radslag-verify" --quiet "$url"
  stop_server
  # At the start there is none either.
  dd if=/dev/zero of="$work/small/filler" bs=64k status=none 2>/dev/null
  dd if=/dev/zero of="$work/small/filler2" bs=1 count=65536 status=none 2>/dev/null
  if start_server "$work/small/data"; then
    expect 'a full disk at the start: reading works' 0 200 30 curl -sS --max-time 20 -o /dev/null -w '%{http_code}' "$url/rounds/few"
    stop_server
  else
    ended "$pid" 10
    if ((code == 73)) && grep -q 'full' "$server_log"; then ok 'a full disk at the start is said'; else not_ok 'a full disk at the start is said' "exit code $code; $(tail -n 2 "$server_log")"; fi
  fi
else
  skipped 'a full disk' "a small file system cannot be mounted here: $out"
fi

# Data that somebody changed while the server was down.
# changed NAME TEXT: the server does not start on $work/changed, and says TEXT of where it is wrong.
changed() {
  if start_server "$work/changed"; then
    not_ok "$1: the server refuses to start" 'it runs'
    stop_server
  else
    ended "$pid" 30
    if ((code == 65 || code == 78)) && grep -q "$2" "$server_log"; then ok "$1: the server refuses to start"; else not_ok "$1: the server refuses to start" "exit code $code; $(tail -n 2 "$server_log")"; fi
    fact "$1: $(tail -n 1 "$server_log")"
  fi
  rm -rf "$work/changed"
}
digest=$(sqlite3 "$work/data/record.sqlite" "SELECT substr(CAST(body AS TEXT), instr(CAST(body AS TEXT), 'ballot ') + 7, 64) FROM entry WHERE idx = 700" 2>/dev/null)
if [[ ! $digest ]]; then
  skipped 'an entry changed with sqlite3' 'Debian package sqlite3 is not here'
else
  drop="DROP TRIGGER entry_no_update; DROP TRIGGER blob_no_update; DROP TRIGGER entry_no_delete; DROP TRIGGER head_no_update;"
  cp -a "$work/data" "$work/changed"
  must 20 node "$here/faults.mjs" edit "$work/changed/record.sqlite" "ballot $digest" "ballot ${digest:1}0"
  changed 'an entry changed with a hex editor' 'entry 700'
  cp -a "$work/data" "$work/changed"
  must 20 sqlite3 "$work/changed/record.sqlite" "$drop UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), '$digest', '${digest:1}0') AS BLOB) WHERE idx = 700;"
  changed 'an entry changed with sqlite3' 'entry 700'
  cp -a "$work/data" "$work/changed"
  must 20 sqlite3 "$work/changed/record.sqlite" "$drop DELETE FROM entry WHERE log = 2 AND idx = (SELECT MAX(idx) FROM entry WHERE log = 2);"
  changed 'the last entry taken away with sqlite3' 'rounds/own'
  cp -a "$work/data" "$work/changed"
  must 20 sqlite3 "$work/changed/record.sqlite" "$drop UPDATE head SET note = replace(note, 'outside.example', 'outside.exampel') WHERE log = 1;"
  changed 'a checkpoint changed with sqlite3' 'log town'
fi

# A bundle with any one byte changed. Its copy of the town's key counts only where the reader has no other: there it is refused too.
begin_town "$work/bundle"
make_pb "$work/few.pb" 60
must_start "$work/bundle"
rm -rf "$work/few"
begin_round few "$work/few.pb"
replay few "$work/few.pb" >/dev/null 2>&1
office round close few
office round count few
office round decide few --board Nämnden --meeting 2026-11-03 --diary '2026/1'
must 30 "$bin/radslag" export --data "$work/bundle" --out "$work/bundle.tar" --quiet
stop_server
verify=("$bin/radslag-verify" --quiet --key "$work/bundle/keys/town.vkey")
expect 'the bundle holds' 0 'holds' 30 "${verify[@]}" "$work/bundle.tar"
cp "$work/bundle.tar" "$work/flipped.tar"
must 20 node "$here/faults.mjs" edit "$work/flipped.tar" outside.example/log/town+ outside.exampel/log/town+ last # the first is in the policy
expect "a bundle whose copy of the town's key was changed is refused to who has no other" 1 '' 30 "$bin/radslag-verify" --quiet "$work/flipped.tar"
accepted=()
for ((turn = 1; turn <= 300; ++turn)); do
  where=$(node "$here/faults.mjs" flip "$work/bundle.tar" "$work/flipped.tar" 2026 "$turn")
  code=0
  run 30 "${verify[@]}" "$work/flipped.tar" || code=$?
  if ((code == 0)) && ! cmp -s <(tar -xOf "$work/flipped.tar" town/vkey) "$work/bundle/keys/town.vkey"; then
    fact "$where: in the bundle's copy of the key; accepted by who gave another"
    code=0
    run 30 "$bin/radslag-verify" --quiet "$work/flipped.tar" || code=$?
  fi
  if ((code == 0)) && ! cmp -s <(tar -xOf "$work/flipped.tar" policy) <(tar -xOf "$work/bundle.tar" policy); then
    fact "$where: in the bundle's copy of the policy, which proves nothing by itself"
    continue
  fi
  if ((code != 1 && code != 65)); then accepted+=("$where (exit code $code)"); fi
done
if ((${#accepted[@]} == 0)); then ok 'each of 300 bundles with one byte changed is refused'; else not_ok 'each of 300 bundles with one byte changed is refused' "${#accepted[@]} were not: ${accepted[*]:0:8}"; fi
exit "$bad"
