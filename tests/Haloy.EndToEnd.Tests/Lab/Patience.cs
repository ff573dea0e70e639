using System.Diagnostics;

namespace Haloy.EndToEnd.Tests.Lab;

/// <summary>How long something may take before a test gives up on it. None of these is how long it should take.</summary>
public static class Patience
{
    /// <summary>A program until it is ready, or until it has ended.</summary>
    public static readonly TimeSpan Program = TimeSpan.FromSeconds(30);

    /// <summary>A command of the CLI, a deployment included.</summary>
    public static readonly TimeSpan Command = TimeSpan.FromSeconds(120);

    /// <summary>One step of a deployment.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until <paramref name="condition"/> holds; a failure names <paramref name="what"/> was waited for.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> condition, CancellationToken cancellationToken, Func<string>? seen = null)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > Step)
                Assert.Fail($"Not within {Step.TotalSeconds:0} s: {what}. {seen?.Invoke()}");
            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    /// <inheritdoc cref="UntilAsync(string, Func{Task{bool}}, CancellationToken, Func{string}?)"/>
    public static Task UntilAsync(string what, Func<bool> condition, CancellationToken cancellationToken, Func<string>? seen = null) =>
        UntilAsync(what, () => Task.FromResult(condition()), cancellationToken, seen);
}
