# A part of run.sh: tree and tiles alone, beside Go's rebuild of the same log in the same run.
tiles() {
  local gopath=/usr/share/gocode entries=${BENCH_LOG:-1000000} bytes=300 i ours theirs
  if ! command -v go >/dev/null || [ ! -d "$gopath/src/golang.org/x/mod/sumdb/tlog" ]; then
    echo "SKIPPED: tiles: Debian packages golang-go and golang-golang-x-mod-dev are not here"
    return
  fi
  GO111MODULE=off GOPATH=$gopath GOPROXY=off GOFLAGS= GOCACHE=$TMP/go-cache go build -o "$TMP/tiles_go" "$HERE/tiles_bench.go"
  for i in $(seq "$RUNS"); do
    ours=$("$BIN/tiles_bench" "$entries" "$bytes")
    theirs=$("$TMP/tiles_go" "$entries" "$bytes")
    if [ "$(cut -d' ' -f2,3 <<<"$ours")" != "$(cut -d' ' -f2,3 <<<"$theirs")" ]; then
      echo "tiles: two roots of one log: $ours and $theirs" >&2
      exit 1
    fi
    paste -d' ' <(echo "$ours") <(echo "$theirs") | awk '{ printf "%.2f %.2f %.2f %.1f\n", $1, $4, $7, $4 / $1 }' >>"$TMP/tiles.runs"
  done
  column() { cut -d' ' -f"$1" "$TMP/tiles.runs"; }
  echo "tiles: $(column 4 | median) times as fast as Go's rebuild (aim 2): leaf hashes, tree and tiles of $entries entries of $bytes bytes $(column 1 | median) s; Go's hashes and root $(column 2 | median) s, with its tiles $(column 3 | median) s; runs: $(column 4 | paste -sd' ')"
}
