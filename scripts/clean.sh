#!/usr/bin/env bash
# Removes build output: everything git ignores, but not what a running demo uses.
. "$(dirname "$0")/lib.sh"
cd "$root"
[ ! -d .demo ] || say "the demo's directory .demo stays; make demo-down removes it"
git clean -q -f -d -X -e '!/.demo' -e '!/.demo/**'
