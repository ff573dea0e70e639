using System.Security.Cryptography;

namespace Haloy.Testing.Load;

/// <summary>One kind of request the load consists of, and how to know that its answer is whole.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query, starting with a slash.</param>
/// <param name="Body">What is sent; <c>null</c> for none.</param>
/// <param name="Marker">Text that a whole and right answer contains, best at its end.</param>
public sealed record LoadRequest(HttpMethod Method, string Path, byte[]? Body, string Marker)
{
    /// <summary>The page of the sample app hello, whose marker is its last line.</summary>
    public static LoadRequest HelloPage { get; } = new(HttpMethod.Get, "/", null, "</html>");

    /// <summary>An upload to the sample app hello, which answers with the hash of what it received.</summary>
    /// <param name="bytes">Size of the body.</param>
    public static LoadRequest HelloUpload(int bytes)
    {
        var body = new byte[bytes];
        new Random(bytes).NextBytes(body);
        return new LoadRequest(HttpMethod.Post, "/upload", body, Convert.ToHexStringLower(SHA256.HashData(body)));
    }

    /// <summary>What users of the sample app do: mostly looking, sometimes sending.</summary>
    public static IReadOnlyList<LoadRequest> HelloMix { get; } = [HelloPage, HelloPage, HelloUpload(100_000), HelloPage];
}
