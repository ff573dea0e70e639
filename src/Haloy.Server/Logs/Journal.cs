using System.Data.Common;
using Haloy.Contracts.Logs;

namespace Haloy.Server.Logs;

/// <summary>Tells the story of a deployment: to its log, which its author follows, and to the daemon's own.</summary>
internal sealed partial class Journal(IDeploymentLog log, TimeProvider time, ILogger<Journal> logger)
{
    /// <summary>Whether the last entry of a deployment was told.</summary>
    public bool HasEnded(string deploymentId) => log.HasEnded(deploymentId);

    /// <summary>Something happened as it should.</summary>
    public void Info(string app, string deploymentId, string message) => Write(app, deploymentId, "INFO", message);

    /// <summary>Something is not as it should be and the deployment goes on.</summary>
    public void Warn(string app, string deploymentId, string message) => Write(app, deploymentId, "WARN", message);

    /// <summary>The deployment will fail because of this.</summary>
    public void Error(string app, string deploymentId, string message) => Write(app, deploymentId, "ERROR", message);

    /// <summary>The last lines a container wrote.</summary>
    public void Output(string app, string deploymentId, string container, string lines) =>
        Append(app, deploymentId, new() { Level = "ERROR", Message = $"last output of {container}", Fields = new Dictionary<string, string> { ["logs"] = lines } });

    /// <summary>The last entry of a deployment that serves.</summary>
    public void Succeeded(string app, string deploymentId, string message, IReadOnlyList<string> domains) => Append(app, deploymentId, new()
    {
        Message = message,
        Domains = domains.Count > 0 ? domains : null,
        IsDeploymentComplete = true,
        IsDeploymentSuccess = true,
    });

    /// <summary>The last entry of a deployment that does not serve.</summary>
    public void Failed(string app, string deploymentId, string message, string reason) => Append(app, deploymentId, new()
    {
        Level = "ERROR",
        Message = message,
        Fields = new Dictionary<string, string> { ["error"] = reason },
        IsDeploymentComplete = true,
        IsDeploymentFailed = true,
    });

    private void Write(string app, string deploymentId, string level, string message) => Append(app, deploymentId, new() { Level = level, Message = message });

    private void Append(string app, string deploymentId, LogEntry entry)
    {
        try
        {
            log.Append(deploymentId, entry with { Timestamp = time.GetUtcNow(), AppName = app, DeploymentId = deploymentId });
        }
        catch (DbException e)
        {
            // The deployment matters more than its story.
            LogNotKept(deploymentId, e.Message);
        }

        LogStep(app, deploymentId, entry.Message, entry.Fields?.GetValueOrDefault("error") ?? "");
    }

    [LoggerMessage(EventId = 2006, Level = LogLevel.Error, Message = "The log of deployment {Deployment} cannot be written: {Problem}")]
    private partial void LogNotKept(string deployment, string problem);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "{App} {Deployment}: {Step} {Detail}")]
    private partial void LogStep(string app, string deployment, string step, string detail);
}
