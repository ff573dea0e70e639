using System.Diagnostics;
using Haloy.Testing;

namespace Haloy.EndToEnd.Tests.Lab;

/// <summary>The published programs, run in an environment that knows nothing of this machine's user.</summary>
public static class Programs
{
    private static readonly string[] Unwanted = ["HALOY_API_TOKEN", "HALOY_CONFIG_DIR", "HALOY_DATA_DIR", "HALOY_CA_FILE", "HALOY_DEBUG"];

    /// <summary>How a program is to be started.</summary>
    public static ProcessStartInfo Start(string program, string directory, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Repository.Program(program), arguments) { WorkingDirectory = directory };
        foreach (var name in Unwanted)
            start.Environment.Remove(name);
        start.Environment["NO_COLOR"] = "1";
        start.Environment[Leftovers.OwnerVariable] = $"{Environment.ProcessId}";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ProgramResult> RunAsync(ProcessStartInfo start, string input, CancellationToken cancellationToken)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience.Command, cancellationToken);
            return new(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}

/// <summary>What a program left behind.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>Both streams.</summary>
    public string Text => Output + Error;

    /// <summary>Fails the test unless the program succeeded.</summary>
    public ProgramResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Text}");
        return this;
    }

    /// <summary>Fails the test unless the program refused with <paramref name="exitCode"/>, said each of <paramref name="parts"/>, and showed nothing of its insides.</summary>
    public ProgramResult Refused(int exitCode, params ReadOnlySpan<string> parts)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, expected {exitCode}\n{Text}");
        foreach (var part in parts)
            Assert.Contains(part, Text, StringComparison.Ordinal);
        Assert.DoesNotContain(" at Haloy.", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", Text, StringComparison.Ordinal);
        return this;
    }
}
