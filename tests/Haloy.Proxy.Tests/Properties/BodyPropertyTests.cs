using System.Text;
using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.Tests.Properties;

/// <summary>A body has the same content and the same end however it is cut, and what is wrong is wrong at the same place.</summary>
public sealed class BodyPropertyTests
{
    private static readonly byte[][] Bodies =
    [
        .. new[]
        {
            "0\r\n\r\n",
            "5\r\nhello\r\n0\r\n\r\nGET / HTTP/1.1\r\n",
            "1\r\na\r\n0002;name=\"v\"\r\nbc\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\n",
            "A\r\n0123456789\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n",
            "1;" + new string('x', 900) + "\r\na\r\n0;x\r\nX: y\r\n\r\n",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    [Fact]
    public void Chunked_body_is_the_same_however_it_is_cut() => Trials.Run(chance => Mutations.Of(Bodies, chance), (input, chance) =>
        Assert.Equal(Read(BodyFraming.Chunked, 0, input, [input.Length]), Read(BodyFraming.Chunked, 0, input, Mutations.Split(input.Length, chance))));

    [Fact]
    public void Body_of_a_length_is_the_same_however_it_is_cut() => Trials.Run(chance => Mutations.Of(Bodies, chance), (input, chance) =>
    {
        var length = chance.Next(input.Length + 10);

        var (content, used, end) = Read(BodyFraming.Length, length, input, Mutations.Split(input.Length, chance));

        Assert.Equal((Math.Min(length, input.Length), length <= input.Length ? "done" : "more"), (used, end));
        Assert.Equal(Encoding.Latin1.GetString(input.AsSpan(0, used)), content);
    });

    private static (string Content, int Used, string End) Read(BodyFraming framing, long length, byte[] input, List<int> pieces)
    {
        var body = new BodyReader(framing, length);
        var content = new StringBuilder();
        var at = 0;
        try
        {
            foreach (var piece in pieces)
            {
                ReadOnlySpan<byte> data = input.AsSpan(at, piece);
                while (!data.IsEmpty && !body.IsDone)
                {
                    var before = data.Length;
                    content.Append(Encoding.Latin1.GetString(body.Next(ref data)));
                    Assert.True(data.Length < before || body.IsDone, "nothing was taken");
                }

                at += piece - data.Length;
            }
        }
        catch (BadResponseException e)
        {
            // What came before in the same piece may have been passed on by then, or not: the whole is refused.
            return ("", -1, e.Message);
        }

        return (content.ToString(), at, body.IsDone ? "done" : "more");
    }
}
