#!/usr/bin/env bash
# Says `yes` when NativeAOT's runtime pack can be restored for a target, else `no`: it is not in every copy of NuGet.
# aot-probe.sh [FRAMEWORK] [RID]      the answer is kept per SDK version
. "$(dirname "$0")/lib.sh"

framework=${1:-net10.0} rid=${2:-$(host_rid)}
probe=$root/obj/aot-probe/$framework-$rid
answer=$probe/answer-$(dotnet --version)

if [ ! -e "$answer" ]; then
  mkdir -p "$probe"
  cat >"$probe/Probe.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <RuntimeIdentifier>$rid</RuntimeIdentifier>
    <PublishAot>true</PublishAot>
    <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
  </PropertyGroup>
</Project>
XML
  if dotnet restore "$probe/Probe.csproj" -p:HaloyPublish=true -p:HaloyTargetFramework="$framework" >"$probe/log" 2>&1; then
    echo yes >"$answer"
  elif grep -q NU1101 "$probe/log"; then
    echo no >"$answer"
  else
    # Another reason, such as no network, is not an answer to keep.
    echo no
    exit
  fi
fi
cat "$answer"
