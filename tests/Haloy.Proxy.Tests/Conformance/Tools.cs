using System.Diagnostics;

namespace Haloy.Proxy.Tests.Conformance;

/// <summary>Programs that others wrote.</summary>
internal static class Tools
{
    /// <summary>Skips the test where one of them is not installed.</summary>
    /// <param name="group">What scripts/install-deps.sh calls them.</param>
    /// <param name="paths">Where they are.</param>
    public static void Need(string group, params string[] paths)
    {
        var missing = paths.Where(p => !Path.Exists(p)).ToList();
        Assert.SkipWhen(missing.Count > 0, $"not installed: {string.Join(", ", missing)}; scripts/install-deps.sh {group} installs them");
    }

    public static Process Start(string program, params IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }
}
