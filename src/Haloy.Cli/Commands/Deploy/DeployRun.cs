using Haloy.Cli.Api;
using Haloy.Cli.Builds;
using Haloy.Cli.Deployments;
using Haloy.Cli.Hosting;
using Haloy.Cli.Processes;
using Haloy.Cli.Targets;
using Haloy.Cli.Terminal;
using Haloy.Core;

namespace Haloy.Cli.Commands.Deploy;

/// <summary>The flow of <c>haloy deploy</c>, from the file to the running app.</summary>
internal sealed class DeployRun(CommandSession session)
{
    private readonly ITerminal _terminal = session.Terminal;
    private readonly TimeProvider _time = session.Context.Time;

    public async Task<int> RunAsync(DeployOptions options, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        if (session.Loader.Load(options.Choice) is not { } everything)
            return ExitCode.Failure;
        if (ProtectedFilter.Apply(everything, options, _terminal) is not { } chosen)
            return ExitCode.Failure;
        if (await session.Loader.AddSecretsAsync(chosen, cancellationToken) is not { } loaded)
            return ExitCode.Failure;
        if (await new ServerLogin(session.Apis, _terminal).ConnectAsync(loaded, cancellationToken) is not { } targets)
            return ExitCode.Failure;

        if (Refused(targets))
            return ExitCode.Failure;

        var directory = loaded.File.Directory;
        var variables = loaded.Variables.Variables;
        var hooks = new HookRunner(directory, variables);
        if (!Shown(await hooks.RunAsync("global_pre_deploy", loaded.File.Config.GlobalPreDeploy, _terminal, cancellationToken)))
            return ExitCode.Failure;

        var plan = ImagePlan.Create(targets, directory);
        if (!Shown(plan))
            return ExitCode.Failure;
        if (!Shown(await new ImagePreparation(new DockerCli(directory, variables), _terminal).RunAsync(plan.Value!, cancellationToken)))
            return ExitCode.Failure;

        var results = await DeployAllAsync(targets, hooks, options, cancellationToken);
        var succeeded = results.All(r => r.Succeeded)
            && Shown(await hooks.RunAsync("global_post_deploy", loaded.File.Config.GlobalPostDeploy, _terminal, cancellationToken));

        new DeploySummary(_terminal, session.Json).Show(results, succeeded, options.Follow, _time.GetElapsedTime(started));
        return succeeded ? ExitCode.Success : ExitCode.Failure;
    }

    /// <summary>Servers side by side; on one server in the given order, and no further after a failure.</summary>
    private async Task<IReadOnlyList<DeploymentResult>> DeployAllAsync(
        IReadOnlyList<DeployTarget> targets, HookRunner hooks, DeployOptions options, CancellationToken cancellationToken)
    {
        var ids = targets.Select(t => t.App).Distinct(StringComparer.Ordinal)
            .ToDictionary(app => app, _ => Ulid.Create(_time.GetUtcNow()), StringComparer.Ordinal);
        var deployment = new TargetDeployment(session, hooks, options.Follow);
        var groups = targets.GroupBy(t => t.Api.Server.BaseAddress).Select(async group =>
        {
            var results = new List<DeploymentResult>();
            foreach (var target in group)
            {
                var terminal = targets.Count > 1 ? _terminal.ForTarget(target.Key) : _terminal;
                results.Add(results.Exists(r => !r.Succeeded)
                    ? Skipped(target, results.Find(r => !r.Succeeded)!, terminal)
                    : await deployment.RunAsync(target, ids[target.App], terminal, cancellationToken));
            }

            return results;
        });
        var byKey = (await Task.WhenAll(groups)).SelectMany(r => r).ToDictionary(r => r.Target, StringComparer.Ordinal);
        return [.. targets.Select(t => byKey[t.Key])];
    }

    private static DeploymentResult Skipped(DeployTarget target, DeploymentResult failed, ITerminal terminal)
    {
        var reason = $"Not deployed, because '{failed.Target}' failed before it on the same server.";
        terminal.Warn(reason);
        return DeploymentResult.Of(target) with { Error = reason };
    }

    private bool Refused(IReadOnlyList<DeployTarget> targets)
    {
        List<Failure> refusals = [.. targets.Select(t => NewKeys.Refusal(t.Config, t.ServerVersion, t.Api.Server.Name)).OfType<Failure>()];
        refusals.ForEach(_terminal.Error);
        return refusals.Count > 0;
    }

    private bool Shown<T>(Outcome<T> outcome)
    {
        if (!outcome.Succeeded)
            _terminal.Error(outcome.Failure);
        return outcome.Succeeded;
    }
}
