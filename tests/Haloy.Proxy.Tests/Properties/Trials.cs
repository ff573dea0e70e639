using System.Globalization;
using System.Text;

namespace Haloy.Proxy.Tests.Properties;

/// <summary>Tries many inputs that chance makes. FUZZ_COUNT and FUZZ_SEED say how many and from where; by default few, and always the same.</summary>
internal static class Trials
{
    // No input takes more than a moment: this is no measure of speed, but of a hang.
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    private static readonly int Seed = Setting("FUZZ_SEED", 20260);

    public static int Count { get; } = Setting("FUZZ_COUNT", 20_000);

    /// <summary>Tries pure functions, in a thread that is watched from here. A failure names the seed, and the smallest input that still fails.</summary>
    public static void Run(Func<Random, byte[]> make, Action<byte[], Random> check)
    {
        var current = -1;
        string? failure = null;
        var worker = new Thread(() =>
        {
            for (var trial = 0; trial < Count && failure is null; trial++)
            {
                Volatile.Write(ref current, trial);
                failure = Try(trial, make, check);
            }
        });
        worker.IsBackground = true;
        worker.Start();
        for (var last = -1; !worker.Join(Hang); last = Volatile.Read(ref current))
            Assert.True(last != Volatile.Read(ref current), $"Trial {current} of FUZZ_SEED={Seed} hangs: {Show(make(Chance(current)))}");
        Assert.True(failure is null, failure);
    }

    /// <summary>Tries something that takes longer, with one input in <paramref name="divisor"/>.</summary>
    public static async Task RunAsync(int divisor, Func<Random, byte[]> make, Func<byte[], Random, Task> check)
    {
        for (var trial = 0; trial < Count / divisor; trial++)
        {
            var chance = Chance(trial);
            var input = make(chance);
            try
            {
                await check(input, chance).WaitAsync(Hang, TestContext.Current.CancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Trial {trial} of FUZZ_SEED={Seed} fails with {Show(input)}", e);
            }
        }
    }

    private static string? Try(int trial, Func<Random, byte[]> make, Action<byte[], Random> check)
    {
        var input = make(Chance(trial));
        if (Failure(input) is not { } problem)
            return null;
        for (var size = Math.Max(1, input.Length / 2); size > 0; size /= 2)
        {
            for (var at = 0; at < input.Length;)
            {
                byte[] smaller = [.. input.Take(at), .. input.Skip(at + size)];
                if (Failure(smaller)?.GetType() == problem.GetType())
                    input = smaller;
                else
                    at += size;
            }
        }

        return $"Trial {trial} of FUZZ_SEED={Seed} fails with {Show(input)}{Failure(input)}";

        Exception? Failure(byte[] bytes)
        {
            try
            {
                check(bytes, Chance(trial));
                return null;
            }
            catch (Exception e)
            {
                return e;
            }
        }
    }

    private static Random Chance(int trial) => new(unchecked((Seed * 1_000_003) + trial));

    private static int Setting(string name, int standard) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : standard;

    private static string Show(byte[] input)
    {
        var text = new StringBuilder();
        foreach (var value in input)
            text.Append(value is >= 0x20 and < 0x7F and not (byte)'\\' ? ((char)value).ToString() : string.Create(CultureInfo.InvariantCulture, $"\\x{value:x2}"));
        return $"{input.Length} bytes:\n{text}\n";
    }
}
