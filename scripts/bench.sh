#!/usr/bin/env bash
# Measures haloy-proxy against nginx, HAProxy and Caddy, and the programs' start time, processor time and idle memory; writes bench/results.md.
# All traffic is on the loopback interface. BENCH_SECONDS (of one measurement, 4) and BENCH_REPS (repetitions, 5) make it shorter or longer,
# BENCH_AOT=no leaves the NativeAOT builds out.
# bench.sh [proxies|programs|scale]    only one of the parts, printed and not written
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
cd "$root"

seconds=${BENCH_SECONDS:-4} reps=${BENCH_REPS:-5}
connections=64
# Connections that a proxy may have.
most=8192
site=bench.example.test
work=$(mktemp -d)
children=()
proxies=(nginx haproxy caddy haloy)
scenarios=(http-1k http-100k https-1k tls-new h2-1k)
. bench/processes.sh
. bench/proxies.sh
. bench/programs.sh
. bench/scale.sh

main() {
  local part=${1:-all}
  case $part in all | proxies | programs | scale) ;; *) die "usage: bench.sh [proxies|programs|scale]" ;; esac
  scripts/prepare.sh
  scripts/install-deps.sh bench
  scripts/publish.sh
  publish_native
  find_ports
  make_files
  start backend "$backend"
  case $part in all | proxies) measure_proxies ;; esac
  case $part in all | scale) measure_scale ;; esac
  case $part in all | programs) measure_programs ;; esac
  if [ "$part" = all ]; then
    results >bench/results.md
    say "written to bench/results.md"
  fi
}

# The NativeAOT build is not what is shipped; its figures show what it would give.
publish_native() {
  [ "${BENCH_AOT:-yes}" = yes ] && [ "$(scripts/aot-probe.sh net9.0)" = yes ] || return 0
  scripts/install-deps.sh aot
  HALOY_FRAMEWORK=net9.0 HALOY_OUT=$root/out/aot scripts/publish.sh
  proxies+=(haloy_aot)
}

measure_proxies() {
  local i=0 name rep scenario row
  for name in "${proxies[@]}"; do
    i=$((i + 1))
    http[$name]=$((base + 10 * i)) https[$name]=$((base + 10 * i + 1))
    start "$name" "${http[$name]}" "${https[$name]}"
  done

  step "Warming up"
  for scenario in "${scenarios[@]}"; do
    for name in "${proxies[@]}"; do measure "$scenario" "$name" 3 >/dev/null; done
  done
  for ((rep = 1; rep <= reps; rep++)); do
    step "Repetition $rep of $reps"
    for scenario in "${scenarios[@]}"; do
      for name in "${proxies[@]}"; do
        row=$(measure "$scenario" "$name" "$seconds")
        echo "$scenario $name $rep $row" >>"$work/data"
      done
    done
  done
  for name in "${proxies[@]}"; do echo "memory $name $(memory_of "${pid_of[$name]}")" >>"$work/data"; done
  awk -f bench/report.awk "$work/data" >"$work/proxies.md"
  cat "$work/proxies.md"
}

# measure SCENARIO PROXY SECONDS: requests, seconds, p99 in µs, processor µs of the proxy, errors
measure() {
  local plain=http://127.0.0.1:${http[$2]} tls=https://localhost:${https[$2]} before line requests length p99 errors
  before=$(cpu_of "${pid_of[$2]}")
  case $1 in
    http-1k) line=$(run_wrk "$3" "$plain/1k") ;;
    http-100k) line=$(run_wrk "$3" "$plain/100k") ;;
    https-1k) line=$(run_wrk "$3" "$tls/1k") ;;
    tls-new) line=$(run_ab "$3" "$tls/1k") ;;
    h2-1k) line=$(run_h2load "$3" "${https[$2]}") ;;
  esac
  read -r requests length p99 errors <<<"$line"
  [ "${requests:-0}" -gt 0 ] || die "$2 answered nothing in $1: $line"
  echo "$requests $length $p99 $(($(cpu_of "${pid_of[$2]}") - before)) $errors"
}

# run_wrk SECONDS URL
run_wrk() {
  wrk -t 2 -c "$connections" -d "$1" --latency -s bench/wrk-report.lua -H "Host: $site" "$2" | tail -n 1
}

# run_ab SECONDS URL: a new connection for each request. Unlike wrk it never resumes a TLS session: each is as the first of a new visitor.
run_ab() {
  local out=$work/ab.out requests length failed body p99
  # Bodies are counted by hand: ab's own check takes the first answer for the measure and sees it as empty when it comes in two parts.
  rm -f "$work/ab.csv"
  ab -l -q -c "$connections" -t "$1" -n 10000000 -e "$work/ab.csv" -H "Host: $site" "$2" >"$out" 2>&1 || die "ab failed" "$(tail -n 3 "$out")"
  requests=$(sed -n 's/^Complete requests: *//p' "$out")
  failed=$(sed -n 's/^Failed requests: *//p' "$out")
  body=$(sed -n 's/^HTML transferred: *\([0-9]*\).*/\1/p' "$out")
  [ "$body" -ge $((requests * 1024)) ] || failed=$((failed + requests - body / 1024))
  length=$(sed -n 's/^Time taken for tests: *\([0-9.]*\).*/\1/p' "$out")
  p99=$(awk -F, '$1 == 99 { printf "%d", $2 * 1000 }' "$work/ab.csv")
  echo "$requests $length $p99 $failed"
}

# run_h2load SECONDS PORT: 16 connections with 4 requests at a time on each
run_h2load() {
  local log=$work/h2load.log out=$work/h2load.out
  rm -f "$log"
  h2load -t 2 -c 16 -m 4 -D "$1" --connect-to="127.0.0.1:$2" --log-file="$log" "https://$site:$2/1k" >"$out"
  local requests failed p99
  requests=$(sed -n 's/^status codes: \([0-9]*\) 2xx.*/\1/p' "$out")
  failed=$(sed -n 's/^requests:.* \([0-9]*\) failed.*/\1/p' "$out")
  p99=$(cut -f3 "$log" | sort -n | awk '{ v[NR] = $1 } END { print v[int(NR * 0.99)] }')
  echo "$requests $1 $p99 $failed"
}

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

measure_programs() {
  step "Start time and idle memory"
  {
    echo '| figure | measured | goal | |'
    echo '|---|---:|---:|---|'
    start_times
    large_file_goal "$root/out/haloy" ReadyToRun
    large_file_goal "$root/out/aot/haloy" NativeAOT
    memory_goal ReadyToRun "$root/out" 120
    memory_goal NativeAOT "$root/out/aot" 70
  } >"$work/programs.md"
  cat "$work/programs.md"
}

version_of() { "$@" 2>&1 | grep -o '[0-9][0-9]*\.[0-9][0-9.]*' | head -n 1; }

results() {
  cat <<MARKDOWN
# Benchmark

Written by \`make bench\` on $(date -u +%Y-%m-%d); what is measured and how is in \`scripts/bench.sh\` and \`bench/\`.

- Machine: $(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB, Linux $(uname -r | cut -d- -f1); load average before it began: $load_before.
- nginx $(version_of nginx -v), HAProxy $(version_of haproxy -v), Caddy $(version_of caddy version), .NET $(dotnet --version) (SDK), haloy-proxy $("$root/out/haloy-proxy" version).
- Clients, proxies and the backend (nginx, static files) share the processors, all on the loopback interface. $connections connections (HTTP/2: 16 with 4 requests
  at a time), $seconds s each, $reps repetitions by turns after a warm-up; medians. Ratios are taken within a repetition. Every proxy has two workers, the same
  P-256 certificate, no access log. CPU is the proxy's processes, user and kernel. With new connections, each is a full
  TLS handshake, and part of p99.

## Programs

$(cat "$work/programs.md")

Start times are by the wall clock, started by turns. Memory is the resident set of both processes some seconds after start, the daemon without apps.

## Proxies
$(cat "$work/proxies.md")

## Many routes, many idle WebSockets

HTTP, kept connections, 1 KiB, to one route of $((many + 1)); resident memory after that load. Goal: as with one route.

$(cat "$work/routes.md")

$tunnels WebSockets (as many as this machine's limit of descriptors allows, two for each), none of which says anything; resident memory of the proxy by the number of them. Goal: below 10 KB.

$(cat "$work/tunnels.md")
MARKDOWN
}

stop_all() {
  local code=$? pid
  for pid in "${children[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$work"
  exit "$code"
}
trap stop_all EXIT
load_before=$(cut -d' ' -f1-3 /proc/loadavg)
main "$@"
