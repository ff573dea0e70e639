#!/usr/bin/env bash
# Feeds mutated deploy files of every format to the loader, far more than `make test` does; for every night.
# FUZZ_COUNT (200000) says how many, FUZZ_SEED (new each time) from where: a failure names the seed that finds it again.
. "$(dirname "$0")/lib.sh"
cd "$root"
need_sdk

export FUZZ_COUNT=${FUZZ_COUNT:-200000} FUZZ_SEED=${FUZZ_SEED:-$(($(date +%s) % 1000000))}
project=tests/Haloy.Config.Tests

step "Building"
quietly "$root/obj/fuzz-build.log" dotnet build "$project" --configuration Release --verbosity quiet
step "Trying $FUZZ_COUNT inputs with FUZZ_SEED=$FUZZ_SEED"
dotnet test "$project" --no-build --configuration Release --filter 'FullyQualifiedName~Haloy.Config.Tests.Properties' --logger 'console;verbosity=minimal'
