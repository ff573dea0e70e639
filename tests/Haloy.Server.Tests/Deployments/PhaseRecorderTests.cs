using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Images;
using Haloy.Server.Logs;
using Haloy.Server.Tests.Support;
using Haloy.Testing.FakeDocker;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haloy.Server.Tests.Deployments;

public class PhaseRecorderTests
{
    private readonly InMemoryLog _log = new();

    [Theory]
    [InlineData("auto", false, true)]
    [InlineData("auto", true, false)]
    [InlineData("off", false, false)]
    public void Success_without_a_certificate_warns_of_it(string tls, bool hasCertificate, bool warns)
    {
        var deployment = A.Deployment("d1", DeploymentPhase.Rolling).With(t => t with { Tls = tls });
        var store = new InMemoryStore();
        store.Add(deployment);
        var images = new RetainedImages(new FakeEngine(TimeProvider.System), store, NullLogger<RetainedImages>.Instance);
        var recorder = new PhaseRecorder(store, images, new Journal(_log, TimeProvider.System, NullLogger<Journal>.Instance), host => host == "shop.example.com" && hasCertificate);

        recorder.Record(World.Empty, new PhaseChange(deployment, DeploymentPhase.Succeeded), A.Noon);

        var warnings = _log.Of("d1").Where(e => e.Level == "WARN").Select(e => e.Message).ToArray();
        Assert.Equal(warns ? 1 : 0, warnings.Length);
        Assert.All(warnings, w => Assert.StartsWith("there is no certificate for shop.example.com: browsers are refused until certs/shop.example.com.pem is there", w, StringComparison.Ordinal));
    }
}
