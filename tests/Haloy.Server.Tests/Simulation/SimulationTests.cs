using System.Globalization;

namespace Haloy.Server.Tests.Simulation;

/// <summary>
/// The property test of the deployment machinery: the daemon's own reconciler, executor, observer and proxy synchronisation against a simulated
/// engine, proxy and clock that fail at random. HALOY_SIMULATION_SEED replays one run; HALOY_SIMULATION_RUNS tries more of them.
/// </summary>
public class SimulationTests(ITestOutputHelper output)
{
    private const int Runs = 500;

    [Fact]
    public void Deployments_under_random_faults_keep_the_invariants()
    {
        var seeds = Number("HALOY_SIMULATION_SEED") is { } one ? [one] : Enumerable.Range(1, Number("HALOY_SIMULATION_RUNS") ?? Runs);
        foreach (var seed in seeds)
        {
            var run = new Simulation(seed);
            if (run.Run() is not { } broken)
                continue;

            output.WriteLine(string.Join('\n', run.Trace.TakeLast(200)));
            Assert.Fail($"Seed {seed}: {broken}");
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
