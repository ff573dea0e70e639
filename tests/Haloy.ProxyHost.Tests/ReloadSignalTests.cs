using System.Net;
using System.Net.Sockets;

namespace Haloy.ProxyHost.Tests;

/// <summary>Sends a signal to the program itself.</summary>
public sealed class ReloadSignalTests
{
    [Fact]
    public async Task Hangup_reads_the_certificates_anew_and_ends_nothing()
    {
        using var backend = new TcpListener(IPAddress.Loopback, 0);
        backend.Start();
        using var proxy = await ProxyProcess.StartAsync((IPEndPoint)backend.LocalEndpoint);
        Directory.CreateDirectory(proxy.Certificates);
        await File.WriteAllTextAsync(Path.Combine(proxy.Certificates, "app.example.com.pem"), "rubbish", TestContext.Current.CancellationToken);

        proxy.HangUp();
        await proxy.SaysAsync("app.example.com.pem is skipped");
        await proxy.SaysAsync("Certificates loaded: 0");

        proxy.HangUp();
        await proxy.SaysAsync("Certificates loaded: 0");
        using var client = await proxy.ConnectAsync();
    }
}
