#!/usr/bin/env bash
# The static export, as a plain file server shows it: grown while votes come in, byte for byte what the counter serves, accepted by
# radslag-verify over http and mirrored by it. Then kill -9 and EIO at each system call with which `radslag publish` writes: the next run
# completes it. About 40 of these points, evenly chosen; FAULTS=all: each one.
faults=${FAULTS:-}
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$here/inject.sh"
write_calls+=,syncfs,mkdirat,rmdir
sample=40
if [[ $faults == all ]]; then sample=0; fi

public=$work/public/log before=$work/old/log
publish() { timeout 120 "$bin/radslag" publish --data "$work/town" --quiet "$@"; }
verify() { timeout 120 "$bin/radslag-verify" --quiet --lang en --key "$work/town/keys/town.vkey" "$@"; }
export -f verify
export bin work

# serve_files FOLDER: Python's own file server; sets $files_url.
serve_files() {
  local turn
  python3 -u -m http.server --bind 127.0.0.1 --directory "$1" 0 >"$work/files.log" 2>&1 </dev/null &
  pids+=("$!")
  for ((turn = 0; turn < 100; ++turn)); do
    files_url=$(sed -nE 's/.*\((http:[^)]*[0-9])\/?\).*/\1/p' "$work/files.log" | head -1)
    if [[ $files_url ]]; then return; fi
    sleep 0.1
  done
  not_ok 'a plain file server' "it did not start: $(head -c 300 "$work/files.log")"
  exit 1
}

# like_the_counter FOLDER: sets $differs to the files that the counter does not serve with the same bytes; $compared counts them.
like_the_counter() {
  local path
  differs='' compared=0
  while read -r path; do
    curl -sf --max-time 20 -o "$work/served" "$url/log/$path" && cmp -s "$work/served" "$1/$path" || differs+=" $path"
    compared=$((compared + 1))
  done < <(cd "$1" && find . -type f -printf '%P\n')
}

check_like_the_counter() {
  like_the_counter "$public"
  if [[ ! $differs ]]; then ok "$1: $compared files are byte for byte what the counter serves"; else not_ok "$1" "not as served:$differs"; fi
}

file=$work/own.pb part=$work/part.pb
make_pb "$file" 600
make_pb "$part" 200
begin_town "$work/town"
must_start "$work/town"
begin_round own "$file"
mkdir -p "$work/public"
must 60 "$bin/radslag" publish --data "$work/town" --quiet "$public"
serve_files "$work/public"
expect 'an export is accepted over http from a plain file server' 0 'holds' 60 verify "$files_url"
expect 'and as a folder' 0 'holds' 60 verify "$public"
replay own "$part" >/dev/null || not_ok 'votes' 'the replay failed'
mkdir "$work/old"
cp -a "$public" "$before"
must 60 "$bin/radslag" publish --data "$work/town" --quiet "$public"
check_like_the_counter 'a grown export'
expect 'a grown export is accepted' 0 'holds' 60 verify "$files_url"
expect 'a mirror of it verifies while it is made' 0 'holds' 60 verify --keep "$work/mirror" "$files_url"
expect 'the mirror verifies offline' 0 'holds' 60 verify "$work/mirror"

# While people vote: the export grows every second, and is read and mirrored the whole time.
"$bin/radslag" publish --data "$work/town" --quiet --watch 1 "$public" >"$work/watch.log" 2>&1 </dev/null &
watcher=$!
pids+=("$watcher")
replay own "$file" --connections 2 >/dev/null 2>&1 &
voters=$!
rounds=0 trouble=
while kill -0 "$voters" 2>/dev/null || ((rounds < 3)); do
  for place in "$files_url" "$url"; do
    out=$(verify --keep "$work/mirror-${place##*:}" "$place" 2>&1)
    code=$?
    # 69: it changed under our hands, and radslag-verify says so.
    if ((code != 0 && code != 69)); then trouble+="$place: $code ${out:0:400}"; fi
  done
  rounds=$((rounds + 1))
done
wait "$voters"
if [[ ! $trouble ]]; then ok "read and mirrored $rounds times while votes came in"; else not_ok 'read and mirrored while votes came in' "$trouble"; fi

# Urns are opened and counted under the eyes of readers, too.
office round close own
office round count own
for ((turn = 0; turn < 60; ++turn)); do
  cmp -s <(curl -s "$url/log/town/checkpoint") "$public/town/checkpoint" && break
  sleep 0.5
done
kill -INT "$watcher"
ended "$watcher" 20
if ((code == 130)); then ok '--watch ends with Ctrl-C'; else not_ok '--watch ends with Ctrl-C' "exit code $code; $(cat "$work/watch.log")"; fi
check_like_the_counter 'an export of a counted round'
expect 'an export of a counted round is accepted' 0 'holds' 60 verify "$files_url"
for place in "$files_url" "$url"; do
  mirror=$work/mirror-${place##*:}
  expect "a mirror of $([[ $place == "$url" ]] && echo the counter || echo the file server) catches up" 0 'holds' 60 verify --keep "$mirror" "$place"
  expect 'and verifies offline' 0 'holds' 60 verify "$mirror"
done

# A site that has gone back behind the mirror; an export that is ahead of its record.
serve_files "$work"
expect 'a site that went back behind its mirror is caught' 1 'taken away' 60 verify --keep "$mirror" "$files_url/old"
stop_server
begin_town "$work/other"
expect 'another record is not published into the folder' 65 'entries with root' 60 "$bin/radslag" publish --data "$work/other" --quiet "$public"
expect 'nor into one with other things' 65 'holds no record' 60 "$bin/radslag" publish --data "$work/town" --quiet "$work/own"

if ! command -v strace >/dev/null || ! strace -qq -o "$work/trace" -e trace=write true 2>/dev/null; then
  skipped 'kill -9 and EIO at each write of publish' 'strace is not here or may not trace'
  exit "$bad"
fi

# one_point: publishes onto the export of before the count under $inject, then once more without; sets $problem.
one_point() {
  local code=0
  problem=
  rm -rf "$work/target" && cp -a "$before" "$work/target"
  traced -- "$bin/radslag" publish --data "$work/town" --quiet "$work/target"
  "${trace[@]}" >"$work/publish.log" 2>&1 </dev/null &
  ended "$!" 60 2>/dev/null
  # 74, 78: what SQLite keeps beside a file that it reads could not be written.
  if ((code != 0 && code != 73 && code != 74 && code != 78 && code != 137)); then problem="it ended with $code: $(head -c 300 "$work/publish.log")"; fi
  if ((${#inject[@]})) && ! injected; then return; fi
  # What stands there now is a record, of before or of after.
  cmp -s "$work/target/town/checkpoint" "$before/town/checkpoint" || cmp -s "$work/target/town/checkpoint" "$public/town/checkpoint" ||
    problem+=' its checkpoint is neither the old nor the new'
  publish "$work/target" >"$work/again.log" 2>&1 || problem+=" the next run failed: $(head -c 300 "$work/again.log")"
  out=$(verify "$work/target" 2>&1) || problem+=" it does not verify: ${out:0:400}"
  if find "$work/target" -path '*/.part*' | grep -q .; then problem+=' something was left behind'; fi
}

inject=()
one_point
if [[ $problem ]]; then not_ok 'a run without injection' "$problem"; fi
mapfile -t all < <(points "$sample")
failed=0 done=0
for point in "${all[@]}"; do
  read -ra inject <<<"$point"
  one_point
  done=$((done + 1))
  if [[ $problem ]]; then
    failed=$((failed + 1))
    not_ok "publish under $point" "$problem"
  fi
done
if ((done < 20)); then not_ok 'kill -9 and EIO at each write of publish' "only $done points were found"; fi
if ((failed == 0)); then ok "kill -9 and EIO at $done writes of publish: the next run completes each"; fi
exit "$bad"
