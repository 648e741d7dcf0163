#!/usr/bin/env bash
# Every figure of docs/performance.md, beside what the machine itself can do in the same minutes.
#
#   RADSLAG_BIN_DIR=build/release/bin tests/bench/run.sh [append] [casting] [verify] [start] [publish] [pages] [first-page] [signing] [initiative] [registrar] [voting] [allocation] [tiles] [verify-million]
#
# From the repository root, after `ninja programs benches` of a release build. Without names: all, about ten minutes on two idle cores.
# RADSLAG_SHARED  folder with data/pb/Poland_Warszawa_2026.pb; where it is absent, an invented election of the same shape is used
# BENCH_RUNS      times that each is measured, the median is shown [3]
# BENCH_ENTRIES   entries of the record that is started on [1000000]
# BENCH_LOG       entries of the log that is rebuilt beside Go [1000000]
# BENCH_MILLION   entries that are verified in verify-million [1000000]
# BENCH_SIGNED, BENCH_READY, BENCH_ROLL: see initiatives.sh
set -euo pipefail
. "$(dirname "$0")/lib.sh"
HERE=$(dirname "$0")
RUNS=${BENCH_RUNS:-3}
ENTRIES=${BENCH_ENTRIES:-1000000}
OUTSTANDING=256  # ballots under way at once; the bound has no limit
PARTS=" ${*:-append casting verify start publish pages first-page signing initiative registrar voting allocation tiles verify-million} "

median() { sort -n | awk '{ v[NR] = $1 } END { print NR ? v[int((NR + 1) / 2)] : "none" }'; }
divide() { awk -v a="$1" -v b="$2" -v d="${3:-2}" 'BEGIN { printf "%.*f\n", d, b ? a / b : 0 }'; }
wanted() { [[ $PARTS == *" $1 "* ]]; }
. "$HERE/initiatives.sh"
. "$HERE/secret.sh"
. "$HERE/tiles.sh"
. "$HERE/million.sh"

# seconds COMMAND...: its wall time and its processor time, in seconds; its output goes to $TMP/out.
seconds() {
  local TIMEFORMAT='%R %U %S'
  { time "$@" >"$TMP/out" 2>"$TMP/err"; } 2>&1 | awk '{ print $1, $2 + $3 }'
}

machine() {
  echo "Machine: $(nproc) cores of $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(awk '/MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo); $(date -u +%Y-%m-%d); load $(cut -d' ' -f1-3 /proc/loadavg)"
}

election() {
  PB=$SHARED/data/pb/Poland_Warszawa_2026.pb
  if [ ! -f "$PB" ]; then
    echo "SKIPPED: $PB is absent; an invented election of its shape stands in"
    PB=$TMP/invented.pb
    "$HERE/synthetic_pb.sh" >"$PB"
  fi
  import "$PB"
  VOTERS=$(wc -l <"$TMP/pb/voting-codes.tsv")
  echo "Election: $(basename "$PB" .pb), $VOTERS ballots"
}

# What is not casting: the generator reads the file and signs its ballots first, which a call that finds all cast does alone.
generator_us() { awk -v all="$1" -v ready="$2" -v n="$VOTERS" 'BEGIN { printf "%.1f\n", (all - ready) / n * 1e6 }'; }

casting_once() {
  local name=$1 bound bound_us all ready before after rate server_us
  rm -rf "$TMP/bound" && mkdir "$TMP/bound"
  read -r bound_us bound < <("$BIN/casting_bound" "$TMP/bound" 40000 2 | sed 's/.*processor_us=\([0-9.]*\) durable_per_second=/\1 /')
  open_round "$name"
  before=$(server_seconds)
  all=$(seconds cast "$name" --connections "$OUTSTANDING")
  after=$(server_seconds)
  cp "$TMP/out" "$TMP/cast.out"
  ready=$(seconds cast "$name")
  rate=$(sed -n 's/.*: \([0-9]*\) ballots\/s.*/\1/p' "$TMP/cast.out")
  server_us=$(awk -v a="$after" -v b="$before" -v n="$VOTERS" 'BEGIN { printf "%.1f\n", (a - b) / n * 1e6 }')
  awk -v name="$TMP/c" -v rate="$rate" -v bound="$bound" -v bound_us="$bound_us" -v server="$server_us" \
    -v generator="$(generator_us "${all#* }" "${ready#* }")" 'BEGIN {
      printf "%.2f\n", rate / bound >> (name ".wall")
      printf "%.2f\n", bound_us / (server + generator) >> (name ".cpu")
      print rate >> (name ".rate"); print bound >> (name ".bound"); print bound_us >> (name ".bound_us")
      print server >> (name ".server_us"); print generator >> (name ".generator_us") }'
  sed -n 's/.*p50 \([0-9.]*\) ms.*/\1/p' "$TMP/cast.out" >>"$TMP/c.p50"
  sed -n 's/.*p99 \([0-9.]*\) ms.*/\1/p' "$TMP/cast.out" >>"$TMP/c.p99"
}

casting() {
  local i
  for i in $(seq "$RUNS"); do
    casting_once "cast-$i"
    [ "$i" = 1 ] && awk '/VmHWM/ { printf "%.0f\n", $2 / 1000 }' "/proc/$SERVER/status" >"$TMP/c.rss"
  done
  all() { median <"$TMP/c.$1"; }
  echo "casting: $(all wall) of the bound by the clock, $(all cpu) by processor time (aim 0.50): $(all rate) ballots/s of $(all bound); runs: $(paste -sd' ' "$TMP/c.wall") and $(paste -sd' ' "$TMP/c.cpu")"
  echo "casting: p50 $(all p50) ms, p99 $(all p99) ms (aim < 500) with $OUTSTANDING under way; RSS $(cat "$TMP/c.rss") MB at most (aim < 150)"
  echo "casting: processor time of a ballot: server $(all server_us) us, generator $(all generator_us) us, the bound $(all bound_us) us"
}

# The journal with receipts beside the same checks and commits alone, in one process.
append() {
  local i
  for i in $(seq "$RUNS"); do
    rm -rf "$TMP/append" && mkdir "$TMP/append"
    "$BIN/append_bench" "$TMP/append" 40000 2 >>"$TMP/a.lines"
  done
  each() { sed -n "s/.* $1=\([0-9.]*\).*/\1/p" "$TMP/a.lines"; }
  echo "append: $(each ratio_clock | median) of the bound by the clock, $(each ratio_processor | median) by processor time (aim 0.60): $(each append_per_second | median) of $(each bound_per_second | median) a second, with receipts; runs: $(each ratio_clock | paste -sd' ') and $(each ratio_processor | paste -sd' '); processor time of one: $(each append_us | median) us, the bound $(each bound_us | median) us"
}

# The record that is verified: one round of the election, counted.
make_record() {
  [ -f "$TMP/cast-1.cast" ] || { open_round cast-1; cast cast-1 >/dev/null; }
  round close cast-1
  round count cast-1
  "$BIN/radslag" export --data "$TMP/town" --out "$TMP/record.tar" >"$TMP/export.log" 2>&1
}

# Amounts for checking_bound: signatures, bytes signed, entries, bytes an entry, blobs, bytes a blob.
amounts() {
  local report=$1 counts entries blobs signatures entry_bytes blob_bytes ballot_bytes
  number() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" <<<"$report"; }
  counts=$(tar -tvf "$TMP/record.tar" | awk '/\/tile\/entries\// { e += $3 } /\/blobs\// { b += $3 } /cast-1\/blobs\/001$/ { one = $3 / 256 } END { print e, b, one }')
  read -r entry_bytes blob_bytes ballot_bytes <<<"$counts"
  entries=$(number entries) blobs=$(number blobs)
  signatures=$(($(number checkpointSignatures) + $(number sealSignatures) + $(number ballotSignatures)))
  # A ballot's blob: 4 bytes of length, 32 random ones, what is signed, and 139 for the line of the signature.
  awk -v s="$signatures" -v one="$ballot_bytes" -v e="$entries" -v eb="$entry_bytes" -v b="$blobs" -v bb="$blob_bytes" \
    'BEGIN { printf "%d %d %d %d %d %d\n", s, one - 175, e, eb / e - 2, b, bb / b - 4 }'
}

verify() {
  make_record
  local threads i verifying bound amounts
  "$BIN/radslag-verify" --json --quiet "$TMP/record.tar" >"$TMP/report.json"
  amounts=$(amounts "$(cat "$TMP/report.json")")
  for threads in 1 2; do
    for i in $(seq "$RUNS"); do
      # shellcheck disable=SC2086
      bound=$(seconds "$BIN/checking_bound" "$threads" $amounts)
      verifying=$(seconds "$BIN/radslag-verify" --threads "$threads" --json --quiet "$TMP/record.tar")
      awk -v t="$TMP/v$threads" '{ printf "%.2f\n", $1 / $3 >> (t ".wall"); printf "%.2f\n", $2 / $4 >> (t ".cpu"); print $3 >> (t ".took") }' <<<"$bound $verifying"
    done
    echo "verify: $threads thread(s): $(median <"$TMP/v$threads.wall") of the bound by the clock, $(median <"$TMP/v$threads.cpu") by processor time (aim 0.80); $(median <"$TMP/v$threads.took") s for ${amounts%% *} signatures; runs: $(paste -sd' ' "$TMP/v$threads.wall") and $(paste -sd' ' "$TMP/v$threads.cpu")"
  done
}

# A round with $ENTRIES entries; no server runs afterwards.
many() {
  if [ -e "$TMP/many" ]; then
    stop_server
    return
  fi
  CODES=$TMP/some-codes.tsv
  head -n 20000 "$TMP/pb/voting-codes.tsv" >"$CODES"
  open_round many
  CODES=
  stop_server
  "$BIN/many_ballots" "$TMP/town" many "$ENTRIES"
  touch "$TMP/many"
}

# The static export at once and again with nothing new; then tiles from the counter itself.
publish() {
  local i once again rate empty
  many
  for i in $(seq "$RUNS"); do
    rm -rf "$TMP/public"
    once=$(seconds "$BIN/radslag" publish --data "$TMP/town" --quiet "$TMP/public")
    again=$(seconds "$BIN/radslag" publish --data "$TMP/town" --quiet "$TMP/public")
    echo "${once% *}" >>"$TMP/p.once"
    echo "${again% *}" >>"$TMP/p.again"
  done
  mkdir "$TMP/opened"
  echo "publish: with every ballot opened: $("$BIN/publish_bench" "$TMP/opened" "$ENTRIES") (seconds; aim < 20 at 1,000,000)"
  rm -rf "$TMP/opened"
  echo "publish: $(median <"$TMP/p.once") s for $ENTRIES entries (aim < 20 at 1,000,000), $(find "$TMP/public" -type f | wc -l) files; again with nothing new $(median <"$TMP/p.again") s; runs: $(paste -sd' ' "$TMP/p.once")"
  start_server "$TMP/town"
  command -v wrk >/dev/null || { echo "SKIPPED: tiles over http, wrk is not installed"; return; }
  empty=$(gets /healthz)
  for i in tile/0/000 tile/1/000 tile/entries/000; do
    rate=$(gets "/log/rounds/many/$i")
    echo "tiles: $i: $rate/s from the counter (aim > 5,000 for tiles), $(divide "$rate" "$empty") of what /healthz gives ($empty/s)"
  done
}

start() {
  local i began bound
  many
  for i in $(seq "$RUNS"); do
    bound=$(seconds "$BIN/checking_bound" 1 0 1 "$ENTRIES" 160 0 1)
    began=$(date +%s.%N)
    start_server "$TMP/town"
    awk -v a="$began" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f\n", b - a }' >>"$TMP/s.wall"
    server_seconds >>"$TMP/s.cpu"
    echo "${bound% *}" >>"$TMP/s.bound"
    [ "$i" = "$RUNS" ] || stop_server
  done
  echo "start: $(median <"$TMP/s.wall") s with $ENTRIES entries more (aim < 5 at 1,000,000), of it $(median <"$TMP/s.cpu") s of processor; hashing them alone takes $(median <"$TMP/s.bound") s; runs: $(paste -sd' ' "$TMP/s.wall")"
}

# gets PATH: requests a second with 32 kept connections, from wrk on the same cores.
gets() {
  wrk -t1 -c32 -d5 --latency "$URL$1" >"$TMP/wrk.out"
  grep -q 'Non-2xx' "$TMP/wrk.out" && echo "an answer of $1 was not 2xx" >&2
  awk '/Requests\/sec/ { printf "%d\n", $2 }' "$TMP/wrk.out"
}

pages() {
  command -v wrk >/dev/null || { echo "SKIPPED: pages, wrk is not installed"; return; }
  open_round shown
  local empty project path rate caster voted
  empty=$(gets /healthz)
  project=$(curl -sf "$URL/rounds/shown" | grep -o '/rounds/shown/projects/[^"?]*' | head -1)
  cast shown >"$TMP/shown.out" &
  caster=$!
  while [ ! -s "$TMP/shown.cast" ]; do sleep 0.1; done
  for path in /rounds/shown.json /rounds/shown "$project"; do
    rate=$(gets "$path")
    voted=$(kill -0 "$caster" 2>/dev/null && echo "while votes came in" || echo "VOTING HAD ENDED")
    echo "pages: $path: $rate/s $voted (aim > 3,000), $(divide "$rate" "$empty") of what /healthz gives without votes ($empty/s); 99 % within $(awk '/99%/ { print $2 }' "$TMP/wrk.out")"
  done
  wait "$caster"
  echo "pages: votes meanwhile: $(sed 's/.* in //' "$TMP/shown.out")"
}

# bytes URL: of the answer's body as sent, compressed if the server does so.
bytes() { curl -sf -H 'Accept-Encoding: gzip, br' -o /dev/null -w '%{size_download}' "$1"; }

first_page_of() {
  local page=$1 html styles scripts fonts name
  html=$(bytes "$URL$page")
  sum() { local all=0 n; for name in $1; do n=$(bytes "$URL$name"); all=$((all + n)); done; echo "$all"; }
  curl -sf "$URL$page" | grep -oE '(href|src)="/static/[^"]*"' | sed 's/.*="//; s/"$//' | sort -u >"$TMP/named"
  styles=$(sum "$(grep 'css$' "$TMP/named")")
  fonts=$(sum "$(grep 'woff2$' "$TMP/named" || true)")
  scripts=$(sum "$(grep 'js$' "$TMP/named") $2")
  echo "first page: $page: $((html + styles + fonts + scripts)) bytes (aim < 100,000): HTML $html, styles $styles, fonts $fonts, scripts $scripts"
}

first_page() {
  curl -sf "$URL/rounds/medborgarbudget/vote" >/dev/null
  first_page_of / ""
  first_page_of /rounds/medborgarbudget ""
  # The ballot's island and what it imports come after the page; they are counted all the same.
  first_page_of /rounds/medborgarbudget/vote "$(cd "${RADSLAG_STATIC:-frontend/dist/static}" && ls | grep -E '^(island|chunk|secret).*js$' | sed 's|^|/static/|')"
}

voting() {
  stop_server
  "$BIN/voting_bench" "${BENCH_BALLOTS:-10000}" 1
  echo "secret casting: $(secret_casting "${BENCH_CAST:-10000}")"
}

# Counts of real elections; where they are absent there is nothing to invent that would say the same.
allocation() {
  [ -e "$SHARED/data/pb/Poland_Wieliczka_2023_Green_Budget.pb" ] || { echo "SKIPPED: allocation, no $SHARED/data/pb"; return; }
  "$BIN/allocation_bench" "$SHARED/data/pb" "$RUNS"
}

machine
if wanted casting || wanted pages || wanted verify || wanted start || wanted publish; then election; fi
start_server "$TMP/town" --demo
if wanted append; then append; fi
if wanted casting; then casting; fi
if wanted first-page; then first_page; fi
if wanted pages; then pages; fi
if wanted verify; then verify; fi
if wanted start; then start; fi
if wanted publish; then publish; fi
if wanted signing; then signing; fi
if wanted initiative; then initiative; fi
if wanted registrar; then registrar; fi
if wanted voting; then voting; fi
if wanted allocation; then allocation; fi
if wanted tiles; then tiles; fi
if wanted verify-million; then verify_million; fi
machine
