# shellcheck shell=bash
# What /proc says about a process together with all it started. Sourced by scripts/bench.sh.

tree() {
  local pid=$1 children child
  echo "$pid"
  children=$(cat /proc/"$pid"/task/*/children 2>/dev/null) || return 0
  for child in $children; do tree "$child"; done
}

# Processor time in microseconds, user and kernel.
cpu_of() {
  local ticks=0 pid stat
  for pid in $(tree "$1"); do
    stat=$(cat "/proc/$pid/stat" 2>/dev/null) || continue
    # The name, in brackets, may hold blanks: fields are counted behind it.
    read -r -a fields <<<"${stat##*) }"
    ticks=$((ticks + fields[11] + fields[12]))
  done
  echo $((ticks * 1000000 / $(getconf CLK_TCK)))
}

# Resident memory in KiB. Pages that several of the processes share are counted in each.
memory_of() {
  local total=0 pid kib
  for pid in $(tree "$1"); do
    kib=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null) || continue
    total=$((total + kib))
  done
  echo "$total"
}
