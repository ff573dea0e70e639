using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Compression;

/// <summary>Which responses may be compressed, and become smaller by it. Pure.</summary>
internal static class Compressible
{
    /// <summary>Shorter bodies gain nothing that anybody would notice: they fit one packet as they are.</summary>
    public const int ShortestBody = 1024;

    /// <summary>Whether a head is that of such a response, with the fields that its route sets.</summary>
    public static bool IsHead(ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        if (head.Status is < 200 or 204 or 205 or 206 or 304 || head.ContentLength < ShortestBody)
            return false;
        var fits = false;
        foreach (var field in head.Fields)
        {
            if (field.Role == FieldRole.EndToEnd && !Allows(FieldMeanings.Of(field.Name(bytes)), field.Value(bytes), ref fits))
                return false;
        }

        foreach (var (name, value) in head.Added is { } added ? added.Entries : default)
        {
            // A tag that the route itself sets would be said of both forms alike.
            var meaning = FieldMeanings.Of(name);
            if (meaning == FieldMeaning.Tag || !Allows(meaning, value, ref fits))
                return false;
        }

        return fits;
    }

    /// <summary>Whether a body of unknown length has come whole with its head, and is short.</summary>
    /// <exception cref="BadResponseException">Its framing is malformed.</exception>
    public static bool IsShort(ReadOnlySpan<byte> rest, BodyFraming framing)
    {
        if (framing != BodyFraming.Chunked || rest.Length > 2 * ShortestBody)
            return false;
        var (body, length) = (new BodyReader(framing, 0), 0);
        while (!rest.IsEmpty && !body.IsDone)
            length += body.Next(ref rest).Length;
        return body.IsDone && length < ShortestBody;
    }

    private static bool Allows(FieldMeaning meaning, ReadOnlySpan<byte> value, ref bool fits)
    {
        if (meaning == FieldMeaning.Type)
            fits = CompressibleType.Is(value);
        // RFC 9111 §5.2.2.6
        return meaning is not (FieldMeaning.Encoding or FieldMeaning.Range)
            && !(meaning == FieldMeaning.CacheControl && RequestFields.ListContains(value, "no-transform"u8));
    }
}
