using System.Globalization;
using System.Text;

namespace Haloy.Config.Tests.Properties;

/// <summary>Tries many inputs; a failure is told with its seed and the smallest input that still fails the same way.</summary>
internal sealed class FuzzRun(Func<int, FuzzInput> make, Action<FuzzInput> check)
{
    // No input is larger than a few thousand lines: a minute is no measure of speed, but a hang.
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    // An eighth of what a program has: recursion that depends on the input ends the run long before it ends a program.
    private const int Stack = 1024 * 1024;

    private const int MaxShrinks = 3000;

    private volatile FuzzInput? _current;
    private Exception? _failure;

    /// <summary>Tries <paramref name="count"/> inputs in a thread of their own, watched from here.</summary>
    public void Try(int count)
    {
        var worker = new Thread(() => Work(count), Stack) { IsBackground = true };
        worker.Start();
        for (FuzzInput? last = null; !worker.Join(Hang); last = _current)
        {
            if (ReferenceEquals(last, _current) && last is not null)
                Assert.Fail($"This input hangs (FUZZ_SEED={FuzzSettings.Seed}), {Show(last)}");
        }

        Assert.True(_failure is null, _failure?.ToString());
    }

    private void Work(int count)
    {
        for (var trial = 0; trial < count && _failure is null; trial++)
        {
            var input = _current = make(trial);
            if (Failure(input) is { } exception)
                _failure = new InvalidOperationException($"Trial {trial} of FUZZ_SEED={FuzzSettings.Seed} fails with {Show(Shrink(input, exception))}", exception);
        }
    }

    private Exception? Failure(FuzzInput input)
    {
        try
        {
            check(input);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    /// <summary>Leaves out ever smaller parts as long as the failure stays of its kind.</summary>
    private FuzzInput Shrink(FuzzInput input, Exception failure)
    {
        var tries = 0;
        for (var size = Math.Max(1, input.Content.Length / 2); size > 0; size /= 2)
        {
            for (var at = 0; at < input.Content.Length && tries < MaxShrinks; tries++)
            {
                var smaller = input with { Content = [.. input.Content[..at], .. input.Content.Skip(at + size)] };
                if (Failure(smaller)?.GetType() == failure.GetType())
                    _current = input = smaller;
                else
                    at += size;
            }
        }

        return input;
    }

    private static string Show(FuzzInput input)
    {
        var text = new StringBuilder();
        foreach (var value in input.Content)
            text.Append(value is >= 0x20 and < 0x7F and not (byte)'\\' ? ((char)value).ToString() : string.Create(CultureInfo.InvariantCulture, $"\\x{value:x2}"));
        return $"{input.Name} of {input.Content.Length} bytes:\n{text}\n";
    }
}
