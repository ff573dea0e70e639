#!/usr/bin/env bash
# Installs what is missing on Debian or Ubuntu, by group; says nothing when all is there.
# install-deps.sh [docker] [images] [nginx] [secrets] [aot] [lint] [bench] [slowhttp] [peers]      (default: docker images)
. "$(dirname "$0")/lib.sh"

# Each part is "program or file:package"; the package is installed when the program is not on PATH and the file is not there.
parts_of() {
  case $1 in
    docker) echo docker:docker.io dockerd:docker.io iptables:iptables curl:curl ;;
    images) echo /bin/busybox:busybox-static debootstrap:debootstrap ;;
    aot) echo clang:clang /usr/include/zlib.h:zlib1g-dev ;;
    nginx) echo nginx:nginx-core ;;
    secrets) echo age:age pass:pass gpg:gnupg gpg-agent:gpg-agent ;;
    peers) echo curl:curl h2load:nghttp2-client /usr/lib/python3/dist-packages/autobahn:python3-autobahn ;;
    lint) echo shellcheck:shellcheck ;;
    bench) echo nginx:nginx-core haproxy:haproxy caddy:caddy wrk:wrk h2load:nghttp2-client ab:apache2-utils openssl:openssl ;;
    slowhttp) echo slowhttptest:slowhttptest nginx:nginx-core curl:curl openssl:openssl ;;
    *) die "there is no group '$1'" "groups: docker images nginx secrets aot lint bench slowhttp peers" ;;
  esac
}

# Programs of the administrator are not on everybody's PATH.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

missing=()
for group in "${@:-docker images}"; do
  for word in $group; do
    for part in $(parts_of "$word"); do
      probe=${part%%:*}
      [ -e "$probe" ] || command -v "$probe" >/dev/null || missing+=("${part#*:}")
    done
  done
done
[ ${#missing[@]} -gt 0 ] || exit 0

mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)
command -v apt-get >/dev/null || die "missing on this machine: ${missing[*]}" "install them with your package manager and run the command again"

step "Installing ${missing[*]}"
log=$root/obj/install-deps.log
export DEBIAN_FRONTEND=noninteractive

# A policy of "no" keeps freshly installed services from starting; ours is removed again even when the install fails.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
  as_root chmod +x "$policy"
  trap 'as_root rm -f "$policy"' EXIT
fi

# Lists that are already there may be too old to fetch from: refresh them once.
quietly "$log" as_root apt-get update -q
quietly "$log" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
