# Makes the tables of bench/results.md from lines "scenario proxy repetition requests seconds p99-us cpu-us errors" and "memory proxy KiB".
# Ratios are taken within a repetition, where the machine was equally busy for all, and only then the median over the repetitions.
function median(values, n,    i, j, t) {
  for (i = 2; i <= n; i++) {
    t = values[i]
    for (j = i - 1; j > 0 && values[j] > t; j--) values[j + 1] = values[j]
    values[j + 1] = t
  }
  return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
}

# Median over the repetitions of a figure, or of its ratio to nginx in the same repetition; lowest and highest are left in `low` and `high`.
function figure(kind, scenario, proxy, to_nginx,    r, n, values) {
  n = 0
  for (r = 1; r <= repetitions; r++) {
    if (!((kind, scenario, proxy, r) in data)) continue
    if (to_nginx && !data[kind, scenario, "nginx", r]) continue
    values[++n] = data[kind, scenario, proxy, r] / (to_nginx ? data[kind, scenario, "nginx", r] : 1)
    if (n == 1 || values[n] < low) low = values[n]
    if (n == 1 || values[n] > high) high = values[n]
  }
  return n ? median(values, n) : 0
}

function table(scenario, title, goal,    p, proxy, ratio) {
  printf "\n### %s\n\n", title
  print "| proxy | requests/s | × nginx (spread) | CPU µs/request | × nginx | p99 ms | × nginx |"
  print "|---|---:|---:|---:|---:|---:|---:|"
  for (p = 1; p <= proxies; p++) {
    proxy = name[p]
    printf "| %s | %.0f ", title_of[proxy], figure("rate", scenario, proxy)
    ratio = figure("rate", scenario, proxy, 1)
    printf "| %.2f (%.2f–%.2f) ", ratio, low, high
    printf "| %.1f | %.2f ", figure("cpu", scenario, proxy), figure("cpu", scenario, proxy, 1)
    printf "| %.1f | %.2f |\n", figure("p99", scenario, proxy) / 1000, figure("p99", scenario, proxy, 1)
  }
  printf "\nGoal of haloy-proxy: requests/s at least %.1f × nginx: %s; p99 no worse than nginx: %s.\n", goal, \
    (figure("rate", scenario, "haloy", 1) >= goal ? "pass" : "MISS"), (figure("p99", scenario, "haloy", 1) <= 1 ? "pass" : "MISS")
  if (bad[scenario]) printf "\nRequests not answered well:%s.\n", bad[scenario]
}

BEGIN {
  title_of["nginx"] = "nginx"; title_of["haproxy"] = "HAProxy"; title_of["caddy"] = "Caddy"
  title_of["haloy"] = "haloy-proxy (ReadyToRun)"; title_of["haloy_aot"] = "haloy-proxy (NativeAOT, net9.0)"
}

$1 == "memory" { memory[$2] = $3; next }

{
  if (!($2 in seen)) { seen[$2] = 1; name[++proxies] = $2 }
  if ($3 > repetitions) repetitions = $3
  data["rate", $1, $2, $3] = $4 / $5
  data["cpu", $1, $2, $3] = $4 ? $7 / $4 : 0
  data["p99", $1, $2, $3] = $6
  if ($8) bad[$1] = bad[$1] " " $2 ": " $8 " (repetition " $3 ")"
}

END {
  table("http-1k", "HTTP, kept connections, 1 KiB", 1.1)
  table("http-100k", "HTTP, kept connections, 100 KiB", 1.0)
  table("https-1k", "HTTPS, kept connections, 1 KiB", 1.0)
  table("tls-new", "HTTPS, a new connection for each request, 1 KiB", 1.0)
  table("h2-1k", "HTTP/2 over TLS, 1 KiB", 1.0)
  print "\n### Resident memory after all of this\n\n| proxy | MB |\n|---|---:|"
  for (p = 1; p <= proxies; p++) printf "| %s | %.0f |\n", title_of[name[p]], memory[name[p]] * 1.024 / 1000
  printf "\nGoal of haloy-proxy: below 50 MB: %s.\n", (memory["haloy"] * 1.024 / 1000 < 50 ? "pass" : "MISS")
}
