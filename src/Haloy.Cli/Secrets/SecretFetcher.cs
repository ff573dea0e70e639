using System.Collections.Concurrent;
using Haloy.Cli.Hosting;
using Haloy.Cli.Terminal;
using Haloy.Config.Secrets;
using Haloy.Core;

namespace Haloy.Cli.Secrets;

/// <summary>Reads secret sources with the programs of their providers: side by side, and each once per run of the CLI.</summary>
internal sealed class SecretFetcher(CliContext context, ITerminal terminal, bool interactive)
{
    private readonly ConcurrentDictionary<SecretSourceId, Lazy<Task<SourceReading>>> _readings = new();
    private readonly WaitNotice _notice = new(terminal, context.Time, interactive);

    /// <summary>What the requested sources hold, or why they cannot be read.</summary>
    /// <param name="requests">The sources.</param>
    /// <param name="directory">The deploy file's directory: where programs run.</param>
    /// <param name="environment">All of the programs' environment.</param>
    /// <param name="cancellationToken">Ends the programs.</param>
    public async Task<SecretValues> FetchAsync(
        IReadOnlyList<SecretRequest> requests, string directory, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var reader = new SourceReader(new SecretPlaces(directory, context.Environment.Home), environment);
        var readings = await Task.WhenAll(requests.Select(r => ReadOnceAsync(reader, r, cancellationToken)));

        // Programs tell in their error output what they were doing, sometimes with what.
        var redaction = Redaction.Of(environment, readings);
        return new SecretValues(requests.Zip(readings).ToDictionary(r => r.First.Id, r => r.Second.Outcome(redaction)));
    }

    private Task<SourceReading> ReadOnceAsync(SourceReader reader, SecretRequest request, CancellationToken cancellationToken) =>
        _readings.GetOrAdd(request.Id, _ => new Lazy<Task<SourceReading>>(() =>
            _notice.WhileAsync(request, reader.ReadAsync(request, cancellationToken), cancellationToken))).Value;
}
