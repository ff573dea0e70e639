#!/usr/bin/env bash
# Loads the published proxy while routes, backends and certificates change around it, far longer than `make test` does.
# SOAK_SECONDS (3600) says how long.
. "$(dirname "$0")/lib.sh"
cd "$root"

export SOAK_SECONDS=${SOAK_SECONDS:-3600}
project=tests/Haloy.EndToEnd.Tests

scripts/prepare.sh
scripts/publish.sh
scripts/install-deps.sh images nginx
scripts/images.sh
step "Building"
quietly "$root/obj/soak-build.log" dotnet build "$project" --configuration Release --verbosity quiet
step "Loading the proxy for $SOAK_SECONDS s"
dotnet test "$project" --no-build --configuration Release --filter 'FullyQualifiedName~SoakTests' --logger 'console;verbosity=detailed'
