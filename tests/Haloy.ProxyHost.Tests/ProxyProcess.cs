using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Haloy.Testing;

namespace Haloy.ProxyHost.Tests;

/// <summary>The program itself, on free ports, with a route for <c>app.example.com</c>.</summary>
internal sealed partial class ProxyProcess : IDisposable
{
    private readonly Process _process;
    private readonly TempDirectory _directory;

    private ProxyProcess(Process process, TempDirectory directory, IPEndPoint http) => (_process, _directory, Http) = (process, directory, http);

    public IPEndPoint Http { get; }

    public static async Task<ProxyProcess> StartAsync(IPEndPoint backend)
    {
        var directory = new TempDirectory();
        Directory.CreateDirectory(directory.File("proxy"));
        await File.WriteAllTextAsync(
            directory.File("proxy", "snapshot.json"),
            $$"""{"routes":[{"canonical":"app.example.com","plain_http":true,"backends":[{"ip":"{{backend.Address}}","port":"{{backend.Port}}"}]}]}""",
            TestContext.Current.CancellationToken);
        var process = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "haloy-proxy"), ["serve", "--http", "127.0.0.1:0", "--https", "127.0.0.1:0", "--data-dir", directory.Path])
        {
            RedirectStandardError = true,
        })!;
        var served = await LineAsync(process, "Serving HTTP on ");
        return new ProxyProcess(process, directory, IPEndPoint.Parse(served.Split(' ')[3].TrimEnd(',')));
    }

    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Http, TestContext.Current.CancellationToken);
        return socket;
    }

    public void Terminate()
    {
        const int Sigterm = 15;
        Assert.Equal(0, Kill(_process.Id, Sigterm));
    }

    /// <summary>Waits until it has said so on standard error.</summary>
    public Task SaysAsync(string beginning) => LineAsync(_process, beginning);

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _directory.Dispose();
    }

    private static async Task<string> LineAsync(Process process, string beginning)
    {
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"haloy-proxy ended without saying '{beginning}'."));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
