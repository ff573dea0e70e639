using BenchmarkDotNet.Attributes;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http1;

namespace Haloy.MicroBench;

/// <summary>Reading a response head from a backend, and writing the one its client of HTTP/1.1 gets.</summary>
public class ResponseHeads
{
    private readonly ResponseHead _head = new();
    private readonly byte[] _room = new byte[8192];

    public ResponseHeads() => Parse();

    [Benchmark]
    public bool Parse()
    {
        _head.Clear();
        return ResponseHeadParser.TryParse(Samples.Response, _head);
    }

    [Benchmark]
    public int Rewrite()
    {
        var writer = new ByteWriter(_room);
        ResponseHeadWriter.Write(_head, Samples.Response, "Connection: keep-alive\r\n"u8, default, ref writer);
        return writer.Length;
    }
}
