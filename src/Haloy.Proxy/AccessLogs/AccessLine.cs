using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.AccessLogs;

/// <summary>
/// The line of one request, <see cref="Contracts.ProxyControl.AccessLogLine"/>: what is known of it while its head is there is written down at once,
/// the rest at its end. Queries, cookies and credentials are in none of it.
/// </summary>
internal sealed class AccessLine(AccessLog log, AccessLogLane lane, bool isKept)
{
    private const int MaxMethod = 32;
    private const int MaxHost = 256;
    private const int MaxPath = 1024;
    private const int MaxAgent = 256;
    private const int MaxId = 128;
    private const int OwnText = 512;

    /// <summary>Bytes that a line has at most.</summary>
    public const int MaxLength = ((MaxMethod + MaxHost + MaxPath + MaxAgent + (2 * MaxId)) * JsonText.Expansion) + OwnText;

    private byte[] _head = [];
    private int _headLength;
    private byte[]? _id;

    /// <summary>Writes down what is known from the start.</summary>
    /// <param name="at">When the request came.</param>
    /// <param name="request">Its head.</param>
    /// <param name="bytes">What the head was parsed from.</param>
    /// <param name="visitor">Who sent it.</param>
    /// <param name="protocol">Version of HTTP.</param>
    public void Describe(DateTimeOffset at, RequestHead request, ReadOnlySpan<byte> bytes, IPAddress? visitor, ReadOnlySpan<byte> protocol)
    {
        var writer = new ByteWriter(lane.Scratch);
        writer.Write("{\"time\":\""u8);
        WriteTime(ref writer, at);
        writer.Write("\",\"method\":"u8);
        JsonText.Write(ref writer, bytes[request.Method], MaxMethod);
        writer.Write(",\"host\":"u8);
        JsonText.Write(ref writer, bytes[request.Host], MaxHost);
        writer.Write(",\"path\":"u8);
        JsonText.Write(ref writer, PathOf(bytes[request.Target]), MaxPath);
        writer.Write(",\"remote_addr\":\""u8);
        WriteAddress(ref writer, visitor);
        writer.Write("\",\"protocol\":\""u8);
        writer.Write(protocol);
        writer.Write("\""u8);
        if (request.ValueOf(bytes, "User-Agent"u8) is { IsEmpty: false } agent)
        {
            writer.Write(",\"user_agent\":"u8);
            JsonText.Write(ref writer, agent, MaxAgent);
        }

        _headLength = writer.Length;
        _head = ArrayPool<byte>.Shared.Rent(_headLength);
        lane.Scratch.AsSpan(0, _headLength).CopyTo(_head);
    }

    /// <summary>The id by which the app knows the request.</summary>
    public void Identify(ReadOnlySpan<byte> id) => _id = id[..Math.Min(id.Length, MaxId + 1)].ToArray();

    /// <summary>Adds how it ended, and hands the line over.</summary>
    public void Write(in RequestEnd end, EventLoop loop)
    {
        var writer = new ByteWriter(lane.Scratch);
        writer.Write(_head.AsSpan(0, _headLength));
        ArrayPool<byte>.Shared.Return(_head);
        writer.Write(",\"status\":"u8);
        writer.Write(end.Status);
        writer.Write(",\"duration_ms\":"u8);
        WriteMilliseconds(ref writer, end.Microseconds);
        writer.Write(",\"bytes\":"u8);
        writer.Write(end.BytesOut);
        WriteText(ref writer, ",\"request_id\":"u8, _id);
        WriteText(ref writer, ",\"deployment\":"u8, end.Deployment is null ? null : Encoding.UTF8.GetBytes(end.Deployment));
        WriteText(ref writer, ",\"ended\":"u8, end.Way is null ? null : Encoding.UTF8.GetBytes(end.Way));
        writer.Write("}\n"u8);
        log.Add(lane, lane.Scratch.AsSpan(0, writer.Length), isKept);
    }

    private static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> target)
    {
        var query = target.IndexOf((byte)'?');
        return query < 0 ? target : target[..query];
    }

    private static void WriteText(ref ByteWriter writer, ReadOnlySpan<byte> name, byte[]? text)
    {
        if (text is null)
            return;
        writer.Write(name);
        JsonText.Write(ref writer, text, MaxId);
    }

    private static void WriteTime(ref ByteWriter writer, DateTimeOffset at)
    {
        Span<byte> text = stackalloc byte[32];
        at.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        writer.Write(text[..length]);
    }

    private static void WriteAddress(ref ByteWriter writer, IPAddress? address)
    {
        Span<byte> text = stackalloc byte[64];
        if (address?.TryFormat(text, out var length) == true)
            writer.Write(text[..length]);
    }

    private static void WriteMilliseconds(ref ByteWriter writer, long microseconds)
    {
        Span<byte> fraction = stackalloc byte[3];
        (microseconds % 1000).TryFormat(fraction, out _, "d3", CultureInfo.InvariantCulture);
        writer.Write(microseconds / 1000);
        writer.Write("."u8);
        writer.Write(fraction);
    }
}

/// <summary>How a request ended.</summary>
/// <param name="Status">Status of the answer; 0 when there was none.</param>
/// <param name="Microseconds">Time since its head.</param>
/// <param name="BytesOut">Bytes of the answer's body.</param>
/// <param name="Deployment">Who was asked last.</param>
/// <param name="Way">Why the answer is not complete; <see langword="null"/> when it is.</param>
internal readonly record struct RequestEnd(int Status, long Microseconds, long BytesOut, string? Deployment, string? Way);
