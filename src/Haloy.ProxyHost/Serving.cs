using System.Runtime.InteropServices;
using Haloy.Proxy.Hosting;
using Microsoft.Extensions.Logging;

namespace Haloy.ProxyHost;

/// <summary>Runs the proxy until it is told to stop.</summary>
internal static class Serving
{
    public static async Task<int> RunAsync(ProxyOptions options, TextWriter error)
    {
        // This process only moves bytes, nothing in it blocks: completions may run where they are found. Must precede the first socket.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

        using var loggers = new LoggerFactory([new LineLoggerProvider(error, LogLevel.Information, TimeProvider.System)], new LoggerFilterOptions { MinLevel = LogLevel.Information });
        var logger = loggers.CreateLogger("haloy-proxy");
        await using var proxy = new ProxyServer(options, loggers, TimeProvider.System);
        try
        {
            await proxy.StartAsync(CancellationToken.None);
        }
        catch (ProxyStartException e)
        {
            error.WriteLine(e.Failure);
            return 1;
        }

        error.WriteLine($"Serving HTTP on {proxy.HttpEndpoint}, HTTPS on {proxy.HttpsEndpoint}");
        await StopSignalAsync();
        error.WriteLine($"Stopping: requests in flight may finish for {options.DrainTimeout.TotalSeconds:0} s");
        await proxy.StopAsync(CancellationToken.None);
        return 0;
    }

    private static async Task StopSignalAsync()
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
        await stop.Task;

        void Handle(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.TrySetResult();
        }
    }
}
