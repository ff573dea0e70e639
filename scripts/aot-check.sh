#!/usr/bin/env bash
# Shows that the programs are fit for NativeAOT: builds them for net9.0, the newest target whose runtime pack restores everywhere,
# with every trim and AOT warning an error, and runs what tests/Haloy.AotSmoke tries with them. What is shipped stays net10.0.
. "$(dirname "$0")/lib.sh"
cd "$root"
scripts/prepare.sh
scripts/install-deps.sh aot
[ "$(scripts/aot-probe.sh net9.0)" = yes ] || die "the NativeAOT runtime pack of net9.0 cannot be restored" "see obj/aot-probe/"

export HALOY_OUT=$root/out/aot
HALOY_FRAMEWORK=net9.0 scripts/publish.sh

step "Trying the programs"
for program in haloy haloyd haloy-proxy; do
  say "$program $("$HALOY_OUT/$program" version | head -n 1)"
done
