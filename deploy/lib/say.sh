# Messages to the person who waits, and waiting itself. Sourced by deploy/run and deploy/test.

# Exit codes of sysexits.h.
readonly EX_USAGE=64 EX_UNAVAILABLE=69 EX_SOFTWARE=70 EX_CANTCREAT=73 EX_NOPERM=77 EX_CONFIG=78

# say TEXT: one line of progress.
say() { printf '%s\n' "$1"; }

# stop CODE WHAT [WHAT TO DO...]: ends the script; says what is wrong and, a line each, what to do.
stop() {
  local code=$1
  printf '\n%s\n' "$2" >&2
  shift 2
  if (($#)); then printf '  %s\n' "$@" >&2; fi
  exit "$code"
}

# work LOG COMMAND...: runs the command with its output in LOG and, on a terminal, the seconds counting. Returns the command's code.
work() {
  local log=$1 code=0 ticker=
  shift
  mkdir -p "$(dirname "$log")"
  if [[ -t 1 ]]; then
    tick &
    ticker=$!
  fi
  "$@" >"$log" 2>&1 </dev/null || code=$?
  if [[ $ticker ]]; then
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    printf '\r\033[K'
  fi
  return "$code"
}

tick() {
  local start=$SECONDS
  while kill -0 $$ 2>/dev/null; do
    printf '\r     %d s' $((SECONDS - start))
    sleep 1
  done
}

# show_end LOG: its last lines.
show_end() {
  printf '\nThe last lines of %s:\n' "$1" >&2
  tail -n 25 "$1" | sed 's/^/  | /' >&2
  if grep -qiE 'no space left|ENOSPC|not enough free space' "$1"; then
    printf 'The disk is full. Free some space (df -h shows where), then run the same command again: it goes on where it stopped.\n' >&2
  fi
}

# explain_fetch LOG: the same for what was fetched from a network, with what to do about the usual causes.
explain_fetch() {
  local log=$1
  show_end "$log"
  if grep -qiE 'could not resolve|temporary failure|EAI_AGAIN|ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ENETUNREACH|could not connect|connection (failed|timed out)|failed to fetch' "$log"; then
    printf 'There is no way to the package server. Check the network (and http_proxy/https_proxy, if this machine needs a proxy), then run the same command again.\n'
  elif grep -qiE 'certificate' "$log"; then
    printf 'A certificate was refused. If a proxy here has its own, name its file in NODE_EXTRA_CA_CERTS and check the date of this machine.\n'
  elif grep -qiE 'could not get lock|lock-frontend' "$log"; then
    printf 'Another apt or dpkg is running. Wait until it is done, then run the same command again.\n'
  elif grep -qiE 'unable to locate package|has no installation candidate' "$log"; then
    printf 'A package is unknown to apt. Debian 12 with "main" of bookworm, bookworm-updates and bookworm-security in /etc/apt/sources.list has all of them.\n'
  fi >&2
}
