using System.Runtime.InteropServices;
using Haloy.Proxy.Hosting;
using Haloy.Server.Hosting;

namespace Haloy.Server.Admin;

/// <summary>Runs a daemon from start to the signal that ends it.</summary>
internal static class DaemonRunner
{
    /// <summary>Runs until SIGINT, SIGTERM or <paramref name="cancellationToken"/>; <paramref name="onReady"/> is called once everything listens.</summary>
    public static async Task RunAsync(DaemonOptions options, Action<Daemon>? onReady, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);

        var format = LineLoggerProvider.FormatOf(Environment.GetEnvironmentVariable);
        if (format.Failure is { } failure)
            throw new StartupException(failure.Message, failure.Hint);

        var time = TimeProvider.System;
        using var loggers = LoggerFactory.Create(builder => builder
            .SetMinimumLevel(options.LogLevel)
            .AddProvider(new LineLoggerProvider(Console.Out, format.Value, options.LogLevel, time)));

        Directory.CreateDirectory(options.DataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var daemon = await Daemon.OpenAsync(options, loggers, time, ending.Token);
        using var hangup = options.ReloadsOnHangup ? PosixSignalRegistration.Create(PosixSignal.SIGHUP, Reload) : null;
        await daemon.StartAsync(ending.Token);
        onReady?.Invoke(daemon);
        await daemon.RunAsync(ending.Token);

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ending.Cancel();
        }

        void Reload(PosixSignalContext context)
        {
            context.Cancel = true;
            _ = daemon.ReloadCertificatesAsync(ending.Token);
        }
    }
}
