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

    /// <summary>Path of its control socket.</summary>
    public string ControlSocket => _directory.File("proxy", "haloy-proxy.sock");

    /// <summary>The system's view of it, below /proc.</summary>
    public string SystemFile(string name) => $"/proc/{_process.Id.ToString(CultureInfo.InvariantCulture)}/{name}";

    /// <param name="backend">Where the route leads.</param>
    /// <param name="descriptors">What it is started with: limits of descriptors in the manner of the shell's ulimit: <c>-S 256</c>.</param>
    public static async Task<ProxyProcess> StartAsync(IPEndPoint backend, params string[] descriptors)
    {
        var directory = new TempDirectory();
        Directory.CreateDirectory(directory.File("proxy"));
        await File.WriteAllTextAsync(
            directory.File("proxy", "snapshot.json"),
            $$"""{"routes":[{"canonical":"app.example.com","plain_http":true,"backends":[{"ip":"{{backend.Address}}","port":"{{backend.Port}}"}]}]}""",
            TestContext.Current.CancellationToken);
        var limits = string.Concat(descriptors.Select(limit => $"ulimit -n {limit} && "));
        var process = Process.Start(new ProcessStartInfo(
            "sh", ["-c", $"{limits}exec \"$0\" serve --http 127.0.0.1:0 --https 127.0.0.1:0 --data-dir \"$1\"", Path.Combine(AppContext.BaseDirectory, "haloy-proxy"), directory.Path])
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

    /// <summary>Where its certificates are.</summary>
    public string Certificates => _directory.File("certs");

    public void Terminate()
    {
        const int Sigterm = 15;
        Assert.Equal(0, Kill(_process.Id, Sigterm));
    }

    public void HangUp()
    {
        const int Sighup = 1;
        Assert.Equal(0, Kill(_process.Id, Sighup));
    }

    /// <summary>Waits until it has said so on standard error.</summary>
    public Task SaysAsync(string words) => LineAsync(_process, words);

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

    private static async Task<string> LineAsync(Process process, string words)
    {
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(words, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"haloy-proxy ended without saying '{words}'."));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
