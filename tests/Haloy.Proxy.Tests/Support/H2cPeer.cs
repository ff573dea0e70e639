using System.Buffers.Binary;

namespace Haloy.Proxy.Tests.Support;

/// <summary>The backend's end of a connection of HTTP/2, frame by frame.</summary>
internal sealed class H2cPeer
{
    private const int Preface = 24;
    private readonly Stream _stream;
    private readonly CancellationToken _stop;

    private H2cPeer(Stream stream, CancellationToken stop) => (_stream, _stop) = (stream, stop);

    /// <summary>The block of a response without more than a status of 200.</summary>
    public static byte[] Ok { get; } = [0x88];

    /// <summary>Lets each connection follow a script once the proxy has said hello.</summary>
    /// <param name="script">The script.</param>
    /// <param name="settings">The first frame.</param>
    public static ScriptedBackend Backend(Func<H2cPeer, Task> script, byte[]? settings = null) => new(async connection =>
    {
        var peer = new H2cPeer(connection.Stream, connection.Stop);
        await peer._stream.ReadExactlyAsync(new byte[Preface], peer._stop);
        await peer.SendAsync(settings ?? Frames.Frame(Frames.Settings, 0, 0));
        await script(peer);
    });

    /// <summary>The head of a response.</summary>
    public static byte[] Head(int stream, bool ends, params IEnumerable<(string Name, string Value)> fields) =>
        Frames.Frame(Frames.Headers, (byte)(ends ? Frames.Whole : Frames.EndHeaders), stream, [.. Ok, .. Frames.Block(fields)]);

    public async Task SendAsync(params byte[][] frames) => await _stream.WriteAsync((byte[])[.. frames.SelectMany(f => f)], _stop);

    /// <summary>The next frame; <see langword="null"/> at the end of the connection.</summary>
    public async Task<Received?> ReadAsync()
    {
        var head = new byte[9];
        if (await _stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, _stop) < head.Length)
            return null;
        var payload = new byte[(head[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1))];
        await _stream.ReadExactlyAsync(payload, _stop);
        return new Received(head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload);
    }

    /// <summary>The stream of the next request, read up to its end; <see langword="null"/> at the end of the connection.</summary>
    public async Task<int?> ReadRequestAsync()
    {
        while (await ReadAsync() is { } frame)
        {
            if (frame.Ends && frame.Type != Frames.Reset)
                return frame.Stream;
        }

        return null;
    }

    /// <summary>Reads until the proxy hangs up.</summary>
    public async Task<List<Received>> ReadAllAsync()
    {
        var frames = new List<Received>();
        while (await ReadAsync() is { } frame)
            frames.Add(frame);
        return frames;
    }
}
