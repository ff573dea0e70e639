using Haloy.Proxy.LoadBalancing;

namespace Haloy.Proxy.Forwarding;

/// <summary>Which backend a request goes to.</summary>
internal sealed partial class Exchange
{
    private byte[]? _cookie;

    private PickResult Pick()
    {
        var backends = _destination.Backends;
        _cookie = null;
        if (backends.Sticky is not { } sticky)
            return backends.TryClaim(_tried, out _backend);
        if (sticky.TryReturn(_head.Bytes, _tried, out _backend))
            return PickResult.Claimed;
        var picked = backends.TryClaim(_tried, out _backend);
        if (_backend is not null)
            _cookie = sticky.CookieFor(_backend, Origin.IsHttps);
        return picked;
    }
}
