using Haloy.Contracts.Api;
using Haloy.Contracts.Policies;
using Haloy.Server.Deployments;
using Haloy.Server.Tests.Support;

namespace Haloy.Server.Tests.Deployments;

public class ErrorPageIntakeTests
{
    [Fact]
    public void Pages_of_all_apps_have_a_limit_together()
    {
        var world = World.Empty;
        for (var i = 0; i < (ErrorPageRules.MaxBytesOfServer / ErrorPageRules.MaxBytesOfApp) - 1; i++)
            world = world.With(A.App($"app{i}") with { Current = With($"app{i}", ErrorPageRules.MaxBytesOfApp), Moving = With($"app{i}", 10) });

        Assert.Null(ErrorPageIntake.Refusal(world, With("shop", ErrorPageRules.MaxBytesOfApp)));

        world = world.With(A.App("one") with { Pending = [With("one", 1)] });
        Assert.Contains("larger than 4 MiB together", ErrorPageIntake.Refusal(world, With("shop", ErrorPageRules.MaxBytesOfApp))!.Failure!.Message, StringComparison.Ordinal);
        Assert.Null(ErrorPageIntake.Refusal(world, With("one", ErrorPageRules.MaxBytesOfApp)));
        Assert.Null(ErrorPageIntake.Refusal(world, A.Deployment("d1")));
    }

    private static Deployment With(string app, int bytes) =>
        A.Deployment("d1", app: app).With(t => t with { ErrorPages = new Dictionary<string, ErrorPageConfig> { ["5xx"] = new() { Html = new string('x', bytes) } } });
}
