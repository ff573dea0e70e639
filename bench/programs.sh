# shellcheck shell=bash disable=SC2154 # what bench.sh has set
# How quickly the command line starts, and what an idle server costs. Sourced by scripts/bench.sh, which has $work, $reps and median.

# elapsed_us COMMAND…
elapsed_us() {
  local begin=${EPOCHREALTIME/./}
  "$@" >/dev/null
  echo $((${EPOCHREALTIME/./} - begin))
}

# goal NAME VALUE LIMIT UNIT: one row of the table.
goal() {
  awk -v name="$1" -v value="$2" -v limit="$3" -v unit="$4" \
    'BEGIN { printf "| %s | %s%s | below %s%s | %s |\n", name, value, unit, limit, unit, value + 0 < limit + 0 ? "pass" : "MISS" }'
}

# Programs are started by turns, so that whatever slows the machine slows all of them.
start_times() {
  local i name
  for ((i = 0; i < 4 * reps + 1; i++)); do
    for name in haloy aot/haloy; do
      [ ! -x "$root/out/$name" ] || elapsed_us "$root/out/$name" version >>"$work/start-${name%/*}"
    done
    elapsed_us docker --version >>"$work/start-docker"
  done
  local ready aot docker
  ready=$(milliseconds "$work/start-haloy") docker=$(milliseconds "$work/start-docker")
  goal "start of \`haloy version\`, ReadyToRun" "$ready" 45 ' ms'
  [ -e "$work/start-aot" ] || return 0
  aot=$(milliseconds "$work/start-aot")
  goal "start of \`haloy version\`, NativeAOT ($aot ms), to \`docker --version\` ($docker ms)" "$(awk -v a="$aot" -v b="$docker" 'BEGIN { printf "%.2f", a / b }')" 1.0 ' ×'
}

# large_file_goal PROGRAM KIND: the processor time of checking a deploy file of 5,000 lines with 200 targets.
large_file_goal() {
  local directory=$work/large i TIMEFORMAT='%U %S'
  [ -x "$1" ] || return 0
  mkdir -p "$directory"
  awk -f bench/large-file.awk >"$directory/haloy.yaml"
  rm -f "$work/validate-$2"
  for ((i = 0; i < 2 * reps + 1; i++)); do
    { time "$1" validate-config -c "$directory" >/dev/null; } 2>>"$work/validate-$2"
  done
  goal "processor time of \`haloy validate-config\` on $(wc -l <"$directory/haloy.yaml") lines with 200 targets, $2" \
    "$(awk '{ print ($1 + $2) * 1000 }' "$work/validate-$2" | median | awk '{ printf "%.0f", $1 }')" 150 ' ms'
}

milliseconds() { median <"$1" | awk '{ printf "%.1f", $1 / 1000 }'; }

# idle_memory DIRECTORY: KiB of haloyd and of haloy-proxy, some seconds after both are up.
idle_memory() {
  local data=$work/idle daemon proxy
  rm -rf "$data"
  mkdir -p "$data"
  : >"$data/proxy.log"
  : >"$data/haloyd.log"
  "$1/haloy-proxy" serve --http "127.0.0.1:$((base + 90))" --https "127.0.0.1:$((base + 91))" --data-dir "$data" >"$data/proxy.log" 2>&1 &
  proxy=$!
  wait_until 30 grep -q '^Serving' "$data/proxy.log" || die "haloy-proxy did not get ready" "see $data/proxy.log"
  HALOY_API_TOKEN=bench "$1/haloyd" serve --external-proxy --listen "127.0.0.1:$((base + 92))" --data-dir "$data" --config-dir "$data" \
    --instance "bench-$$" >"$data/haloyd.log" 2>&1 &
  daemon=$!
  children+=("$proxy" "$daemon")
  wait_until 30 grep -q ' is running' "$data/haloyd.log" || die "haloyd did not get ready" "see $data/haloyd.log"
  sleep 5
  echo "$(memory_of "$daemon") $(memory_of "$proxy")"
  kill "$daemon" "$proxy"
  wait "$daemon" "$proxy" || true
}

# memory_goal KIND DIRECTORY LIMIT
memory_goal() {
  local i daemon proxy
  [ -x "$2/haloyd" ] || return 0
  for i in 1 2 3; do idle_memory "$2"; done >"$work/idle-$1"
  daemon=$(cut -d' ' -f1 "$work/idle-$1" | median | megabytes) proxy=$(cut -d' ' -f2 "$work/idle-$1" | median | megabytes)
  goal "memory of idle \`haloyd\` ($daemon MB) and \`haloy-proxy\` ($proxy MB), $1" "$((daemon + proxy))" "$3" ' MB'
}

megabytes() { awk '{ printf "%.0f", $1 * 1.024 / 1000 }'; }
