using Haloy.Cli.Processes;
using Haloy.Config.Secrets;
using Haloy.Core;

namespace Haloy.Cli.Secrets;

/// <summary>Reads one source by running its provider's program.</summary>
internal sealed class SourceReader(SecretPlaces places, IReadOnlyDictionary<string, string> environment)
{
    public async Task<SourceReading> ReadAsync(SecretRequest request, CancellationToken cancellationToken)
    {
        var call = request.Call(places);
        if (call.Needs.FirstOrDefault(n => !Path.Exists(n)) is { } missing)
            return new SourceReading(request.Id.Failed("validate", $"there is no file {missing}", "Relative paths start from the deploy file's directory."));

        if (call.Needs.FirstOrDefault(n => !Directory.Exists(n) && RegularFile.Problem(n) is not null) is { } odd)
            return new SourceReading(request.Id.Failed("validate", $"{odd} {RegularFile.Problem(odd)}"));

        var variables = WithOwn(call);
        if (ProgramPath.Find(call.Program, variables) is null)
            return new SourceReading(request.Id.Failed(request.Stage, NotFound(call.Program), request.InstallHint));

        // Standard input is closed: a program that asks there would wait for ever.
        var program = new ProgramCall(call.Program, call.Arguments) { WorkingDirectory = places.Directory, Environment = variables, Input = "" };
        var ended = await CapturedRun.RunAsync(program, cancellationToken);
        if (!ended.Succeeded)
            return new SourceReading(request.Id.Failed(request.Stage, ended.Failure.Message, ended.Failure.Hint));

        var (exitCode, output, errors) = ended.Value;
        var name = Path.GetFileName(call.Program);
        return exitCode == 0
            ? new SourceReading(request.Read(output), output)
            : new SourceReading(request.Id.Failed(request.Stage, $"{name} ended with exit code {exitCode}"), output, errors);
    }

    private static string NotFound(string program) =>
        Path.IsPathRooted(program) ? $"there is no program {program}" : $"the program '{program}' is not installed, or not on PATH";

    private IReadOnlyDictionary<string, string> WithOwn(SecretCall call)
    {
        if (call.Environment.Count == 0)
            return environment;
        var all = new Dictionary<string, string>(environment, StringComparer.Ordinal);
        foreach (var (name, value) in call.Environment)
            all[name] = value;
        return all;
    }
}
