using Haloy.Contracts.Api;
using Haloy.Contracts.ProxyControl;
using Haloy.Server.ProxySync;

namespace Haloy.Server.Tests.ProxySync;

public class ProxyVersionTests
{
    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(1, 1, false)]
    [InlineData(ProxyStatus.CurrentGeneration, ProxyStatus.CurrentGeneration, true)]
    [InlineData(ProxyStatus.CurrentGeneration + 1, ProxyStatus.CurrentGeneration + 1, true)]
    public async Task Proxy_of_a_lower_generation_is_told_as_not_enough(int said, int shown, bool compatible)
    {
        var version = new ProxyVersion(new Answering(new ProxyStatus { Version = "1.2.3", Generation = said, SchemaVersion = 1 }));

        var response = await version.DescribeAsync(new VersionResponse(), TestContext.Current.CancellationToken);

        Assert.Equal((shown, ProxyStatus.CurrentGeneration, compatible), (response.HaloyProxyGeneration, response.HaloyProxyRequiredGeneration, response.HaloyProxyCompatible));
    }

    private sealed class Answering(ProxyStatus status) : IProxyControl
    {
        public Task<ProxyStatus> StatusAsync(CancellationToken cancellationToken) => Task.FromResult(status);

        public Task PushAsync(RoutingSnapshot snapshot, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ReloadCertificatesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
