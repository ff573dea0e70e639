using System.Text.Json;
using Haloy.Cli.Deployments;
using Haloy.Cli.Terminal;
using Haloy.Contracts.Logs;

namespace Haloy.Cli.Commands.Deploy;

/// <summary>The last line of a deploy or rollback.</summary>
internal sealed class DeploySummary(ITerminal terminal, bool json)
{
    public void Show(IReadOnlyList<DeploymentResult> results, bool succeeded, bool followed, TimeSpan elapsed)
    {
        if (json)
        {
            var output = new DeployResultOutput("result", succeeded, Math.Round(elapsed.TotalSeconds, 1), results);
            terminal.Json(JsonSerializer.Serialize(output, JsonLines.Types.DeployResultOutput));
        }

        var time = Amounts.Seconds(elapsed);
        var apps = string.Join(", ", results.Where(r => r.Succeeded).Select(r => r.App).Distinct(StringComparer.Ordinal));
        var urls = results.SelectMany(r => r.Urls).Distinct(StringComparer.Ordinal).ToList();
        if (!succeeded)
            terminal.Error(results.Count > 1 ? $"Failed after {time}: {string.Join(", ", results.Where(r => !r.Succeeded).Select(r => r.Target))}" : $"Failed after {time}");
        else if (!followed)
            terminal.Success($"{apps}: accepted after {time}; see how it ends with 'haloy status'");
        else
            terminal.Success(urls.Count > 0 ? $"{apps} is live after {time}: {string.Join(", ", urls)}" : $"{apps} is running after {time}");
    }
}

/// <summary>A line of <c>deploy --json</c> while it runs.</summary>
internal sealed record DeployEntryOutput(string Type, string Target, LogEntry Entry);

/// <summary>The last line of <c>deploy --json</c>.</summary>
internal sealed record DeployResultOutput(string Type, bool Success, double Seconds, IReadOnlyList<DeploymentResult> Targets);
