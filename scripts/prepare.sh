#!/usr/bin/env bash
# What the demo and the tests need of a machine: packages and a Docker engine that answers. Quiet when all is there.
. "$(dirname "$0")/lib.sh"
cd "$root"
need_sdk
scripts/install-deps.sh docker
[ "$(scripts/aot-probe.sh)" != yes ] || scripts/install-deps.sh aot
scripts/engine.sh start
