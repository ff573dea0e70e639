using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Haloy.Proxy.Forwarding;

/// <summary>Copies a backend's response head to the client's response.</summary>
internal static class ResponseHeadRelay
{
    /// <param name="head">Parsed head.</param>
    /// <param name="bytes">What it was parsed from.</param>
    /// <param name="response">Where it goes; its headers must not have been sent.</param>
    /// <param name="strings">Known strings of the backend.</param>
    public static void Apply(ResponseHead head, ReadOnlySpan<byte> bytes, IHttpResponseFeature response, HeaderStringCache strings)
    {
        response.StatusCode = head.Status;
        var headers = response.Headers;
        foreach (var field in head.Fields)
        {
            if (field.Role != FieldRole.EndToEnd && !(field.Role == FieldRole.Upgrade && head.Status == 101))
                continue;
            if (head.NamesFields && IsNamedByConnection(head, bytes, field.Name(bytes)))
                continue;

            var name = strings.Name(field.Name(bytes));
            var value = strings.Value(field.Value(bytes));
            headers[name] = headers.TryGetValue(name, out var earlier) ? StringValues.Concat(earlier, value) : value;
        }

        // RFC 9110 §8.6: neither 1xx nor 204 has a length.
        if (head.ContentLength is { } length && head.Status is not 204 and >= 200)
            headers.ContentLength = length;
    }

    private static bool IsNamedByConnection(ResponseHead head, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        foreach (var field in head.Fields)
        {
            if (field.Role != FieldRole.Connection)
                continue;
            var value = field.Value(bytes);
            foreach (var range in value.Split((byte)','))
            {
                if (Ascii.EqualsIgnoreCase(value[range].Trim(" \t"u8), name))
                    return true;
            }
        }

        return false;
    }
}
