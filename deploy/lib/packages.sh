# Debian packages from list files (deploy/packages/*.txt). Needs say.sh.

# missing_packages LIST...: prints the packages of the lists that are neither installed nor made needless by a command that is there.
missing_packages() {
  local -A installed=()
  local name command status
  while read -r name status; do
    if [[ $status == installed ]]; then installed[$name]=1; fi
  done < <(cat "$@" | awk '!/^#/ && NF { print $1 }' | xargs dpkg-query -W -f '${Package} ${db:Status-Status}\n' 2>/dev/null || true)
  while read -r name command; do
    if [[ -z $name || $name == \#* || ${installed[$name]:-} ]]; then continue; fi
    if [[ $command == command:* ]] && type -P "${command#command:}" >/dev/null; then continue; fi
    printf '%s\n' "$name"
  done < <(cat "$@")
}

# check_debian: stops with a plain word where there is no apt, warns where the Debian is another one.
check_debian() {
  local ID='' VERSION_ID='' PRETTY_NAME='this system'
  if [[ -r /etc/os-release ]]; then source /etc/os-release; fi
  if ! type -P apt-get >/dev/null || ! type -P dpkg-query >/dev/null; then
    stop "$EX_UNAVAILABLE" "This script installs with apt, and $PRETTY_NAME has none." \
      'Run it on Debian 12 (a container or a virtual machine will do),' \
      'or install what deploy/packages/build.txt lists by your own means and build as CONTRIBUTING.md says.'
  fi
  if [[ $ID != debian || $VERSION_ID != 12 ]]; then
    say "     Note: this is $PRETTY_NAME. The package names are those of Debian 12; on others some may be missing."
  fi
}

# as_root COMMAND...: runs it as root, through sudo if we are not.
as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# install_packages LOG LIST...: installs what is missing; at once done if nothing is.
install_packages() {
  local log=$1 missing free
  shift
  missing=$(missing_packages "$@")
  if [[ -z $missing ]]; then
    say '     all installed'
    return
  fi
  check_debian
  if ((EUID != 0)); then
    if ! type -P sudo >/dev/null; then
      stop "$EX_NOPERM" 'Debian packages are missing, and installing them takes root.' \
        'Run this script as root once, or have an administrator run:' "apt-get install --no-install-recommends ${missing//$'\n'/ }"
    fi
    if ! sudo -n true 2>/dev/null; then
      if [[ ! -t 0 ]]; then stop "$EX_NOPERM" 'sudo asks for a password, and there is no terminal to ask on.' 'Run this script in a terminal, or as root.'; fi
      sudo -v || stop "$EX_NOPERM" 'sudo said no.' 'Run this script as root, or as a user who may use sudo.'
    fi
  fi
  free=$(df -Pk / | awk 'NR == 2 { print int($4 / 1024) }')
  if ((free < 2000)); then
    stop "$EX_CANTCREAT" "Only $free MB are free on /; packages and build need about 2,000 MB." 'Free some space (df -h shows where), then run the same command again.'
  fi
  # shellcheck disable=SC2086 # the names are meant to be split
  if ! work "$log" apt_install $missing; then
    explain_fetch "$log"
    stop "$EX_UNAVAILABLE" 'The Debian packages could not be installed.'
  fi
  say "     installed: $(wc -w <<<"$missing") packages and what they need"
}

# An apt-get update that fails may still leave usable lists: the install decides.
apt_install() {
  as_root dpkg --configure -a
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 update || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 \
    install -y --no-install-recommends "$@"
}
