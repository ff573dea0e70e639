#!/usr/bin/env bash
# Feeds mutated deploy files of every format to the loader, and mutated requests, responses, bodies and frames to the proxy, far more than
# `make test` does; for every night. FUZZ_COUNT says how many (200000 files, 1000000 inputs for each parser of the proxy), FUZZ_SEED
# (new each time) from where: a failure names the seed that finds it again. FUZZ_ONLY=config or proxy leaves the other out.
. "$(dirname "$0")/lib.sh"
cd "$root"
need_sdk

export FUZZ_SEED=${FUZZ_SEED:-$(($(date +%s) % 1000000))}

fuzz() { # name project count
  if [ "${FUZZ_ONLY:-$1}" != "$1" ]; then
    return
  fi
  step "Building $2"
  quietly "$root/obj/fuzz-build.log" dotnet build "tests/$2" --configuration Release --verbosity quiet
  step "Trying $3 inputs with FUZZ_SEED=$FUZZ_SEED"
  FUZZ_COUNT=$3 dotnet test "tests/$2" --no-build --configuration Release --filter "FullyQualifiedName~$2.Properties" \
    --logger 'console;verbosity=minimal'
}

fuzz config Haloy.Config.Tests "${FUZZ_COUNT:-200000}"
fuzz proxy Haloy.Proxy.Tests "${FUZZ_COUNT:-1000000}"
