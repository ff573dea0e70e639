using System.Runtime.InteropServices;
using Haloy.Proxy.Hosting;
using Microsoft.Extensions.Logging;

namespace Haloy.ProxyHost;

/// <summary>Runs the proxy until it is told to stop.</summary>
internal static class Serving
{
    public static async Task<int> RunAsync(ProxyOptions options, LogFormat format, TextWriter error)
    {
        using var signals = new StopSignals();
        using var loggers = new LineLoggerFactory(new LineLoggerProvider(error, format, LogLevel.Information, TimeProvider.System));
        await using var proxy = new ProxyServer(options, loggers, TimeProvider.System);
        using var reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Reload);
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
        await signals.First;
        error.WriteLine($"Stopping: requests in flight may finish for {options.DrainTimeout.TotalSeconds:0} s; a second signal cuts them");
        await proxy.StopAsync(signals.Second);
        return 0;

        void Reload(PosixSignalContext context)
        {
            // Else the runtime would end the process.
            context.Cancel = true;
            proxy.ReloadCertificates();
        }
    }
}
