using System.Net;
using BenchmarkDotNet.Attributes;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Http1;

namespace Haloy.MicroBench;

/// <summary>Reading a request head from a client of HTTP/1.1, and writing the one its backend gets.</summary>
public class RequestHeads
{
    private readonly RequestHead _small = new();
    private readonly RequestHead _browser = new();
    private readonly Client _client = new(IPAddress.Parse("192.0.2.7"), isHttps: true, isTrusted: false);
    private readonly byte[] _room = new byte[8192];

    public RequestHeads()
    {
        ParseSmall();
        ParseBrowser();
    }

    [Benchmark]
    public bool ParseSmall() => RequestHeadParser.TryParse(Samples.SmallRequest, _small);

    [Benchmark]
    public bool ParseBrowser() => RequestHeadParser.TryParse(Samples.BrowserRequest, _browser);

    [Benchmark]
    public int RewriteSmall() => RequestHeadWriter.Write(_small, Samples.SmallRequest, _client, upgrade: false, _room);

    [Benchmark]
    public int RewriteBrowser() => RequestHeadWriter.Write(_browser, Samples.BrowserRequest, _client, upgrade: false, _room);
}
