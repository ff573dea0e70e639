using Haloy.Proxy.Compression;
using Haloy.Proxy.Http1;
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

    private void AddCookie(ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        // A cache in between would give it to everybody.
        if (_cookie is { } cookie && !IsForEverybody(head, bytes))
            head.OwnFields.Add("Set-Cookie"u8, cookie);
    }

    private static bool IsForEverybody(ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        foreach (var field in head.Fields)
        {
            if (FieldMeanings.Of(field.Name(bytes)) == FieldMeaning.CacheControl && RequestFields.ListContains(field.Value(bytes), "public"u8))
                return true;
        }

        return false;
    }
}
