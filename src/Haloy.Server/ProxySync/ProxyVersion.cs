using Haloy.Contracts.Api;
using Haloy.Contracts.ProxyControl;

namespace Haloy.Server.ProxySync;

/// <summary>What the API tells of the proxy's version (spec/server §3.3).</summary>
internal sealed class ProxyVersion(IProxyControl proxy)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Fills in the proxy's part; without an answer within 2 s only what is required.</summary>
    public async Task<VersionResponse> DescribeAsync(VersionResponse response, CancellationToken cancellationToken)
    {
        response = response with
        {
            HaloyProxyRequiredGeneration = ProxyRequirements.Generation,
            HaloyProxyRequiredSchemaVersion = ProxyRequirements.SchemaVersion,
        };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            return With(response, await proxy.StatusAsync(timeout.Token));
        }
        catch (Exception e) when (e is ProxyUnreachableException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return response;
        }
    }

    private static VersionResponse With(VersionResponse response, ProxyStatus status)
    {
        var generation = ProxyRequirements.GenerationOf(status);
        return response with
        {
            HaloyProxy = status.Version,
            HaloyProxyGeneration = generation,
            HaloyProxySchemaVersion = status.SchemaVersion,
            HaloyProxyCompatible = generation >= response.HaloyProxyRequiredGeneration && status.SchemaVersion >= response.HaloyProxyRequiredSchemaVersion,
            HaloyProxyConfigHash = status.ConfigHash,
        };
    }
}
