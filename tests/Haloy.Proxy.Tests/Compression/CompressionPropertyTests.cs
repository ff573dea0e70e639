using System.Globalization;
using System.Text;
using Haloy.Proxy.Tests.Properties;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Compression;

/// <summary>Whatever the body, its framing and the pieces it comes in: the client decodes what the app sent.</summary>
public sealed class CompressionPropertyTests
{
    private readonly byte[] _nothing = [];

    [Fact]
    public async Task Client_decodes_what_the_app_sent()
    {
        var script = (Answer: _nothing, Pieces: new List<int>(), Close: false);
        await using var backend = new ScriptedBackend(async peer =>
        {
            while (await peer.ReadHeadAsync() is not null)
            {
                var at = 0;
                foreach (var piece in script.Pieces)
                {
                    await peer.Stream.WriteAsync(script.Answer.AsMemory(at, piece), peer.Stop);
                    await Task.Yield();
                    at += piece;
                }

                if (script.Close)
                    return;
            }
        });
        await using var proxy = await CompressionTests.StartAsync(backend);

        await Trials.RunAsync(60, Body, async (body, chance) =>
        {
            var framing = chance.Next(3);
            var answer = Answer(body, framing, chance);
            script = (answer, Mutations.Split(answer.Length, chance), framing == 2);
            var coding = Codings.All[chance.Next(Codings.All.Length)];

            using var response = await CompressionTests.GetAsync(proxy, coding);

            var got = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            Assert.Equal(body, Codings.Decode(response.Content.Headers.ContentEncoding.SingleOrDefault() ?? "", got));
        });
        await proxy.SettledAsync();
        Assert.Equal(0, proxy.Server.Encoders.Taken);
    }

    private static byte[] Body(Random chance)
    {
        var size = chance.Next(4) switch { 0 => chance.Next(3), 1 => chance.Next(3000), 2 => chance.Next(70_000), _ => chance.Next(400_000) };
        var body = Codings.Text(size, chance);
        if (chance.Next(4) == 0)
            chance.NextBytes(body);
        return body;
    }

    private static byte[] Answer(byte[] body, int framing, Random chance)
    {
        const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
        if (framing == 0)
            return [.. Encoding.ASCII.GetBytes($"{Head}Content-Length: {body.Length}\r\n\r\n"), .. body];
        if (framing == 2)
            return [.. Encoding.ASCII.GetBytes($"{Head}Connection: close\r\n\r\n"), .. body];

        using var answer = new MemoryStream();
        answer.Write(Encoding.ASCII.GetBytes($"{Head}Transfer-Encoding: chunked\r\n\r\n"));
        var at = 0;
        foreach (var chunk in Mutations.Split(body.Length, chance).Where(c => c > 0))
        {
            answer.Write(Encoding.ASCII.GetBytes(chunk.ToString("x", CultureInfo.InvariantCulture) + "\r\n"));
            answer.Write(body, at, chunk);
            answer.Write("\r\n"u8);
            at += chunk;
        }

        answer.Write("0\r\n\r\n"u8);
        return answer.ToArray();
    }
}
