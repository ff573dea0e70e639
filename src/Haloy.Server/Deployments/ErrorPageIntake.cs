using System.Text;
using Haloy.Contracts.Api;
using Haloy.Contracts.Policies;
using Haloy.Server.Deployments.Decisions;

namespace Haloy.Server.Deployments;

/// <summary>Whether the pages of a request can be taken.</summary>
internal static class ErrorPageIntake
{
    /// <summary>What is wrong with them by themselves.</summary>
    public static string? Problem(TargetConfig target) =>
        target.ErrorPages?.FirstOrDefault(p => string.IsNullOrEmpty(p.Value?.Html)) is { Key: { } key } ? $"error_pages.{key} has no 'html': files are read by the client" : null;

    /// <summary>Whether there is no room for them beside those of all other apps: all of them are in one table, which has to stay one that the proxy takes.</summary>
    public static IntakeResult? Refusal(World world, Deployment deployment)
    {
        var size = SizeOf(deployment);
        if (size == 0 || size + world.Apps.Values.Where(a => a.App != deployment.App).Sum(SizeOf) <= ErrorPageRules.MaxBytesOfServer)
            return null;
        return IntakeResult.Conflicting(
            $"the error pages of all apps on this server would be larger than {ErrorPageRules.MaxBytesOfServer / 1024 / 1024} MiB together.",
            "Make them smaller, for instance by taking pictures out of them.");
    }

    private static long SizeOf(AppWorld app) => app.Pending.Append(app.Current).Append(app.Moving).OfType<Deployment>().Select(SizeOf).DefaultIfEmpty().Max();

    private static long SizeOf(Deployment deployment) => (deployment.Target.ErrorPages?.Values ?? []).Sum(p => (long)Encoding.UTF8.GetByteCount(p.Html ?? ""));
}
