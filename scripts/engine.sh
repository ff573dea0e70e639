#!/usr/bin/env bash
# A Docker engine to work with: the one that answers, else one of our own.
# engine.sh start   start one unless an engine answers (quiet when it does)
# engine.sh stop    stop the engine that `start` started; leaves every other engine alone
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

pid_file=$state_dir/dockerd.pid
log=$state_dir/dockerd.log

answers() { docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

# runs PID NAME…: the process exists, is one of these programs, and is not a dead one that nobody has collected.
runs() {
  local pid=$1 name
  [ -n "$pid" ] && grep -qs '^State:.[^ZX]' "/proc/$pid/status" || return 1
  name=$(cat "/proc/$pid/comm" 2>/dev/null)
  [[ " ${*:2} " == *" $name "* ]]
}

# An engine that was killed with its machine leaves its pid files, and their numbers may belong to other programs by now:
# it would wait for its containerd to answer.
remove_stale_files() {
  local file
  for file in /var/run/docker.pid /var/run/docker/containerd/containerd.pid; do
    [ ! -e "$file" ] || runs "$(cat "$file")" dockerd containerd || as_root rm -f "$file"
  done
}

start() {
  answers && return
  [ -z "${DOCKER_HOST:-}" ] || die "no Docker engine answers at DOCKER_HOST=$DOCKER_HOST" "start it, or unset DOCKER_HOST to use an engine of this machine"
  if [ "$(id -u)" -ne 0 ] && as_root docker version >/dev/null 2>&1; then
    die "a Docker engine runs, but $(id -un) may not use it" "add yourself to the group: sudo usermod -aG docker $(id -un), then log in again"
  fi

  step "Starting a Docker engine (no engine answers)"
  mkdir -p "$state_dir"
  remove_stale_files
  # shellcheck disable=SC2024 # the log belongs to the user
  as_root setsid dockerd --group "$(id -gn)" >"$log" 2>&1 </dev/null &
  local starter=$!
  wait_until 60 started "$starter" || die "the Docker engine did not start; its log is in $log" "$(tail -n 3 "$log")"
  cat /var/run/docker.pid >"$pid_file"
}

# True when the engine answers; gives up early when it has already ended.
started() {
  answers && return
  kill -0 "$1" 2>/dev/null || die "the Docker engine ended at once; its log is in $log" "$(tail -n 3 "$log")"
  return 1
}

gone() { ! runs "$1" dockerd; }

stop() {
  [ -e "$pid_file" ] || return 0
  local pid
  pid=$(cat "$pid_file")
  if runs "$pid" dockerd; then
    step "Stopping the Docker engine that was started for this"
    as_root kill "$pid"
    wait_until 60 gone "$pid" || die "the Docker engine (process $pid) does not end" "see $log"
  fi
  rm -f "$pid_file" "$log"
  rmdir "$state_dir" 2>/dev/null || true
}

case ${1:-} in
  start) start ;;
  stop) stop ;;
  *) die "usage: engine.sh start|stop" ;;
esac
