using System.Threading.Channels;
using Haloy.Proxy.Tests.Http2.Backends;
using Haloy.Proxy.Tests.Support;
using static Haloy.Proxy.Tests.Support.Frames;

namespace Haloy.Proxy.Tests.Properties;

/// <summary>Whatever a backend of HTTP/2 sends, in whatever pieces, its client gets an answer or an end, and no defect of ours is met.</summary>
public sealed class H2cBackendPropertyTests
{
    private const string Request = "POST / HTTP/1.1\r\nHost: app.example.com\r\nTE: trailers\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

    private static readonly byte[][] Answers =
    [
        .. HostileBackendCases.BeforeHead.Concat(HostileBackendCases.AfterHead).Select(c => c.Frames.SelectMany(f => f).ToArray()).Where(b => b.Length < 2000),
        [.. H2cPeer.Head(1, ends: false, ("content-length", "5")), .. Frame(Data, End, 1, "hello"u8)],
        [.. H2cPeer.Head(1, ends: false), .. Frame(Data, Padded, 1, 2, 1, 0, 0), .. Frame(Headers, Whole, 1, Block(("grpc-status", "0")))],
        [.. Frame(Headers, EndHeaders, 1, Block((":status", "103"), ("link", "<a>"))), .. H2cPeer.Head(1, ends: true, ("grpc-status", "5"))],
        [.. Frame(Headers, 0, 1, H2cPeer.Ok), .. Frame(Continuation, EndHeaders, 1, Block(("a", "b"))), .. Frame(Data, 0, 1, "a"u8), .. Frame(Reset, 0, 1, 0, 0, 0, 0)],
        [.. Setting(4, 1), .. Setting(3, 1), .. Frame(Window, 0, 0, 0, 0, 0, 9), .. Frame(Ping, 0, 0, "12345678"u8), .. H2cPeer.Head(1, ends: true)],
        [.. Frame(GoAway, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0), .. H2cPeer.Head(1, ends: false), .. Frame(Data, End, 1, "x"u8)],
        [.. Frame(Reset, 0, 1, 0, 0, 0, 7)],
    ];

    [Fact]
    public async Task Client_gets_an_answer_or_an_end()
    {
        var taken = 0;
        var answers = Channel.CreateUnbounded<(byte[] Bytes, List<int> Pieces)>();
        await using var backend = H2cPeer.Backend(async peer =>
        {
            if (await peer.ReadRequestAsync() is null || !answers.Reader.TryRead(out var answer))
                return;
            taken++;
            var at = 0;
            foreach (var piece in answer.Pieces)
            {
                await peer.SendAsync(answer.Bytes[at..(at + piece)]);
                at += piece;
            }
        });
        await using var setup = await H2cSetup.StartAsync(backend.EndPoint);

        await Trials.RunAsync(40, chance => Mutations.Of(Answers, chance), async (input, chance) =>
        {
            while (answers.Reader.TryRead(out _))
            {
            }

            answers.Writer.TryWrite((input, Mutations.Split(input.Length, chance)));
            var response = await setup.Proxy.SendRawAsync(Request);
            Assert.StartsWith("HTTP/1.1 ", response, StringComparison.Ordinal);
        });

        // Not each: a request may meet the end of the connection of the one before, and may not be sent again.
        Assert.InRange(taken, Trials.Count / 80, Trials.Count / 40);
    }
}
