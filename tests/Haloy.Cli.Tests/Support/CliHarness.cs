using Haloy.Cli.Hosting;
using Haloy.Testing;

namespace Haloy.Cli.Tests.Support;

/// <summary>Runs commands in a directory and an environment of their own, nothing of this machine's.</summary>
internal sealed class CliHarness : IDisposable
{
    private readonly TempDirectory _root = new();

    public CliHarness()
    {
        WorkDirectory = Directory.CreateDirectory(_root.File("work")).FullName;
        ConfigDirectory = _root.File("config");
        Docker = new DockerStandIn(Directory.CreateDirectory(_root.File("bin")).FullName);
        Variables = new Dictionary<string, string>
        {
            ["HOME"] = _root.Path,
            ["HALOY_CONFIG_DIR"] = ConfigDirectory,
            ["HALOY_API_TOKEN"] = FakeDaemon.Token,
            ["PATH"] = $"{Docker.Directory}:/usr/bin:/bin",
            ["SHELL"] = "/bin/sh",
        };
    }

    public string WorkDirectory { get; }

    public string ConfigDirectory { get; }

    public DockerStandIn Docker { get; }

    public Dictionary<string, string> Variables { get; }

    public string Input { get; set; } = "";

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public string Write(string name, string content)
    {
        var path = Path.Combine(WorkDirectory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>A deploy file of one app that uses an existing image.</summary>
    public void WriteDeployFile(string server, string more = "") =>
        Write("haloy.yaml", $"name: hello\nserver: {server}\nimage:\n  repository: hello\n  build: false\n{more}");

    public Task<CliResult> RunAsync(params string[] arguments) => RunAsync(TestContext.Current.CancellationToken, arguments);

    public async Task<CliResult> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CliContext(new CliEnvironment(WorkDirectory, Variables), output, error, new StringReader(Input), Time);
        var code = await Application.RunAsync(arguments, context, cancellationToken);
        return new CliResult(code, output.ToString(), error.ToString());
    }

    public void Dispose() => _root.Dispose();
}

internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"exit {ExitCode}\n--- stdout\n{Output}--- stderr\n{Error}";
}
