using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Haloy.Docker.Containers;

namespace Haloy.Docker.Transport;

/// <summary>Reads output of containers and commands: framed (8-byte header: stream, 3 zeros, big-endian length), or raw when there is a terminal.</summary>
internal static class OutputFrames
{
    /// <summary>Longest frame read. Log drivers keep messages under 1 MB, commands come in pieces of 32 KiB; more means that this is no frame at all.</summary>
    public const int MaxFrameBytes = 4 * 1024 * 1024;

    private const int HeaderBytes = 8;
    private const int RawBytes = 32 * 1024;
    private const byte EngineErrorStream = 3;

    public static IAsyncEnumerable<LogFrame> ReadAsync(Stream stream, bool raw, string request, CancellationToken cancellationToken) =>
        raw ? RawAsync(stream, cancellationToken) : FramedAsync(stream, request, cancellationToken);

    private static async IAsyncEnumerable<LogFrame> RawAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[RawBytes];
        for (var read = await stream.ReadAsync(buffer, cancellationToken); read > 0; read = await stream.ReadAsync(buffer, cancellationToken))
            yield return new LogFrame(LogStream.Stdout, buffer.AsSpan(0, read).ToArray());
    }

    private static async IAsyncEnumerable<LogFrame> FramedAsync(
        Stream stream,
        string request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        while (true)
        {
            var read = await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken);
            if (read == 0)
                yield break;
            if (read < HeaderBytes)
                throw Unavailable.CutOff(request, null);

            var payload = new byte[PayloadLength(header, request)];
            if (await stream.ReadAtLeastAsync(payload, payload.Length, throwOnEndOfStream: false, cancellationToken) < payload.Length)
                throw Unavailable.CutOff(request, null);
            if (header[0] == EngineErrorStream)
                throw new DockerApiException(null, Encoding.UTF8.GetString(payload).Trim(), request);
            yield return new LogFrame(header[0] == (byte)LogStream.Stderr ? LogStream.Stderr : LogStream.Stdout, payload);
        }
    }

    private static int PayloadLength(ReadOnlySpan<byte> header, string request)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (header[0] > EngineErrorStream || header[1..4].ContainsAnyExcept((byte)0) || length > MaxFrameBytes)
            throw new DockerProtocolException($"Docker's answer to {request} holds a frame that cannot be (stream {header[0]}, {length} bytes).", null);
        return (int)length;
    }
}
