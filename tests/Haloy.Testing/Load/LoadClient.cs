using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Haloy.Testing.Load;

/// <summary>
/// Constant load of verified requests, to show that something else disturbs none of them.
/// Starts at once; <see cref="StopAsync"/> lets open requests finish and tells what was seen.
/// </summary>
public sealed class LoadClient : IAsyncDisposable
{
    private readonly LoadOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;
    private readonly List<HttpMessageInvoker> _clients = [];
    private readonly List<LoadWorker> _workers = [];
    private readonly X509Certificate2Collection? _authorities;
    private readonly Task _running;
    private long _connections;

    private LoadClient(LoadOptions options)
    {
        _options = options;
        if (options.CaFile is { } file)
        {
            _authorities = [];
            _authorities.ImportFromPemFile(file);
        }

        Add(LoadWorkerKind.KeepAlive, options.KeepAliveWorkers);
        Add(LoadWorkerKind.Http2, options.Http2Workers);
        Add(LoadWorkerKind.NewConnection, options.NewConnectionWorkers);
        _running = Task.WhenAll(_workers.Select(worker => Task.Run(() => worker.RunAsync(_stop.Token))));
    }

    /// <summary>Starts the load; ends when every worker has had its first answer.</summary>
    public static async Task<LoadClient> StartAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        var client = new LoadClient(options);
        await Task.WhenAll(client._workers.Select(worker => worker.FirstAnswer)).WaitAsync(cancellationToken);
        return client;
    }

    /// <summary>Ends the load.</summary>
    public async Task<LoadReport> StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        return LoadTally.Sum([.. _workers.Select(worker => worker.Tally)], _startedAt, _clock.Elapsed.TotalSeconds, Interlocked.Read(ref _connections));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _clients.ForEach(client => client.Dispose());
        _stop.Dispose();
    }

    private void Add(LoadWorkerKind kind, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var client = new HttpMessageInvoker(HandlerFor(kind));
            _clients.Add(client);
            _workers.Add(new LoadWorker(kind, _options, client, _clock));
        }
    }

    private SocketsHttpHandler HandlerFor(LoadWorkerKind kind)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxConnectionsPerServer = 1,
            ConnectCallback = (context, cancellationToken) => ConnectAsync(kind, context, cancellationToken),
        };
        // The name is still checked against the certificate; only the set of trusted authorities changes.
        if (_authorities is not null)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(_authorities);
        }

        return handler;
    }

    private async ValueTask<Stream> ConnectAsync(LoadWorkerKind kind, SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (kind != LoadWorkerKind.NewConnection)
            Interlocked.Increment(ref _connections);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync((System.Net.EndPoint?)_options.ConnectTo ?? context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
