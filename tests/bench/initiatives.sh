# Sourced by run.sh: what initiatives and the registrar cost. Uses run.sh's median, seconds, divide.
SIGNED=${BENCH_SIGNED:-100000}  # signatures of the large initiative
READY=${BENCH_READY:-20000}     # signatures handed in by HTTP in a run
ROLL=${BENCH_ROLL:-500000}      # rows of the roll

# posts PORT PATH FIELD FILE CONNECTIONS: post_forms' line to $TMP/out; prints wall and processor seconds of the client.
posts() { seconds "$BIN/post_forms" localhost "$@" || { cat "$TMP/err" >&2; return 1; }; }
per_second() { sed -n 's/.*: \([0-9]*\) a second.*/\1/p' "$TMP/out"; }
peak_mb() { awk '/VmHWM/ { printf "%.0f\n", $2 / 1000 }' "/proc/$1/status"; }

signing_once() {
  local name=$1 bound bound_us before after client server_us client_us rate
  rm -rf "$TMP/bound" && mkdir "$TMP/bound"
  stop_server
  "$BIN/many_signatures" "$TMP/town" "$name" 0 "$READY" "$TMP/carriers"
  read -r bound_us bound < <("$BIN/signing_bound" "$TMP/bound" "$READY" 2 "$(awk 'NR == 1 { printf "%d", length($0) * 3 / 4 }' "$TMP/carriers")" |
    sed 's/.*processor_us=\([0-9.]*\) durable_per_second=/\1 /')
  start_server "$TMP/town"
  before=$(server_seconds)
  client=$(posts "$PORT" /attested attested "$TMP/carriers" "$OUTSTANDING")
  after=$(server_seconds)
  rate=$(per_second)
  server_us=$(awk -v a="$after" -v b="$before" -v n="$READY" 'BEGIN { printf "%.1f", (a - b) / n * 1e6 }')
  client_us=$(awk -v c="${client#* }" -v n="$READY" 'BEGIN { printf "%.1f", c / n * 1e6 }')
  awk -v t="$TMP/g" -v rate="$rate" -v bound="$bound" -v bound_us="$bound_us" -v server="$server_us" -v client="$client_us" 'BEGIN {
    printf "%.2f\n", rate / bound >> (t ".wall"); printf "%.2f\n", bound_us / (server + client) >> (t ".cpu")
    print rate >> (t ".rate"); print bound >> (t ".bound"); print bound_us >> (t ".bound_us")
    print server >> (t ".server_us"); print client >> (t ".client_us") }'
  sed -n 's/.*p50 \([0-9.]*\) ms.*/\1/p' "$TMP/out" >>"$TMP/g.p50"
  sed -n 's/.*p99 \([0-9.]*\) ms.*/\1/p' "$TMP/out" >>"$TMP/g.p99"
}

signing() {
  local i
  for i in $(seq "$RUNS"); do signing_once "signed-$i"; done
  of() { median <"$TMP/g.$1"; }
  echo "signing: $(of wall) of the bound by the clock, $(of cpu) by processor time (aim 0.50): $(of rate) signatures/s of $(of bound); runs: $(paste -sd' ' "$TMP/g.wall") and $(paste -sd' ' "$TMP/g.cpu")"
  echo "signing: p50 $(of p50) ms, p99 $(of p99) ms (aim < 500) with $OUTSTANDING under way; RSS $(peak_mb "$SERVER") MB at most"
  echo "signing: processor time of a signature: server $(of server_us) us, client $(of client_us) us, the bound $(of bound_us) us"
}

# page_ms PATH: milliseconds until the whole page is there, and no answer but 200 will do.
page_ms() { curl -sf -o "$TMP/page" -w '%{time_total}' "$URL$1" | awk '{ printf "%.1f\n", $1 * 1000 }'; }

initiative() {
  local i began handed
  stop_server
  "$BIN/many_signatures" "$TMP/town" large "$SIGNED" 50 "$TMP/carriers"
  for i in $(seq "$RUNS"); do
    stop_server
    start_server "$TMP/town"
    page_ms /initiatives/large >>"$TMP/i.cold"
    for _ in 1 2 3 4 5; do page_ms /initiatives/large >>"$TMP/i.warm"; done
  done
  echo "initiative: $SIGNED signatures: page $(median <"$TMP/i.cold") ms right after a start (aim < 20), $(median <"$TMP/i.warm") ms the next time; cold runs: $(paste -sd' ' "$TMP/i.cold"); server RSS $(peak_mb "$SERVER") MB"
  handed=$((SIGNED + 1))
  while read -r carrier; do
    curl -sf -o /dev/null -H "Origin: $URL" --data "attested=$carrier" "$URL/attested"
    handed=$((handed + 1)) began=$(date +%s.%N)
    until curl -sf "$URL/initiatives/large?lang=en" | tr -d ',' | grep -q "\b$handed\b"; do sleep 0.01; done
    awk -v a="$began" -v b="$(date +%s.%N)" 'BEGIN { printf "%.2f\n", b - a }' >>"$TMP/i.lag"
  done < <(head -n 20 "$TMP/carriers")
  echo "initiative: the page shows a signature $(median <"$TMP/i.lag") s after its receipt, $(sort -n "$TMP/i.lag" | tail -1) s at most of 20 (aim < 5)"
  verify_initiative
}

# The bound: each signature's Ed25519 check, its path's nodes, and what every entry costs.
verify_initiative() {
  local entries bytes size paths checks threads i bound
  "$BIN/radslag" export --data "$TMP/town" --out "$TMP/signed.tar" >"$TMP/export.log" 2>&1
  "$BIN/radslag-verify" --json --quiet "$TMP/signed.tar" >"$TMP/signed.json"
  entries=$(sed -n 's/.*"entries":\([0-9]*\).*/\1/p' "$TMP/signed.json")
  bytes=$(tar -tvf "$TMP/signed.tar" | awk '/\/tile\/entries\// { e += $3 } END { print e }')
  size=$((bytes / entries - 2))
  # Every attestation has a path; checking_bound hashes a leaf and a node for each entry, and 65 bytes as a "blob" for each node of a path.
  checks=$(tar -xOf "$TMP/signed.tar" --wildcards '*/tile/entries/*' | grep -ac '^registrar [0-9a-f]\{128\}$')
  paths=$(tar -xOf "$TMP/signed.tar" --wildcards '*/tile/entries/*' | grep -ac '^path ')
  for threads in 1 2; do
    for i in $(seq "$RUNS"); do
      bound=$(seconds "$BIN/checking_bound" "$threads" "$checks" 600 "$entries" "$size" "$paths" 65)
      seconds "$BIN/radslag-verify" --threads "$threads" --json --quiet "$TMP/signed.tar" |
        awk -v t="$TMP/w$threads" -v bound="$bound" '{ split(bound, b, " "); printf "%.2f\n", b[1] / $1 >> (t ".wall"); printf "%.2f\n", b[2] / $2 >> (t ".cpu"); print $1 >> (t ".took") }'
    done
    echo "initiative: verified on $threads thread(s): $(median <"$TMP/w$threads.wall") of the bound by the clock, $(median <"$TMP/w$threads.cpu") by processor time (aim 0.80); $(median <"$TMP/w$threads.took") s for $checks attestations in $entries entries"
  done
}

# A registrar with a roll and letters of which $1 have codes, in $TMP/registrar; codes to $TMP/codes.
make_registrar() {
  # The town is called what its first port made it, whatever port it has now.
  "$BIN/radslag-registrar" init --town "$(sed 's|/log/town+.*||' "$TMP/town/keys/town.vkey")" --data "$TMP/registrar" >"$TMP/registrar.log" 2>&1
  "$(dirname "$0")/synthetic_roll.py" "$2" --address >"$TMP/roll.csv"
  head -n "$(($1 + 1))" "$TMP/roll.csv" >"$TMP/list.csv"
  /usr/bin/env python3 - "$BIN/radslag-registrar" import-roll "$TMP/roll.csv" --edition 2026-1 --drawn 2026-11-01 --quiet --data "$TMP/registrar" <<'PY' >"$TMP/import.txt"
import resource, subprocess, sys, time
began = time.monotonic()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{time.monotonic() - began:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of processor, {used.ru_maxrss / 1000:.0f} MB")
PY
  "$BIN/radslag-registrar" letters --edition 2026-1 --list "$TMP/list.csv" --out "$TMP/letters.html" --site http://localhost:8081 --data "$TMP/registrar" >>"$TMP/registrar.log" 2>&1
  grep -oE 'class="code">[^<]*' "$TMP/letters.html" | sed 's/.*>//' >"$TMP/codes"
}

# start_registrar: sets REGISTRAR and REGISTRAR_PORT; it is at the door when its sign-in page is.
start_registrar() {
  "$BIN/radslag-registrar" serve --demo --data "$TMP/registrar" --port 0 --town-url "$URL" >"$TMP/registrar.log" 2>&1 &
  REGISTRAR=$!
  REGISTRAR_PORT=
  while [ -z "$REGISTRAR_PORT" ]; do
    kill -0 "$REGISTRAR" 2>/dev/null || { cat "$TMP/registrar.log" >&2; return 1; }
    sleep 0.02
    REGISTRAR_PORT=$(sed -n 's/.*"event":"started".*"port":"\([0-9]*\)".*/\1/p' "$TMP/registrar.log")
  done
  until curl -sf -o /dev/null "http://localhost:$REGISTRAR_PORT/sign-in"; do sleep 0.05; done
}

registrar() {
  local before after
  make_registrar 3000 "$ROLL"
  echo "registrar: import-roll of $ROLL rows: $(cat "$TMP/import.txt") (aim < 60 s)"
  start_registrar
  hz=$(getconf CLK_TCK)
  of_registrar() { awk -v hz="$hz" '{ print ($14 + $15) / hz }' "/proc/$REGISTRAR/stat"; }
  before=$(of_registrar)
  posts "$REGISTRAR_PORT" /sign-in/code code "$TMP/codes" 32 >"$TMP/client"
  after=$(of_registrar)
  echo "registrar: sign-ins by code: $(awk -v r="$(per_second)" 'BEGIN { print r * 60 }') a minute (aim 1,000): $(cat "$TMP/out"); $(awk -v a="$after" -v b="$before" -v n="$(wc -l <"$TMP/codes")" 'BEGIN { printf "%.0f", (a - b) / n * 1e6 }') us of processor each; RSS $(peak_mb "$REGISTRAR") MB"
  kill "$REGISTRAR"
  wait "$REGISTRAR" 2>/dev/null || true
  REGISTRAR=
}
