using System.Text;

namespace Haloy.Proxy.Compression;

/// <summary>Knows the types of content that become smaller. What is not known is taken for compressed already, as pictures and archives are.</summary>
internal static class CompressibleType
{
    private static readonly byte[][] Known =
    [
        .. new[]
        {
            "application/javascript", "application/x-javascript", "application/ecmascript", "application/json", "application/x-ndjson", "application/json-seq",
            "application/jsonl", "application/xml", "application/wasm", "application/yaml", "application/x-yaml", "application/toml", "application/sql",
            "application/graphql", "application/rtf", "application/postscript", "application/x-sh", "application/x-www-form-urlencoded",
            "application/vnd.ms-fontobject", "application/x-font-ttf", "application/x-font-opentype", "font/ttf", "font/otf", "font/collection",
            "image/bmp", "image/x-icon", "image/vnd.microsoft.icon",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    /// <param name="contentType">Value of Content-Type, with parameters or without.</param>
    public static bool Is(ReadOnlySpan<byte> contentType)
    {
        var semicolon = contentType.IndexOf((byte)';');
        var type = (semicolon < 0 ? contentType : contentType[..semicolon]).TrimEnd(" \t"u8);
        // Events are small and come one by one, for hours: little to be gained, and an encoder held by each who listens.
        if (Begins(type, "text/"u8))
            return !Ascii.EqualsIgnoreCase(type, "text/event-stream"u8);
        // gRPC has a compression of its own, message by message.
        if (Begins(type, "application/grpc"u8))
            return false;
        return Ends(type, "+json"u8) || Ends(type, "+xml"u8) || Ends(type, "+yaml"u8) || IsKnown(type);
    }

    private static bool Begins(ReadOnlySpan<byte> type, ReadOnlySpan<byte> with) =>
        type.Length >= with.Length && Ascii.EqualsIgnoreCase(type[..with.Length], with);

    private static bool Ends(ReadOnlySpan<byte> type, ReadOnlySpan<byte> with) =>
        type.Length > with.Length && Ascii.EqualsIgnoreCase(type[^with.Length..], with);

    private static bool IsKnown(ReadOnlySpan<byte> type)
    {
        foreach (var known in Known)
        {
            if (Ascii.EqualsIgnoreCase(known, type))
                return true;
        }

        return false;
    }
}
