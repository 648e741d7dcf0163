# For scripts that let a program fail at each system call with which it writes, by strace's injection. Sourced after lib.sh.
#
#   need_injection NAME         the script ends, aloud, where strace is not here or may not trace
#   traced FILE... -- COMMAND   sets the array $trace to the command under strace, looking at calls on those files only (none: on all);
#                               run it with `"${trace[@]}" &`: $! is the program itself, not strace
#   inject=(...)                before `traced`: what to inject, as `points` gives it; empty: nothing
#   points SAMPLE [PREFIX]      of the trace of a run without injection: lines "CALL N KIND FILE", each call on each file (below PREFIX) killed and
#                               failed at its Nth time; SAMPLE: about so many of them, evenly; 0: all
#   injected                    whether the injection of the last run took place
#
# strace counts the Nth call by thread: where two threads make the same call on one file, KILL comes at the first of the two Nth, EIO at both.
write_calls='write,writev,pwrite64,pwritev,fsync,fdatasync,sync_file_range,ftruncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,mkdir,link,linkat,msync'
inject=()

need_injection() {
  local reason=
  if ! command -v strace >/dev/null; then
    reason='Debian package strace is not here'
  elif ! strace -qq -o "$work/trace" -e trace=write true 2>"$work/out"; then
    reason="strace may not trace here: $(head -c 200 "$work/out")"
  fi
  if [[ ! $reason ]]; then return; fi
  skipped "$1" "$reason"
  exit 0
}

traced() {
  local watched=()
  while [[ $1 != -- ]]; do
    watched+=(-P "$1")
    shift
  done
  shift
  rm -f "$work/trace"
  if [[ ${inject[3]:-} ]]; then watched=(-P "${inject[3]}"); fi
  trace=(strace -D -f -y -qqq -e signal=none -e "trace=${write_calls//,/,?}" -o "$work/trace" "${watched[@]}")
  if ((${#inject[@]})); then trace+=(-e "inject=${inject[0]}:$(injection "${inject[2]}"):when=${inject[1]}"); fi
  trace+=("$@")
}

# What strace injects for a kind. A failing call that has written nothing, and one that ends the program before it writes.
injection() {
  case $1 in
    kill) echo signal=KILL ;;
    *) echo "error=$1" ;;
  esac
}

points() {
  # 17 pwrite64(4</a/file>, ...; 17 unlink("/a/file"); 17 renameat(AT_FDCWD</here>, "/a/file", ...
  sed -nE 's/^([0-9]+) +([a-z0-9_]+)\([0-9]+<([^>]*)>.*/\1 \2 \3/p; t; s/^([0-9]+) +([a-z0-9_]+)\([^"]*"([^"]*)".*/\1 \2 \3/p' "$work/trace" |
    awk -v sample="$1" -v prefix="${2:-/}" '
      index($3, prefix) == 1 {
        seen = ++count[$1, $2, $3]
        if (seen <= most[$2, $3]) next
        most[$2, $3] = seen
        point[++all] = $2 " " seen " kill " $3
        point[++all] = $2 " " seen " EIO " $3
      }
      END {
        step = sample > 0 && all > sample ? all / sample : 1
        for (at = 1; at < all + 1; at += step) {
          place = int(at) + turn++ % 2 * (step > 1)
          if (place > all) place = all
          print point[place]
        }
      }'
}

injected() { [[ ${inject[2]} == kill ]] || grep -q INJECTED "$work/trace" 2>/dev/null; }
