[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace Haloy.AotSmoke;

/// <summary>
/// Tries, in a natively compiled program, what native compilation is known to break: everything that a plain build finds by reflection,
/// loads at run time or compiles late. `make aot-check` runs it; exit code 1 when a check failed.
/// </summary>
internal static class Smoke
{
    private static readonly (string Name, Func<Task<string>> Check)[] Checks =
    [
        ("JSON", JsonCheck.RunAsync),
        ("SQLite", StorageCheck.RunAsync),
        ("TLS", TlsCheck.RunAsync),
        ("deploy files", ConfigCheck.RunAsync),
    ];

    public static async Task<int> Main()
    {
        var failed = 0;
        foreach (var (name, check) in Checks)
        {
            try
            {
                Console.WriteLine($"{name}: {await check()}");
            }
            // Whatever goes wrong is the finding: the others are tried all the same.
            catch (Exception e)
            {
                failed++;
                Console.Error.WriteLine($"{name} FAILED: {e}");
            }
        }

        return failed == 0 ? 0 : 1;
    }

    /// <summary>Stops a check with the reason it failed.</summary>
    public static void Require(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException(what);
    }
}
