using System.Net.Security;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.Tests.Tls;

public sealed class ClientHelloTests
{
    [Fact]
    public async Task Name_is_found_once_the_whole_hello_is_there()
    {
        var hello = await RecordAsync("app.example.com");

        for (var length = 0; length < hello.Length; length++)
            Assert.Equal(HelloState.Incomplete, ClientHello.TryRead(hello.AsSpan(0, length), out _));
        Assert.Equal(HelloState.Complete, ClientHello.TryRead(hello, out var name));
        Assert.Equal("app.example.com", name);
    }

    [Fact]
    public async Task Hello_without_a_name_is_complete_and_nameless()
    {
        Assert.Equal(HelloState.Complete, ClientHello.TryRead(await RecordAsync(""), out var name));
        Assert.Null(name);
    }

    [Fact]
    public void What_is_no_hello_is_left_to_the_library()
    {
        Assert.Equal(HelloState.Unknown, ClientHello.TryRead("GET / HTTP/1.1\r\n"u8, out _));
        Assert.Equal(HelloState.Unknown, ClientHello.TryRead([22, 3, 1, 0, 0, 0], out _));
        Assert.Equal(HelloState.Unknown, ClientHello.TryRead([22, 3, 1, 0, 5, 2, 0, 0, 1, 0], out _));
    }

    [Fact]
    public async Task Damaged_hello_never_reads_past_its_end()
    {
        var hello = await RecordAsync("app.example.com");
        var random = new Random(1);
        for (var i = 0; i < 5000; i++)
        {
            var damaged = hello.ToArray();
            for (var hits = random.Next(1, 6); hits > 0; hits--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);

            ClientHello.TryRead(damaged, out _);
        }
    }

    /// <summary>The first bytes a real TLS client sends.</summary>
    private static async Task<byte[]> RecordAsync(string host)
    {
        using var wire = new CapturingStream();
        using var tls = new SslStream(wire);
        await Assert.ThrowsAnyAsync<Exception>(() => tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = host }, TestContext.Current.CancellationToken));
        return wire.Written.ToArray();
    }

    private sealed class CapturingStream : MemoryStream
    {
        public MemoryStream Written { get; } = new();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(0);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await Written.WriteAsync(buffer, cancellationToken);
    }
}
