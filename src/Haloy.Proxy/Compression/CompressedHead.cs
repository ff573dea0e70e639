using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Compression;

/// <summary>Rewrites the heads of responses that are compressed, or might be for another client.</summary>
internal static class CompressedHead
{
    /// <summary>Says that the answer depends on what codings the client takes (RFC 9110 §12.5.5).</summary>
    public static void Vary(ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        var last = -1;
        for (var i = 0; i < head.FieldCount; i++)
        {
            var field = head.Fields[i];
            if (field.Role != FieldRole.EndToEnd || FieldMeanings.Of(field.Name(bytes)) != FieldMeaning.Vary)
                continue;
            if (Covers(field.Value(bytes)))
                return;
            last = i;
        }

        foreach (var (name, value) in head.Added is { } added ? added.Entries : default)
        {
            if (FieldMeanings.Of(name) == FieldMeaning.Vary && Covers(value))
                return;
        }

        var others = last < 0 ? default : head.Fields[last].Value(bytes);
        if (last >= 0)
            head.Drop(last);
        head.OwnFields.Add("Vary"u8, others, others.IsEmpty ? "Accept-Encoding"u8 : ", Accept-Encoding"u8);
    }

    /// <summary>Says how the content is coded, and takes back what is not true of it any more.</summary>
    public static void Encode(ResponseHead head, ReadOnlySpan<byte> bytes, ContentCoding coding)
    {
        head.ContentLength = null;
        for (var i = 0; i < head.FieldCount; i++)
        {
            var field = head.Fields[i];
            if (field.Role == FieldRole.ContentLength)
                head.Drop(i);
            else if (field.Role == FieldRole.EndToEnd)
                Encode(head, i, FieldMeanings.Of(field.Name(bytes)), field.Value(bytes));
        }

        head.OwnFields.Add("Content-Encoding"u8, coding switch { ContentCoding.Zstd => "zstd"u8, ContentCoding.Brotli => "br"u8, _ => "gzip"u8 });
    }

    /// <summary>
    /// Gives a 304 the tag that the client has: a cache renews what it stored only under the very tag of it (RFC 9111 §4.3.4), and what we
    /// compressed it has with a weak one.
    /// </summary>
    public static void Renew(ResponseHead head, ReadOnlySpan<byte> bytes, in SentHead request)
    {
        for (var i = 0; i < head.FieldCount; i++)
        {
            var field = head.Fields[i];
            if (field.Role != FieldRole.EndToEnd || FieldMeanings.Of(field.Name(bytes)) != FieldMeaning.Tag)
                continue;
            var tag = field.Value(bytes);
            if (!IsStrong(tag) || !HasWeak(request, tag))
                return;
            Weaken(head, i, tag);
            Vary(head, bytes);
            return;
        }
    }

    private static void Encode(ResponseHead head, int index, FieldMeaning meaning, ReadOnlySpan<byte> value)
    {
        if (meaning == FieldMeaning.OfBytes)
            head.Drop(index);
        else if (meaning == FieldMeaning.Tag && IsStrong(value))
            Weaken(head, index, value);
    }

    // The same meaning, not the same bytes (RFC 9110 §8.8.1).
    private static void Weaken(ResponseHead head, int index, ReadOnlySpan<byte> tag)
    {
        head.Drop(index);
        head.OwnFields.Add("ETag"u8, "W/"u8, tag);
    }

    private static bool IsStrong(ReadOnlySpan<byte> tag) => tag.Length > 0 && tag[0] == (byte)'"';

    private static bool HasWeak(in SentHead request, ReadOnlySpan<byte> tag)
    {
        var at = 0;
        while (request.TryNext("If-None-Match"u8, ref at, out var tags))
        {
            for (var found = tags.IndexOf(tag); found >= 0; found = tags.IndexOf(tag))
            {
                if (tags[..found].EndsWith("W/"u8))
                    return true;
                tags = tags[(found + tag.Length)..];
            }
        }

        return false;
    }

    private static bool Covers(ReadOnlySpan<byte> vary) =>
        RequestFields.ListContains(vary, "Accept-Encoding"u8) || RequestFields.ListContains(vary, "*"u8);
}
