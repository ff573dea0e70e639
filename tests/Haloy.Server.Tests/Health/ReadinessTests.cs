using Haloy.Server.Deployments;
using Haloy.Server.Health;
using Haloy.Server.Tests.Support;

namespace Haloy.Server.Tests.Health;

public class ReadinessTests
{
    private static readonly Deployment App = A.Deployment("d1");
    private static readonly ProbeResult Passed = new(true, "GET / answered 200");

    [Theory]
    [InlineData("created")]
    [InlineData("exited")]
    [InlineData("restarting")]
    [InlineData("dead")]
    public void Container_that_does_not_run_is_down(string state) =>
        Assert.Equal(ReadinessState.Down, Readiness.Of(A.Container(App, 1, state), Passed, A.Noon).State);

    [Fact]
    public void Container_with_domains_needs_its_probe_to_pass()
    {
        var container = A.Container(App, 1);

        Assert.True(Readiness.Of(container, null, A.Noon).NeedsProbe);
        Assert.Equal("GET / answered 503", Readiness.Of(container, new(false, "GET / answered 503"), A.Noon).Detail);
        Assert.True(Readiness.Of(container, Passed, A.Noon).IsReady);
    }

    [Fact]
    public void Container_without_address_waits_for_one() =>
        Assert.Equal("it has no address on the app's network", Readiness.Of(A.Container(App, 1) with { Address = null }, Passed, A.Noon).Detail);

    [Theory]
    [InlineData("starting", false)]
    [InlineData("unhealthy", false)]
    [InlineData("healthy", true)]
    public void Healthcheck_of_the_image_decides_instead_of_the_probe(string health, bool ready)
    {
        var verdict = Readiness.Of(A.Container(App, 1) with { DockerHealth = health }, probe: null, A.Noon);

        Assert.Equal((ready, false), (verdict.IsReady, verdict.NeedsProbe));
    }

    [Fact]
    public void Minimum_time_counts_from_the_start_of_this_run()
    {
        var container = A.Container(App, 1) with { MinReady = TimeSpan.FromSeconds(30) };

        var early = Readiness.Of(container, Passed, A.Noon.AddSeconds(29));

        Assert.Equal((ReadinessState.Starting, A.Noon.AddSeconds(30)), (early.State, early.WakeAt));
        Assert.True(Readiness.Of(container, Passed, A.Noon.AddSeconds(30)).IsReady);
    }

    [Fact]
    public void Without_domains_staying_up_is_enough()
    {
        var container = A.Container(App, 1) with { Domains = [], Address = null };

        Assert.Equal(A.Noon + Readiness.StableWithoutProbe, Readiness.Of(container, null, A.Noon).WakeAt);
        Assert.True(Readiness.Of(container, null, A.Noon + Readiness.StableWithoutProbe).IsReady);
    }
}
