using System.Globalization;

namespace Haloy.Config.Tests.Properties;

/// <summary>How much is tried at random, and from where: FUZZ_COUNT and FUZZ_SEED. By default little, and always the same.</summary>
internal static class FuzzSettings
{
    public static readonly int Count = Setting("FUZZ_COUNT", 5000);

    public static readonly int Seed = Setting("FUZZ_SEED", 20260);

    /// <summary>The source of chance of one trial, so that any trial can be run again without those before it.</summary>
    public static Random Random(int trial) => new(unchecked((Seed * 1_000_003) + trial));

    private static int Setting(string name, int standard) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : standard;
}
