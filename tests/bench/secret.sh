# Sourced by run.sh: casting secret ballots over HTTP into the example's open round, with receipts. Needs node (Debian's is enough).

# secret_casting BALLOTS: the example municipality is made anew; its invented voters vote again, each with a card that has voted before.
secret_casting() {
  local many=$1 folder=$TMP/secret port=$((20000 + RANDOM % 20000)) registrar_port=9 code=0
  rm -rf "$folder" && mkdir -p "$folder"
  "$BIN/radslag-registrar" example --data "$folder/registrar" --port "$registrar_port" --town "localhost:$port" --out "$folder/attested.json" >/dev/null
  "$BIN/radslag" serve --demo --data "$folder/counter" --port "$port" --registrar-url "http://localhost:$registrar_port" --attested "$folder/attested.json" >"$folder/log" 2>&1 &
  local server=$!
  until curl -fs "http://localhost:$port/readyz" >/dev/null; do
    kill -0 "$server" || return 1
    sleep 0.2
  done
  curl -fs "http://localhost:$port/rounds/medborgarbudget/urns/hela/election.json" >"$folder/election.json"
  node -e '
    const { hand_outs } = JSON.parse(require("fs").readFileSync(process.argv[1])).rounds[0];
    for (let i = 0; i < Number(process.argv[2]); ++i)
      console.log(JSON.stringify({ codes: [hand_outs[i % hand_outs.length].card], picks: [[{ choice: i % 25 }]] }));
  ' "$folder/attested.json" "$many" | "$BIN/voting_cli" make "$folder/election.json" |
    node -e '
      const { randomBytes } = require("crypto");
      require("readline").createInterface({ input: process.stdin }).on("line", (line) => console.log(Buffer.concat([randomBytes(32), Buffer.from(line)]).toString("base64")));
    ' >"$folder/ballots"
  "$BIN/post_forms" localhost "$port" /rounds/medborgarbudget/ballots json:ballot "$folder/ballots" 64 || code=$?
  printf 'processor time of the server: %s\n' "$(ps -o cputime= -p "$server")"
  kill "$server" && wait "$server" || true
  return "$code"
}
