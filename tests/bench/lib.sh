# Shared by run.sh and smoke.sh: a demonstration town on a free port, and its officers. Sets TMP, PORT, SERVER.
BIN=$(realpath "${RADSLAG_BIN_DIR:-build/release/bin}")
SHARED=${RADSLAG_SHARED:-../shared}
TMP=$(mktemp -d)
SERVER=
REGISTRAR=

stop_server() {
  [ -z "$SERVER" ] && return 0
  kill "$SERVER" 2>/dev/null
  wait "$SERVER" 2>/dev/null || true
  SERVER=
}

clean_up() {
  stop_server
  [ -z "$REGISTRAR" ] || kill "$REGISTRAR" 2>/dev/null || true
  rm -rf "$TMP"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# start_server DATA [flags]: returns when it is ready.
start_server() {
  local data=$1
  shift
  "$BIN/radslag" serve --data "$data" --port 0 "$@" >"$TMP/server.log" 2>&1 &
  SERVER=$!
  PORT=
  while [ -z "$PORT" ]; do
    kill -0 "$SERVER" 2>/dev/null || { cat "$TMP/server.log" >&2; exit 1; }
    sleep 0.02
    PORT=$(sed -n 's/.*"event":"started".*"port":"\([0-9]*\)".*/\1/p' "$TMP/server.log")
  done
  URL=http://localhost:$PORT
  until curl -sf "$URL/readyz" >/dev/null; do sleep 0.02; done
}

# round COMMAND ROUND [flags]: an act of office, sealed by two of the example's election board.
round() {
  "$BIN/radslag" round "$@" --url "$URL" --key "$TMP/town/officers/valnamnd-ordforande.key" \
    --key "$TMP/town/officers/valnamnd-sekreterare.key" >>"$TMP/acts.log" 2>&1 || { tail -5 "$TMP/acts.log" >&2; exit 1; }
}

# open_round ROUND: with the projects and voters that were imported to $TMP/pb.
open_round() {
  local dialogue
  dialogue=$(curl -sf "$URL/" | grep -o 'href="/dialogues/[^"?]*' | head -1 | sed 's|.*/||')
  round begin "$1" --dialogue "$dialogue"
  round open "$1" --definition "$TMP/pb/definition.txt" --codes "${CODES:-$TMP/pb/voting-codes.tsv}"
}

# import PB: a round's definition and codes for its voters.
import() {
  "$BIN/radslag" import-pb "$1" --out "$TMP/pb" --test-roll >"$TMP/import.log" 2>&1 || { cat "$TMP/import.log" >&2; exit 1; }
}

# cast ROUND [flags]: prints replay-pb's line.
cast() {
  local round=$1
  shift
  "$BIN/radslag" replay-pb "$PB" --codes "$TMP/pb/voting-codes.tsv" --progress "$TMP/$round.cast" --round "$round" --url "$URL" --quiet "$@"
}

# User and system time of the server so far, in seconds.
server_seconds() { awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) / hz }' "/proc/$SERVER/stat"; }
