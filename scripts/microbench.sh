#!/usr/bin/env bash
# Measures the parts of the proxy's hot path one by one, time and allocated bytes per call, and writes bench/micro-results.md.
# microbench.sh [--filter '*Routing*' …]    only some, printed and not written
. "$(dirname "$0")/lib.sh"
cd "$root"

scripts/prepare.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
quietly "$work/build.log" dotnet build bench/Haloy.MicroBench --configuration Release --verbosity quiet
program=bench/Haloy.MicroBench/bin/Release/net10.0/haloy-microbench
if [ $# -gt 0 ]; then
  exec "$program" "$@"
fi

step "Measuring, about two minutes"
quietly "$work/run.log" env TMPDIR="$work" "$program"
{
  echo "# Micro-benchmark"
  echo
  echo "Written by \`make microbench\` on $(date -u +%F); the code is in \`bench/Haloy.MicroBench\`. One thread, no sockets; \`-\` means that nothing is allocated."
  echo
  cat "$work"/haloy-microbench/results/*-report-github.md
} >bench/micro-results.md
sed -n '/^|/p' bench/micro-results.md
say "written to bench/micro-results.md"
