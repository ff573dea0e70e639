using System.Text;

namespace Haloy.Proxy.Tests.Properties;

/// <summary>Changes good inputs at random, by pieces that matter in HTTP.</summary>
internal static class Mutations
{
    private const int MaxPieces = 60;

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", "\r\n\r\n", " ", "\t", ":", ": ", ",", ";", "\0", "\u007f", "\u00ff", "/", "*", "http://", "@", "[::1]", ":80", "%00", "#", "HTTP/1.0", "HTTP/1.1", "HTTP/2.0",
            "GET ", "HEAD ", "CONNECT ", "POST ", "Host: a\r\n", "host:b\r\n", "Content-Length: 5\r\n", "Content-Length: 0\r\n", "Content-Length: +1\r\n", "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: identity\r\n", "Connection: close\r\n", "Connection: keep-alive, x\r\n", "Connection: upgrade, host\r\nUpgrade: websocket\r\n", "Expect: 100-continue\r\n",
            "TE: trailers\r\n", "X_Forwarded_For: 1\r\n", "0\r\n\r\n", "5\r\nhello\r\n", "a;b=c\r\n", "ffffffffffffffff\r\n", "-", "+", "0x", "chunked", "100", "204", "304", "101",
        }.Select(Encoding.Latin1.GetBytes),
        [0x80], [0x82, 0x86, 0x84], [0x20], [0x3f, 0xe1, 0x1f], [0x40], [0x00], [0x10], [0xbe], [0xff, 0x80, 0x01], [0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00],
        [0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x61], [0x00, 0x00, 0x04, 0x08, 0x00, 0x00, 0x00, 0x00, 0x01, 0x7f, 0xff, 0xff, 0xff],
        [0x00, 0x00, 0x04, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x08],
    ];

    /// <summary>One of <paramref name="corpus"/> with a few changes; now and then with none.</summary>
    public static byte[] Of(IReadOnlyList<byte[]> corpus, Random chance)
    {
        var input = corpus[chance.Next(corpus.Count)];
        for (var edits = chance.Next(5); edits > 0; edits--)
            input = Edit(input, corpus, chance);
        return input;
    }

    /// <summary>Lengths of pieces that add up to <paramref name="length"/>; many small ones, and what is left then.</summary>
    public static List<int> Split(int length, Random chance)
    {
        var most = chance.Next(4) switch { 0 => 1, 1 => 3, 2 => 20, _ => Math.Max(1, length) };
        var pieces = new List<int>();
        for (; length > 0; length -= pieces[^1])
            pieces.Add(pieces.Count < MaxPieces ? Math.Min(length, chance.Next(1, most + 1)) : length);
        return pieces;
    }

    private static byte[] Edit(byte[] input, IReadOnlyList<byte[]> corpus, Random chance)
    {
        var at = chance.Next(input.Length + 1);
        var length = Math.Min(chance.Next(1, 20), input.Length - at);
        return chance.Next(8) switch
        {
            0 => Put(input, at, length, []),
            1 => Put(input, at, Math.Min(1, length), [(byte)chance.Next(256)]),
            2 => Put(input, chance.Next(input.Length + 1), 0, input[at..(at + length)]),
            3 => Put(input, at, length, corpus[chance.Next(corpus.Count)]),
            4 => input[..at],
            5 when chance.Next(8) == 0 => Put(input, at, 0, [.. Enumerable.Repeat(Pieces[chance.Next(Pieces.Length)], chance.Next(1, 2000)).SelectMany(p => p)]),
            _ => Put(input, at, chance.Next(2) * length, Pieces[chance.Next(Pieces.Length)]),
        };
    }

    private static byte[] Put(byte[] input, int at, int length, byte[] piece) => [.. input.AsSpan(0, at), .. piece, .. input.AsSpan(at + length)];
}
