# Sourced by run.sh: verifying a million signed entries, from a folder. Uses run.sh's median, seconds, divide.
MILLION=${BENCH_MILLION:-1000000}  # entries

# verified_in THREADS FOLDER: prints wall seconds, processor seconds and the most memory in MB; fails where the record does not hold.
verified_in() {
  /usr/bin/env python3 - "$BIN/radslag-verify" --threads "$1" --json --quiet "$2" <<'PY'
import resource, subprocess, sys, time
began = time.monotonic()
verdict = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, check=True).stdout
used = resource.getrusage(resource.RUSAGE_CHILDREN)
assert b'"verdict":"holds"' in verdict
print(f"{time.monotonic() - began:.2f} {used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss / 1000:.0f}")
PY
}

# The bound: each signature's Ed25519 check, a leaf and a node for every entry, and the SHA-256 of what else is hashed, on two cores.
verify_million_of() {
  local kind=$1 amounts i bound took
  amounts=$("$BIN/many_entries" "$TMP/million" "$kind" "$MILLION")
  for i in $(seq "$RUNS"); do
    # shellcheck disable=SC2086
    bound=$(seconds "$BIN/checking_bound" 2 $amounts)
    took=$(verified_in 2 "$TMP/million")
    awk -v t="$TMP/m" '{ printf "%.2f\n", $1 / $3 >> (t ".wall"); printf "%.2f\n", $2 / $4 >> (t ".cpu"); print $3 >> (t ".took"); print $5 >> (t ".rss") }' <<<"$bound $took"
  done
  echo "verify-million: $kind: $(median <"$TMP/m.wall") of the bound by the clock, $(median <"$TMP/m.cpu") by processor time (aim 0.80) on two threads; $(median <"$TMP/m.took") s for ${amounts%% *} signatures; RSS $(sort -n "$TMP/m.rss" | tail -1) MB at most (aim < 200); runs: $(paste -sd' ' "$TMP/m.wall") and $(paste -sd' ' "$TMP/m.cpu")"
  rm -rf "$TMP/million" "$TMP"/m.*
}

verify_million() {
  verify_million_of signatures
  verify_million_of ballots
}
