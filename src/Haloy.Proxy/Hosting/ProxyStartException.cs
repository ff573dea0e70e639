using Haloy.Core;

namespace Haloy.Proxy.Hosting;

/// <summary>The proxy could not start for a reason its user can do something about; hosts print <see cref="Failure"/> and exit with 1.</summary>
public sealed class ProxyStartException(Failure failure, Exception? inner = null) : IOException(failure.Message, inner)
{
    /// <summary>What failed and what to do.</summary>
    public Failure Failure { get; } = failure;
}
