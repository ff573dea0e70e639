#!/usr/bin/env bash
# Removes everything demo.sh made: the daemon, containers, images, the network, the directory, and the engine if it was started for it.
# demo-down.sh [--keep-engine]
. "$(dirname "$0")/lib.sh"

demo=$root/.demo

# The number in the file may belong to another program by now.
is_our_daemon() { [ -n "$1" ] && [[ $(tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null) == *haloyd\ dev*"$demo"* ]]; }
gone() { ! is_our_daemon "$1"; }

stop_daemon() {
  local pid
  pid=$(cat "$demo/haloyd.pid" 2>/dev/null) || return 0
  is_our_daemon "$pid" || return 0
  step "Stopping the demo's haloyd"
  kill -TERM "$pid"
  wait_until 30 gone "$pid" || kill -KILL "$pid"
}

stop_daemon
# Containers come back with their engine, so one is needed to remove them; it is stopped again below.
if [ -d "$demo" ] && command -v dockerd >/dev/null; then
  "$root/scripts/engine.sh" start
fi
"$root/scripts/sweep.sh" demo
# A network that others use by now stays: Docker refuses to remove it.
[ ! -e "$demo/made-network" ] || docker network rm haloy >/dev/null 2>&1 || true
rm -rf "$demo"
[ "${1:-}" = --keep-engine ] || "$root/scripts/engine.sh" stop
