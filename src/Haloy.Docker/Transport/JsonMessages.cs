using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Haloy.Docker.Transport;

/// <summary>Reads a stream of JSON values, one per line, as events and progress come; each is handed on as soon as its line is complete.</summary>
internal static class JsonMessages
{
    /// <summary>Longest message read.</summary>
    public const int MaxMessageBytes = 8 * 1024 * 1024;

    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Stream stream,
        JsonTypeInfo<T> type,
        string request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var buffer = new byte[4096];
        var (start, end, searched) = (0, 0, 0);
        while (true)
        {
            var lineEnd = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (lineEnd >= 0)
            {
                if (Parse(buffer.AsSpan(start, searched + lineEnd - start), type, request) is { } message)
                    yield return message;
                start = searched = searched + lineEnd + 1;
                continue;
            }

            (start, end) = MakeRoom(ref buffer, start, end, request);
            searched = end;
            var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
            if (read == 0)
                break;
            end += read;
        }

        if (ParseLast(buffer.AsSpan(start, end - start), type, request) is { } last)
            yield return last;
    }

    private static (int Start, int End) MakeRoom(ref byte[] buffer, int start, int end, string request)
    {
        if (start > 0)
            buffer.AsSpan(start, end - start).CopyTo(buffer);
        var length = end - start;
        if (length >= MaxMessageBytes)
            throw new DockerProtocolException($"Docker's answer to {request} holds a message of more than {MaxMessageBytes} bytes.", null);
        if (length == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        return (0, length);
    }

    private static T? Parse<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> type, string request)
        where T : class
    {
        try
        {
            return IsBlank(line) ? null : JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException error)
        {
            throw new DockerProtocolException($"Docker's answer to {request} is not what its API promises: {error.Message}", error);
        }
    }

    // Without its line end, a message that does not parse was cut off; one that does is complete.
    private static T? ParseLast<T>(ReadOnlySpan<byte> rest, JsonTypeInfo<T> type, string request)
        where T : class
    {
        try
        {
            return IsBlank(rest) ? null : JsonSerializer.Deserialize(rest, type);
        }
        catch (JsonException error)
        {
            throw Unavailable.CutOff(request, error);
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t\r\n"u8).IsEmpty;
}
