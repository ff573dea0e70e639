#!/usr/bin/env bash
# Prepares the sample apps, so that a plain `docker build` of their directories works. Quick when nothing changed.
. "$(dirname "$0")/lib.sh"

"$root/samples/hello/build-rootfs.sh"
"$root/samples/nginx/build-rootfs.sh"
