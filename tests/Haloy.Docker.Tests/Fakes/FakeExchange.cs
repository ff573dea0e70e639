using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Haloy.Docker.Tests.Fakes;

/// <summary>One request the fake engine got, and the means to answer it in any broken way.</summary>
internal sealed class FakeExchange
{
    private readonly NetworkStream _stream;
    private readonly CancellationToken _end;

    private FakeExchange(NetworkStream stream, string method, string target, IReadOnlyDictionary<string, string> headers, byte[] body, CancellationToken end)
    {
        _stream = stream;
        _end = end;
        Method = method;
        Headers = headers;
        Body = body;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        Path = question < 0 ? target : target[..question];
        Query = question < 0 ? "" : Uri.UnescapeDataString(target[(question + 1)..]);
    }

    public string Method { get; }

    public string Path { get; }

    /// <summary>Decoded.</summary>
    public string Query { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public byte[] Body { get; }

    public string BodyText => Encoding.UTF8.GetString(Body);

    /// <summary>Reads a request, or <see langword="null"/> at the end of the connection.</summary>
    public static async Task<FakeExchange?> ReadAsync(NetworkStream stream, CancellationToken end)
    {
        if (await ReadLineAsync(stream, end) is not { } start)
            return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(stream, end) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        var parts = start.Split(' ');
        return new(stream, parts[0], parts[1], headers, await ReadBodyAsync(stream, headers, end), end);
    }

    /// <summary>A whole answer.</summary>
    public Task RespondAsync(int status, string body, string header = "Content-Type: application/json")
    {
        var text = status is 204 or 304 ? "" : body;
        return WriteRawAsync($"HTTP/1.1 {status} X\r\n{header}\r\nContent-Length: {Encoding.UTF8.GetByteCount(text)}\r\n\r\n{text}");
    }

    /// <summary>The head of a streamed answer.</summary>
    public Task BeginAsync(string contentType = "application/json") =>
        WriteRawAsync($"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nTransfer-Encoding: chunked\r\n\r\n");

    /// <summary>A piece of a streamed answer, sent at once.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> piece)
    {
        if (piece.IsEmpty)
            return;
        await WriteRawAsync(piece.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        await _stream.WriteAsync(piece, _end);
        await WriteRawAsync("\r\n");
    }

    public Task WriteAsync(string piece) => WriteAsync(Encoding.UTF8.GetBytes(piece));

    /// <summary>The proper end of a streamed answer.</summary>
    public Task EndAsync() => WriteRawAsync("0\r\n\r\n");

    /// <summary>A streamed answer in one go.</summary>
    public async Task StreamAsync(ReadOnlyMemory<byte> body, string contentType)
    {
        await BeginAsync(contentType);
        await WriteAsync(body);
        await EndAsync();
    }

    /// <summary>Closes the connection where it is.</summary>
    public void Abort() => _stream.Dispose();

    /// <summary>Completes when the client has closed the connection.</summary>
    public async Task ClientGoneAsync()
    {
        try
        {
            while (await _stream.ReadAsync(new byte[256], _end) > 0)
            {
            }
        }
        catch (IOException)
        {
        }
    }

    private Task WriteRawAsync(string text) => _stream.WriteAsync(Encoding.UTF8.GetBytes(text), _end).AsTask();

    private static async Task<string?> ReadLineAsync(NetworkStream stream, CancellationToken end)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, end) > 0)
        {
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }

        return null;
    }

    private static async Task<byte[]> ReadBodyAsync(NetworkStream stream, Dictionary<string, string> headers, CancellationToken end)
    {
        var body = new MemoryStream();
        if (headers.TryGetValue("Content-Length", out var length))
            await CopyAsync(stream, body, int.Parse(length, CultureInfo.InvariantCulture), end);
        if (headers.ContainsKey("Transfer-Encoding"))
        {
            while (await ReadLineAsync(stream, end) is { } size && int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var chunk)
            {
                await CopyAsync(stream, body, chunk, end);
                await ReadLineAsync(stream, end);
            }

            await ReadLineAsync(stream, end);
        }

        return body.ToArray();
    }

    private static async Task CopyAsync(NetworkStream from, MemoryStream to, int length, CancellationToken end)
    {
        var bytes = new byte[length];
        await from.ReadExactlyAsync(bytes, end);
        to.Write(bytes);
    }
}
