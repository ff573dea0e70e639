#!/usr/bin/env bash
# Shows that the programs are fit for NativeAOT: builds them for net9.0, the newest target whose runtime pack restores everywhere,
# with every trim and AOT warning an error, and tries them: tests/Haloy.AotSmoke, a deploy, and a proxy that serves without the daemon.
# What is shipped stays net10.0.
. "$(dirname "$0")/lib.sh"
cd "$root"

out=$root/out/aot
rid=$(host_rid)
run_id=$$-$(date +%s)
work=$root/obj/aot-check
name=aot-check-$$.localhost
daemon_pid='' proxy_pid=''

main() {
  scripts/prepare.sh
  scripts/install-deps.sh aot images
  [ "$(scripts/aot-probe.sh net9.0)" = yes ] || die "the NativeAOT runtime pack of net9.0 cannot be restored" "see obj/aot-probe/"
  HALOY_FRAMEWORK=net9.0 HALOY_OUT=$out scripts/publish.sh
  publish_smoke

  step "Trying what native compilation could break"
  "$out/aot-smoke" | sed 's/^/    /'

  rm -rf "$work"
  mkdir -p "$work/app"
  deploy_an_app
  serve_without_the_daemon
}

publish_smoke() {
  local stage=$root/obj/publish/net9.0-$rid stamp
  stamp=$(content_stamp src tests/Haloy.AotSmoke Directory.Build.props Directory.Packages.props global.json)-$(dotnet --version)
  [ ! -x "$out/aot-smoke" ] || [ "$(cat "$stage/smoke.stamp" 2>/dev/null)" != "$stamp" ] || return 0
  step "Publishing tests/Haloy.AotSmoke: NativeAOT"
  quietly "$stage/aot-smoke.log" dotnet publish tests/Haloy.AotSmoke --configuration Release --output "$stage/smoke" --artifacts-path "$stage/artifacts" \
    --verbosity quiet -p:HaloyPublish=true -p:HaloyRid="$rid" -p:HaloyAot=true -p:HaloyTargetFramework=net9.0
  mv -f "$stage/smoke/Haloy.AotSmoke" "$out/aot-smoke"
  echo "$stamp" >"$stage/smoke.stamp"
}

# An app as small as can be: busybox as a web server.
write_app() {
  cp /bin/busybox "$work/app/"
  echo 'served by a native build' >"$work/app/index.html"
  cat >"$work/app/Dockerfile" <<DOCKERFILE
FROM scratch
LABEL haloy.test.run=$run_id
COPY busybox index.html /www/
CMD ["/www/busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]
DOCKERFILE
  cat >"$work/app/haloy.yaml" <<YAML
name: aot-check-$$
domains:
  - domain: $name
replicas: 2
YAML
}

deploy_an_app() {
  step "Deploying a small app with haloyd and haloy"
  write_app
  (cd "$work" && exec "$out/haloyd" dev --http-port 0 --https-port 0 --data-dir "$work/.haloy") >"$work/haloyd.log" 2>&1 </dev/null &
  daemon_pid=$!
  wait_until 60 says_ready || die "haloyd did not get ready" "$(tail -n 5 "$work/haloyd.log")"
  (cd "$work/app" && "$out/haloy" deploy) | sed 's/^/    /'
  expect_page "$(sed -n 's/.*"httpsPort": *\([0-9]*\).*/\1/p' "$work/.haloy/dev.json")"
  (cd "$work/app" && "$out/haloy" status) | sed 's/^/    /'
  end "$daemon_pid"
  daemon_pid=''
}

says_ready() {
  kill -0 "$daemon_pid" 2>/dev/null || die "haloyd ended at once" "$(tail -n 5 "$work/haloyd.log")"
  grep -q '^ready' "$work/haloyd.log"
}

serve_without_the_daemon() {
  step "Serving it with haloy-proxy alone, from the saved routes and certificates"
  (cd "$work" && exec "$out/haloy-proxy" serve --http 127.0.0.1:0 --https 127.0.0.1:0 --data-dir .haloy) >"$work/proxy.log" 2>&1 </dev/null &
  proxy_pid=$!
  wait_until 30 grep -q '^Serving' "$work/proxy.log" || die "haloy-proxy did not get ready" "$(tail -n 5 "$work/proxy.log")"
  expect_page "$(sed -n 's/^Serving.*HTTPS on .*:\([0-9]*\)$/\1/p' "$work/proxy.log")"
  end "$proxy_pid"
  proxy_pid=''
}

# expect_page HTTPS-PORT
expect_page() {
  local body
  body=$(curl --silent --show-error --fail --max-time 10 --cacert "$work/.haloy/ca/root.pem" --resolve "$name:$1:127.0.0.1" "https://$name:$1/")
  [ "$body" = 'served by a native build' ] || die "https://$name:$1/ answered: $body"
  say "https://$name:$1/ answers, its certificate verified"
}

# Ends a program of ours in its own way; it must say that all went well.
end() {
  kill "$1"
  wait "$1" || die "process $1 ended with code $?" "logs are in obj/aot-check/"
}

clean_up() {
  local code=$?
  for pid in $daemon_pid $proxy_pid; do kill -KILL "$pid" 2>/dev/null || true; done
  scripts/sweep.sh tests "$run_id"
  exit "$code"
}
trap clean_up EXIT
main
