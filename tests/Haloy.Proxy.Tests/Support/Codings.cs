using System.IO.Compression;
using System.Text;

namespace Haloy.Proxy.Tests.Support;

/// <summary>Reads what the proxy has compressed.</summary>
internal static class Codings
{
    /// <summary>All of them, in the proxy's order of preference.</summary>
    public static readonly string[] All = ["zstd", "br", "gzip"];

    public static Stream Reader(string coding, Stream source) => coding switch
    {
        "zstd" => new ZstdReader(source),
        "br" => new BrotliStream(source, CompressionMode.Decompress),
        "gzip" => new GZipStream(source, CompressionMode.Decompress),
        _ => source,
    };

    public static byte[] Decode(string coding, byte[] encoded)
    {
        using var reader = Reader(coding, new MemoryStream(encoded));
        using var content = new MemoryStream();
        reader.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>Content that becomes smaller, but not to next to nothing.</summary>
    public static byte[] Text(int length, Random chance)
    {
        var text = new StringBuilder(length + 32);
        while (text.Length < length)
            text.Append("line ").Append(chance.Next(1000)).Append(chance.Next(4) == 0 ? "\n" : " of the story, ");
        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }
}
