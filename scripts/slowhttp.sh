#!/usr/bin/env bash
# Attacks haloy-proxy, and nginx beside it, in the four ways of slowhttptest while another client asks for a small file all the time, and prints
# how long that client had to wait. It fails when haloy-proxy left it without an answer; how long it took depends on the machine.
# SLOW_CONNECTIONS (1000) slow clients for SLOW_SECONDS (10) each. All traffic is on the loopback interface.
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
cd "$root"

connections=${SLOW_CONNECTIONS:-1000} most=8192 seconds=${SLOW_SECONDS:-10}
site=localhost
work=$(mktemp -d)
children=()
failed=0
. bench/proxies.sh

main() {
  need_sdk
  scripts/install-deps.sh slowhttp
  scripts/publish.sh
  # Each slow client takes a descriptor of the attacker.
  ulimit -n "$(ulimit -Hn)"
  find_ports
  make_files
  head -c 5000000 /dev/zero >"$work/files/5m"
  backend=$base
  start slow_backend "$backend"
  http=([nginx]=$((base + 10)) [haloy]=$((base + 20)))
  start nginx "${http[nginx]}" $((base + 11))
  start haloy "${http[haloy]}" $((base + 21))

  printf '%-8s %-6s %9s %9s %9s %9s %9s %9s\n' attack proxy held asked median p99 worst failed
  for attack in headers body range read; do
    for proxy in nginx haloy; do attack "$attack" "$proxy"; done
  done
  defects=$(grep -c '\[4401\]' "$work/haloy.log" || true)
  [ "$defects" -eq 0 ] || die "haloy-proxy met defects of its own" "$(grep '\[4401\]' "$work/haloy.log" | head -n 3)"
  [ "$failed" -eq 0 ] || die "haloy-proxy left $failed requests of another client without an answer"
}

# A backend that wants the whole body of a request before it answers, as most apps do.
start_slow_backend() {
  run_nginx slow_backend "
  client_max_body_size 0;
  server {
    listen 127.0.0.1:$1 backlog=4096;
    root $work/files;
    location /upload { proxy_method GET; proxy_pass http://127.0.0.1:$1/1k; }
  }"
}

# attack MODE PROXY
attack() {
  local url=http://localhost:${http[$2]} options attacker answers=$work/answers
  case $1 in
    headers) options=(-H -i 2 -u "$url/1k") ;;
    body) options=(-B -i 2 -s 100000 -u "$url/upload") ;;
    range) options=(-R -u "$url/100k") ;;
    read) options=(-X -w 512 -y 1024 -n 5 -z 32 -k 3 -u "$url/5m") ;;
  esac
  slowhttptest "${options[@]}" -c "$connections" -r "$connections" -l "$seconds" -p 5 >"$work/attack.log" 2>&1 &
  attacker=$!
  while kill -0 "$attacker" 2>/dev/null; do
    curl --silent --output /dev/null --max-time 5 --write-out '%{http_code} %{time_total}\n' "$url/1k" || true
    sleep 0.02
  done >"$answers"
  wait "$attacker" || true
  report "$1" "$2" "$answers"
}

# report MODE PROXY FILE
report() {
  local held bad
  held=$(sed -n 's/\x1b\[[0-9;]*m//g; s/^connected: *\([0-9]*\).*/\1/p' "$work/attack.log" | sort -n | tail -n 1)
  bad=$(grep -vc '^200 ' "$3" || true)
  sort -k2 -n "$3" | awk -v attack="$1" -v proxy="$2" -v held="${held:-0}" -v bad="$bad" '
    { t[NR] = $2 * 1000 }
    END { printf "%-8s %-6s %9d %9d %6d ms %6d ms %6d ms %9d\n", attack, proxy, held, NR, t[int((NR + 1) / 2)], t[int((NR - 1) * 0.99) + 1], t[NR], bad }'
  [ "$2" != haloy ] || failed=$((failed + bad))
}

stop_all() {
  local code=$? pid
  for pid in "${children[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$work"
  exit "$code"
}
trap stop_all EXIT
main
