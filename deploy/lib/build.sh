# CMake and ninja. Needs say.sh, and $root, the repository.

# configure LOG PRESET [OPTION...]: makes build/PRESET ready.
configure() {
  local log=$1 preset=$2
  shift 2
  (cd "$root" && work "$log" cmake --preset "$preset" "$@") && return
  show_end "$log"
  return 1
}

# build PRESET TARGET...: ninja with as many jobs as processors and memory allow (a file with Boost in it takes up to 1 GB).
build() {
  local folder=$root/build/$1 jobs memory quiet=()
  shift
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1000000) }' /proc/meminfo)
  jobs=$(nproc)
  if ((memory < jobs)); then jobs=$((memory > 1 ? memory : 1)); fi
  if [[ ! -t 1 ]]; then quiet=(--quiet); fi
  NINJA_STATUS='     %f of %t ' ninja -C "$folder" -j "${RADSLAG_JOBS:-$jobs}" "${quiet[@]}" "$@" && return
  printf '\nThe build stopped. If the compiler was "Killed", memory ran out: set RADSLAG_JOBS=1 and try again. If the disk is full, df -h shows where.\n' >&2
  return 1
}
