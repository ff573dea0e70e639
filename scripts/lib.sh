# shellcheck shell=bash
# Shared by the scripts of this directory: where things are, and how to speak to a person.
# Source it first: it also sets the safe shell options.
# shellcheck disable=SC2034 # used by those who source it
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDTERMINALLOGGER=off

# What is left running between two commands (our own Docker engine) is remembered here.
state_dir=${HALOY_DEV_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/haloy-dev}

if [ -t 1 ]; then
  bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' plain=$'\e[0m'
else
  bold='' dim='' red='' green='' plain=''
fi
export bold dim red green plain

step() { printf '%s==>%s %s%s%s\n' "$green" "$plain" "$bold" "$*" "$plain"; }
say() { printf '    %s\n' "$*"; }
die() {
  printf '%serror:%s %s\n' "$red" "$plain" "$1" >&2
  [ $# -lt 2 ] || printf '       %s\n' "$2" >&2
  exit 1
}

# Runs a command silently into a log file; shows the end of the log only when it fails.
# quietly LOG COMMAND [ARG…]
quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 && return
  local code=$?
  tail -n 40 "$log" >&2
  printf '%serror:%s %s failed with code %s; the whole output is in %s\n' "$red" "$plain" "$1" "$code" "$log" >&2
  return "$code"
}

# What the Makefile's own prerequisites are.
need_sdk() {
  command -v dotnet >/dev/null || die "the .NET SDK is not installed" "install the .NET 10 SDK, so that 'dotnet --version' answers"
  (cd "$root" && dotnet --version >/dev/null 2>&1) || die "this needs the .NET 10 SDK (see global.json)" "'dotnet --list-sdks' shows what is installed"
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# The .NET name of this machine.
host_rid() {
  case $(uname -m) in
    aarch64 | arm64) echo linux-arm64 ;;
    *) echo linux-x64 ;;
  esac
}

# One line that changes when the content or the name of any file below the given paths changes. Build output does not count.
content_stamp() {
  find "$@" \( -name bin -o -name obj -o -name out \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# Waits until a command succeeds. wait_until SECONDS COMMAND [ARG…]
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}
