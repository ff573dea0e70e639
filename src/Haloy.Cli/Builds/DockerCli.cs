using Haloy.Cli.Processes;
using Haloy.Core;

namespace Haloy.Cli.Builds;

/// <summary>The local <c>docker</c> command.</summary>
internal sealed class DockerCli(string workingDirectory, IReadOnlyDictionary<string, string> environment)
{
    /// <summary>Whether an engine answers.</summary>
    public async Task<Outcome<bool>> CheckAsync(string purpose, CancellationToken cancellationToken)
    {
        var ended = await ChildProcess.RunAsync(Call("info"), Ignore, cancellationToken);
        if (!ended.Succeeded)
            return new Failure($"{ended.Failure.Message} It is needed to {purpose}.", "Install Docker on this machine, or set 'build: false' to use an image that exists.");
        return ended.Value.ExitCode == 0
            ? true
            : new Failure($"Docker does not answer on this machine; it is needed to {purpose}.\n{LastLine(ended.Value.Tail)}", "Start Docker and try again; 'docker info' must succeed.");
    }

    public async Task<Outcome<bool>> BuildAsync(ImageBuild build, Action<string> onLine, CancellationToken cancellationToken)
    {
        var call = Call(build.Arguments()) with { Environment = build.Environment(environment) };
        var ended = await ChildProcess.RunAsync(call, onLine, cancellationToken);
        if (!ended.Succeeded)
            return ended.Failure;
        return ended.Value.ExitCode == 0
            ? true
            : new Failure($"Building {build.Reference} failed: docker build ended with exit code {ended.Value.ExitCode}.", DiskHint(ended.Value.Tail) ?? "The reason is in its output above.");
    }

    /// <summary>Starts writing an image as a tar archive to its standard output.</summary>
    public Outcome<ChildProcess> StartSave(string reference) => ChildProcess.Start(Call("save", reference));

    /// <summary>Logs in; the password goes over standard input, never onto the command line.</summary>
    public async Task<Outcome<bool>> LoginAsync(string registry, string user, string password, CancellationToken cancellationToken)
    {
        var call = Call("login", registry, "--username", user, "--password-stdin") with { Input = password };
        var ended = await ChildProcess.RunAsync(call, Ignore, cancellationToken);
        if (!ended.Succeeded)
            return ended.Failure;
        return ended.Value.ExitCode == 0
            ? true
            : new Failure($"Registry '{registry}' refused the login of '{user}'.\n{LastLine(ended.Value.Tail)}", "Check image.registry in the deploy file.");
    }

    public async Task<Outcome<bool>> PushAsync(string reference, Action<string> onLine, CancellationToken cancellationToken)
    {
        var ended = await ChildProcess.RunAsync(Call("push", reference), onLine, cancellationToken);
        if (!ended.Succeeded)
            return ended.Failure;
        return ended.Value.ExitCode == 0 ? true : new Failure($"Pushing {reference} failed.\n{LastLine(ended.Value.Tail)}", PushHint(ended.Value.Tail));
    }

    /// <summary>What to do when the local disk is full, or <see langword="null"/> when that is not the reason.</summary>
    public static string? DiskHint(string output) =>
        Says(output, "no space left") || Says(output, "not enough space")
            ? "The disk of this machine is full: 'docker system prune' and 'docker builder prune' free space."
            : null;

    private static string? PushHint(string output) =>
        Says(output, "denied") || Says(output, "unauthorized") ? "Check the credentials in image.registry."
        : Says(output, "not found") ? "The repository may not exist at the registry."
        : null;

    private static bool Says(string output, string text) => output.Contains(text, StringComparison.OrdinalIgnoreCase);

    private static string LastLine(string tail) => tail.TrimEnd().Split('\n')[^1];

    private static void Ignore(string line)
    {
    }

    private ProgramCall Call(params IReadOnlyList<string> arguments) =>
        new("docker", arguments) { WorkingDirectory = workingDirectory, Environment = environment };
}
