# shellcheck shell=bash disable=SC2154 # what bench.sh has set
# What many routes and many idle WebSockets cost. Sourced by scripts/bench.sh, which has $work, $base, $reps, $seconds, median and the proxies.

many=10000

# Two of the same proxy, one with one route and one with ten thousand, loaded by turns.
route_figures() {
  local name=$1 rep port few many_rate
  start "$name" "$((base + 60))" "$((base + 61))"
  local few_pid=${pid_of[$name]}
  haloy_routes=$many start "$name" "$((base + 70))" "$((base + 71))"
  local many_pid=${pid_of[$name]}
  for port in 60 70; do run_wrk 3 "http://127.0.0.1:$((base + port))/1k" >/dev/null; done
  for ((rep = 1; rep <= reps; rep++)); do
    few=$(run_wrk "$seconds" "http://127.0.0.1:$((base + 60))/1k" | cut -d' ' -f1)
    many_rate=$(run_wrk "$seconds" "http://127.0.0.1:$((base + 70))/1k" | cut -d' ' -f1)
    awk -v a="$many_rate" -v b="$few" 'BEGIN { print a / b }'
  done >"$work/route-ratios"
  echo "$(median <"$work/route-ratios" | awk '{ printf "%.2f", $1 }') $(memory_of "$few_pid" | megabytes) $(memory_of "$many_pid" | megabytes)"
  end "$few_pid" "$many_pid"
}

# tunnel_figure PROXY HTTP|HTTPS: KiB of resident memory that one idle WebSocket costs it.
tunnel_figure() {
  local port=$((base + 80)) secure=() before after pid
  local backend=$((base + 85))
  # shellcheck disable=SC2034 # read where the proxies are configured
  local most=$((tunnels + 100))
  [ "$2" = http ] || { port=$((base + 81)) && secure=(--tls); }
  start "$1" "$((base + 80))" "$((base + 81))"
  pid=${pid_of[$1]}
  # What is there after the first few is paid once, not for each.
  hold_tunnels "$port" 100 "${secure[@]}"
  before=$(memory_of "$pid")
  release_tunnels
  hold_tunnels "$port" "$tunnels" "${secure[@]}"
  after=$(memory_of "$pid")
  release_tunnels
  end "$pid"
  awk -v a="$after" -v b="$before" -v n="$tunnels" 'BEGIN { printf "%.1f\n", (a - b) / (n - 100) }'
}

# The client keeps its tunnels until its input ends.
hold_tunnels() {
  rm -f "$work/hold"
  mkfifo "$work/hold"
  : >"$work/tunnels.out"
  dotnet "$work/load/haloy-load.dll" tunnels --proxy "127.0.0.1:$1" --host "$site" --backend-port "$backend" --count "$2" "${@:3}" \
    <"$work/hold" >"$work/tunnels.out" 2>&1 &
  holder=$!
  exec 7>"$work/hold"
  wait_until 300 held || die "the tunnels could not be opened" "$(tail -n 3 "$work/tunnels.out")"
  grep -qx open "$work/tunnels.out" || die "the tunnels could not be opened" "$(tail -n 3 "$work/tunnels.out")"
}

held() { grep -qx open "$work/tunnels.out" || ! kill -0 "$holder" 2>/dev/null; }

release_tunnels() {
  exec 7>&-
  wait "$holder"
}

end() {
  kill "$@"
  wait "$@" 2>/dev/null || true
}

measure_scale() {
  local name ratio few rich
  # Each tunnel takes two descriptors of the proxy, and two of the one process that is client and backend.
  tunnels=$((($(ulimit -n) - 400) / 2))
  [ "$tunnels" -lt "$many" ] || tunnels=$many
  quietly "$work/load.log" dotnet publish bench/Haloy.Load --configuration Release --output "$work/load" --verbosity quiet
  step "Ten thousand routes"
  {
    echo "| proxy | requests/s with $many routes, × with one | MB with one | MB with $many |"
    echo '|---|---:|---:|---:|'
    for name in "${proxies[@]}"; do
      [[ $name == haloy* ]] || continue
      read -r ratio few rich <<<"$(route_figures "$name")"
      echo "| $name | $ratio | $few | $rich |"
    done
  } >"$work/routes.md"
  cat "$work/routes.md"
  step "Idle WebSockets: $tunnels"
  {
    echo '| proxy | KiB for each | KiB for each over TLS |'
    echo '|---|---:|---:|'
    for name in "${proxies[@]}"; do
      echo "| $name | $(tunnel_figure "$name" http) | $(tunnel_figure "$name" https) |"
    done
  } >"$work/tunnels.md"
  cat "$work/tunnels.md"
}
