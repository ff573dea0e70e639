#!/usr/bin/env bash
# The whole way of a small app on this machine: first deploy, update under load, a broken version, rollback.
# Everything it makes is removed by demo-down.sh. Fails when anything is not as promised.
. "$(dirname "$0")/lib.sh"
cd "$root"

demo=$root/.demo
app=$demo/hello
load_pid=''

main() {
  local first_id
  scripts/prepare.sh
  scripts/demo-down.sh --keep-engine
  scripts/publish.sh
  samples/hello/build-rootfs.sh
  build_load_client
  copy_app
  start_daemon

  step "Deploying version 1: three replicas of samples/hello"
  deploy
  expect_version 1
  show_page
  first_id=$(current_deployment)

  step "Deploying version 2 while clients hammer version 1"
  set_version 2
  start_load
  deploy
  expect_version 2
  stop_load "redeploy"

  step "Trying version 3, which crashes on start"
  set_version 3
  sed -i 's/^env:$/env:\n  - name: CRASH_ON_START\n    value: "1"/' "$app/haloy.yaml"
  start_load
  if haloy deploy; then
    die "the broken version 3 was accepted"
  fi
  say "refused, as it should be"
  expect_version 2

  step "Rolling back to version 1 ($first_id)"
  haloy rollback "$first_id"
  expect_version 1
  stop_load "the refused deploy and the rollback"

  step "Status"
  haloy status
  what_next
}

haloy() { (cd "$app" && "$root/out/haloy" "$@"); }
deploy() { haloy deploy; }
page() { curl --silent --show-error --fail --max-time 10 --cacert "$ca" --resolve "hello.localhost:$https_port:127.0.0.1" "$@"; }

build_load_client() {
  local stamp
  stamp=$(content_stamp bench/Haloy.Load tests/Haloy.Testing Directory.Build.props Directory.Packages.props)
  [ "$(cat obj/load-client.stamp 2>/dev/null)" != "$stamp" ] || [ ! -e obj/load-client/haloy-load.dll ] || return 0
  quietly obj/load-client.log dotnet publish bench/Haloy.Load --configuration Release --output obj/load-client --verbosity quiet
  echo "$stamp" >obj/load-client.stamp
}

# The sample as a user would have it, but marked, so that demo-down finds its images and containers.
copy_app() {
  mkdir -p "$demo"
  cp -R samples/hello "$app"
  rm -rf "$app/app" "$app/build-rootfs.sh"
  printf '\n# Only for the demo: the mark by which its images and containers are found again.\nLABEL haloy.demo="%s"\n' "$root" >>"$app/Dockerfile"
}

set_version() { sed -i "/name: VERSION/{n;s/\"[0-9]*\"/\"$1\"/}" "$app/haloy.yaml"; }

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

next_free_port() {
  local port=$1
  while port_taken "$port"; do port=$((port + 1)); done
  echo "$port"
}

start_daemon() {
  http_port=$(next_free_port 8080)
  https_port=$(next_free_port 8443)
  docker network inspect haloy >/dev/null 2>&1 || touch "$demo/made-network"
  step "Starting haloyd dev on ports $http_port and $https_port"
  (cd "$demo" && exec setsid "$root/out/haloyd" dev --http-port "$http_port" --https-port "$https_port" --data-dir "$demo/.haloy") \
    >"$demo/haloyd.log" 2>&1 </dev/null &
  daemon_pid=$!
  echo "$daemon_pid" >"$demo/haloyd.pid"
  wait_until 30 daemon_ready || die "haloyd did not get ready" "see $demo/haloyd.log"
  ca=$(sed -n 's/.*"ca" *: *"\([^"]*\)".*/\1/p' "$demo/.haloy/dev.json")
  say "running, log in .demo/haloyd.log"
}

daemon_ready() {
  kill -0 "$daemon_pid" 2>/dev/null || die "haloyd ended at once" "see $demo/haloyd.log"
  grep -qs '^ready' "$demo/haloyd.log" && [ -e "$demo/.haloy/dev.json" ]
}

current_deployment() {
  haloy status --json | grep -o '"deploymentId":"[^"]*"' | head -n 1 | cut -d'"' -f4 | grep . || die "haloy status --json names no deployment"
}

# Every one of some requests must be answered by the version.
expect_version() {
  local i seen
  for i in 1 2 3 4 5 6; do
    seen=$(page --output /dev/null --dump-header - "https://hello.localhost:$https_port/" | tr -d '\r' | sed -n 's/^x-hello-version: //Ip')
    [ "$seen" = "$1" ] || die "request $i was answered by version '$seen' instead of $1"
  done
  say "https://hello.localhost:$https_port/ answers: version $1"
}

show_page() {
  step "The page, over HTTPS, its certificate verified with the local authority"
  page "https://hello.localhost:$https_port/" |
    sed -e '1,/<body>/d' -e 's/<tr><th>\(.*\)<\/th><td>\(.*\)<\/td><\/tr>/\1: \2/' -e 's/<[^>]*>//g' -e '/^ *$/d' -e 's/^/    | /'
}

start_load() {
  dotnet obj/load-client/haloy-load.dll --url "https://hello.localhost:$https_port" --connect-to "127.0.0.1:$https_port" --ca "$ca" \
    --keep-alive 4 --http2 2 --new 2 >"$demo/load.json" 2>"$demo/load.log" &
  load_pid=$!
  wait_until 30 grep -qs '^running' "$demo/load.log" || die "the load client did not start" "$(tail -n 3 "$demo/load.log")"
}

# stop_load WHAT: prints the promised line, and fails when a request failed.
stop_load() {
  local failed requests
  kill -TERM "$load_pid"
  wait "$load_pid" || true
  load_pid=''
  requests=$(sed -n 's/^  "requests": \([0-9]*\),/\1/p' "$demo/load.json")
  failed=$(sed -n 's/^  "failed": \([0-9]*\),/\1/p' "$demo/load.json")
  echo "failed requests during $1: ${failed:-?} of ${requests:-?}"
  if [ "${failed:-1}" != 0 ] || [ "${requests:-0}" -eq 0 ]; then
    die "requests failed" "when and why: $demo/load.json"
  fi
}

what_next() {
  step "Done in $SECONDS s. What next"
  say "look      curl --cacert .demo/.haloy/ca/root.pem https://hello.localhost:$https_port/   (or in a browser)"
  say "change    edit .demo/hello/page.html or haloy.yaml, then: cd .demo/hello && ../../out/haloy deploy"
  say "watch     cd .demo/hello && ../../out/haloy logs"
  say "remove    make demo-down"
}

ending() {
  local code=$?
  [ -z "$load_pid" ] || kill "$load_pid" 2>/dev/null || true
  if [ "$code" -ne 0 ]; then
    echo "the demo failed; logs are in .demo/, and make demo-down removes everything" >&2
    [ ! -e "$demo/haloyd.log" ] || tail -n 15 "$demo/haloyd.log" >&2
  fi
  exit "$code"
}
trap ending EXIT
main
