using System.Text;
using System.Text.Json;
using Haloy.Cli.Commands.Init.Detection;
using Haloy.Cli.Hosting;
using Haloy.Cli.Terminal;
using Haloy.Config;
using Haloy.Core;

namespace Haloy.Cli.Commands.Init;

/// <summary>Looks at the folder, writes the file and says what was seen. A deploy file that is there already stays as it is.</summary>
internal sealed class InitRun(CliContext context, bool json)
{
    private const string FileName = "haloy.yaml";

    private readonly ITerminal _terminal = context.OpenTerminal(json);
    private readonly string _directory = context.Environment.WorkingDirectory;

    public int Run(InitChoice choice)
    {
        var existing = DeployFileLoader.DefaultNames.FirstOrDefault(name => Path.Exists(Path.Combine(_directory, name)));
        if (existing is not null && !choice.DryRun)
            return Refuse(new Failure($"{existing} is in this folder already; it is never overwritten.", "Check it with 'haloy validate-config', or see what would be written with 'haloy init --dry-run'."));

        var facts = ProjectDetector.Look(new ProjectFolder(_directory));
        var starter = Starter.From(facts, choice);
        if (StarterChecks.Problem(starter) is { } problem)
            return Refuse(problem);

        var text = StarterFile.Text(starter);
        if (!choice.DryRun && Write(text) is { } failure)
            return Refuse(failure);
        Show(facts, starter, text, choice.DryRun);
        return ExitCode.Success;
    }

    private int Refuse(Failure failure)
    {
        _terminal.Error(failure);
        return ExitCode.Failure;
    }

    /// <summary>Writes the file only if it is still not there.</summary>
    private Failure? Write(string text)
    {
        var path = Path.Combine(_directory, FileName);
        try
        {
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            stream.Write(Encoding.UTF8.GetBytes(text));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Failure($"{path} cannot be written: {e.Message}");
        }
    }

    private void Show(ProjectFacts facts, Starter starter, string text, bool dryRun)
    {
        if (json)
            _terminal.Json(JsonSerializer.Serialize(InitOutput.Of(facts, starter, FileName, !dryRun, text), JsonLines.Types.InitOutput));
        else if (dryRun)
            _terminal.Line(text.TrimEnd('\n'));
        if (dryRun)
            return;
        foreach (var seen in InitReport.Seen(facts, starter))
            _terminal.Info(seen);
        _terminal.Success($"{FileName} is written");
        if (facts.Dockerfile is null)
            _terminal.Warn(InitReport.NoDockerfile(starter));
        _terminal.Info(InitReport.Next(starter));
    }
}
