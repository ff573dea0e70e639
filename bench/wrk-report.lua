-- One line for bench.sh: requests, seconds, 99th percentile in microseconds, everything that was not a good answer.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("%d %.3f %d %d\n", summary.requests, summary.duration / 1e6, latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
