# shellcheck shell=bash disable=SC2154,SC2034 # what its users have set, and what they use
# The proxies that are compared, each with the same certificate, two workers, no access log and kept connections to the same backend.
# A proxy NAME has a function start_NAME HTTP-PORT HTTPS-PORT, which execs it in the foreground.
# Needs $work (configurations), $most (connections of a proxy), $site (the host that is asked for), $children and $root; sourced by scripts/bench.sh and scripts/slowhttp.sh.

declare -gA pid_of http https


# Settings that differ from a default do so for all, because the default would end connections or keep too few of them.
nginx_config() {
  cat <<CONF
daemon off;
worker_processes 2;
pid $work/$1/nginx.pid;
error_log $work/$1/error.log warn;
events { worker_connections $most; }
http {
  access_log off;
  keepalive_requests 100000000;
  client_body_temp_path $work/$1/body;
  proxy_temp_path $work/$1/proxy;
  fastcgi_temp_path $work/$1/fastcgi;
  uwsgi_temp_path $work/$1/uwsgi;
  scgi_temp_path $work/$1/scgi;
  $2
}
CONF
}

run_nginx() {
  mkdir -p "$work/$1"
  nginx_config "$1" "$2" >"$work/$1/nginx.conf"
  exec nginx -p "$work/$1" -e "$work/$1/error.log" -c "$work/$1/nginx.conf"
}

start_backend() {
  run_nginx backend "
  open_file_cache max=10;
  sendfile on;
  tcp_nopush on;
  server { listen 127.0.0.1:$backend backlog=4096; root $work/files; }"
}

start_nginx() {
  run_nginx nginx "
  ssl_certificate $work/tls/cert.pem;
  ssl_certificate_key $work/tls/key.pem;
  ssl_protocols TLSv1.2 TLSv1.3;
  upstream app { server 127.0.0.1:$backend; keepalive 256; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:$1 backlog=4096;
    listen 127.0.0.1:$2 ssl http2 backlog=4096;
    location / {
      proxy_pass http://app;
      proxy_http_version 1.1;
      proxy_set_header Connection '';
      proxy_set_header Host \$host;
      proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto \$scheme;
    }
    location /idle {
      proxy_pass http://app;
      proxy_http_version 1.1;
      proxy_set_header Upgrade \$http_upgrade;
      proxy_set_header Connection upgrade;
      proxy_set_header Host \$host;
    }
  }"
}

start_haproxy() {
  mkdir -p "$work/haproxy"
  cat "$work/tls/cert.pem" "$work/tls/key.pem" >"$work/haproxy/tls.pem"
  cat >"$work/haproxy/haproxy.cfg" <<CONF
global
  nbthread 2
  maxconn $most
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  option forwardfor
  http-reuse always
frontend web
  bind 127.0.0.1:$1
  bind 127.0.0.1:$2 ssl crt $work/haproxy/tls.pem alpn h2,http/1.1
  default_backend app
backend app
  server app 127.0.0.1:$backend
CONF
  exec haproxy -db -f "$work/haproxy/haproxy.cfg"
}

start_caddy() {
  mkdir -p "$work/caddy"
  cat >"$work/caddy/Caddyfile" <<CONF
{
  admin off
  auto_https off
  servers {
    protocols h1 h2
  }
}
(app) {
  reverse_proxy 127.0.0.1:$backend {
    transport http {
      keepalive_idle_conns_per_host 256
    }
  }
}
http://:$1 {
  bind 127.0.0.1
  import app
}
https://:$2 {
  bind 127.0.0.1
  tls $work/tls/cert.pem $work/tls/key.pem
  import app
}
CONF
  export GOMAXPROCS=2 HOME=$work/caddy XDG_DATA_HOME=$work/caddy XDG_CONFIG_HOME=$work/caddy
  exec caddy run --adapter caddyfile --config "$work/caddy/Caddyfile"
}

# With haloy_routes set, that many more.
run_haloy() {
  local data=$work/$1${haloy_routes:+-$haloy_routes}
  mkdir -p "$data/proxy" "$data/certs"
  # wrk takes the name it asks a certificate for from the address, which must be one that resolves: hence localhost.
  for host in localhost "$site"; do cat "$work/tls/key.pem" "$work/tls/cert.pem" >"$data/certs/$host.pem"; done
  awk -v site="$site" -v port="$backend" -v more="${haloy_routes:-0}" '
    function route(name) { return "{ \"canonical\": \"" name "\", \"plain_http\": true, \"backends\": [{ \"ip\": \"127.0.0.1\", \"port\": \"" port "\" }] }" }
    BEGIN {
      printf "{ \"schema_version\": 1, \"routes\": [%s", route(site)
      for (i = 1; i <= more; i++) printf ",\n%s", route("app" i ".example.test")
      print "] }"
    }' >"$data/proxy/snapshot.json"
  export DOTNET_PROCESSOR_COUNT=2
  exec "$2" serve --http "127.0.0.1:$3" --https "127.0.0.1:$4" --data-dir "$data"
}

start_haloy() { run_haloy haloy "$root/out/haloy-proxy" "$@"; }
start_haloy_aot() { run_haloy haloy_aot "$root/out/aot/haloy-proxy" "$@"; }

find_ports() {
  local offset
  for ((base = 18000; base < 28000; base += 100)); do
    for offset in 0 10 11 20 21 30 31 40 41 50 51 60 61 70 71 80 81 85 90 91 92; do
      ! listens $((base + offset)) || continue 2
    done
    backend=$base
    return
  done
  die "no free ports were found"
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# start NAME PORT…: in the background; ready when every port answers.
start() {
  local port
  "start_$1" "${@:2}" >"$work/$1.log" 2>&1 </dev/null &
  children+=("$!")
  pid_of[$1]=$!
  for port in "${@:2}"; do wait_until 15 listens "$port" || die "$1 did not start" "$(tail -n 3 "$work/$1.log")"; done
}

make_files() {
  mkdir -p "$work/files" "$work/tls"
  # nginx drops its privileges in the workers.
  chmod 755 "$work" "$work/files"
  head -c 1024 /dev/zero | tr '\0' x >"$work/files/1k"
  head -c 102400 /dev/zero | tr '\0' x >"$work/files/100k"
  quietly "$work/openssl.log" openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
    -keyout "$work/tls/key.pem" -out "$work/tls/cert.pem" -subj "/CN=$site" -addext "subjectAltName=DNS:$site,DNS:localhost"
}
