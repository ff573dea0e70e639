#!/usr/bin/env bash
# Removes what a label says was made by us: containers, networks, volumes, then images.
# sweep.sh tests [RUN]   everything labelled haloy.test.run whose run is over (the value starts with the number of its process), and of RUN
# sweep.sh demo          everything labelled haloy.demo by this working tree
. "$(dirname "$0")/lib.sh"

case ${1:-} in
  tests) label=haloy.test.run filter=label=$label ;;
  demo) label=haloy.demo filter=label=$label=$root ;;
  *) die "usage: sweep.sh tests|demo" ;;
esac
ending=${2:-}

# A test run that still goes on keeps its things: other people may use the same engine.
is_over() {
  [ "$label" = haloy.test.run ] || return 0
  local pid=${1%%-*}
  [ "$1" != "$ending" ] || return 0
  [[ ! $pid =~ ^[0-9]+$ ]] || ! kill -0 "$pid" 2>/dev/null
}

# sweep LIST-COMMAND… -- REMOVE-COMMAND…      the list command prints "id label-value" lines
sweep() {
  local list=()
  while [ "$1" != -- ]; do
    list+=("$1")
    shift
  done
  shift
  local id run
  while read -r id run; do
    ! is_over "${run:-}" || "$@" "$id" >/dev/null 2>&1 || true
  done < <("${list[@]}" --filter "$filter" 2>/dev/null)
}

docker version >/dev/null 2>&1 || exit 0
sweep docker ps --all --format "{{.ID}} {{.Label \"$label\"}}" -- docker rm --force --volumes
sweep docker network ls --format "{{.ID}} {{.Label \"$label\"}}" -- docker network rm
sweep docker volume ls --format "{{.Name}} {{.Label \"$label\"}}" -- docker volume rm --force

# `docker images` cannot print labels, and one image may have many names.
while read -r id; do
  run=$(docker image inspect --format "{{index .Config.Labels \"$label\"}}" "$id" 2>/dev/null) || continue
  ! is_over "$run" || docker rmi --force "$id" >/dev/null 2>&1 || true
done < <(docker images --quiet --no-trunc --filter "$filter" | sort -u)
