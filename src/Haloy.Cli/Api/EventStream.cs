using System.Runtime.CompilerServices;

namespace Haloy.Cli.Api;

/// <summary>One event: its data and, from our daemon, its number.</summary>
internal readonly record struct StreamEvent(string? Id, string Data);

/// <summary>Server-sent events (WHATWG HTML §9.2) of one answer. Lines have no length limit.</summary>
internal sealed class EventStream(HttpResponseMessage response, TimeProvider time) : IDisposable
{
    // The server sends a comment every 30 seconds; three missing ones mean that nobody is there any more.
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(90);

    /// <exception cref="IOException">The stream broke, or was silent for too long.</exception>
    public async IAsyncEnumerable<StreamEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(SilenceLimit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var reader = new StreamReader(body);
        string? id = null;
        string? data = null;
        while (await NextLineAsync(reader, linked.Token, cancellationToken) is { } line)
        {
            silence.CancelAfter(SilenceLimit);
            if (line.Length == 0 && data is not null)
            {
                yield return new StreamEvent(id, data);
                data = null;
            }
            else if (Field(line, "data") is { } text)
                data = data is null ? text : $"{data}\n{text}";
            else if (Field(line, "id") is { } number)
                id = number;
        }
    }

    public void Dispose() => response.Dispose();

    private static async Task<string?> NextLineAsync(StreamReader reader, CancellationToken linked, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(linked);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("the server fell silent");
        }
        catch (HttpRequestException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static string? Field(string line, string name)
    {
        if (!line.StartsWith(name, StringComparison.Ordinal) || line.Length <= name.Length || line[name.Length] != ':')
            return null;
        var value = line[(name.Length + 1)..];
        return value.StartsWith(' ') ? value[1..] : value;
    }
}
