using System.Net;
using System.Text;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Http1;
using Haloy.Proxy.Http2.Hpack;
using Haloy.Proxy.Http2;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Properties;

/// <summary>Any header block is fields or an error, and fields that make a request make the same one in HTTP/1.1.</summary>
public sealed class Http2PropertyTests
{
    private static readonly byte[][] Blocks =
    [
        Frames.Request("GET", "/"),
        Frames.Request("POST", "/a?b", ("content-length", "5"), ("cookie", "a=b"), ("cookie", "c=d"), ("x-y", "z")),
        Frames.Request("OPTIONS", "*", ("host", "app.example.com"), ("te", "trailers"), ("x-forwarded-for", "6.6.6.6")),
        Convert.FromHexString("828684418cf1e3c2e5f23a6ba0ab90f4ff"),
        Convert.FromHexString("828684be5886a8eb10649cbf"),
        Convert.FromHexString("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf"),
        Convert.FromHexString("203fe11f400a637573746f6d2d6b65790d637573746f6d2d686561646572be8286844101618286"),
    ];

    [Fact]
    public void Header_block_is_fields_or_an_error_of_compression() => Trials.Run(chance => Mutations.Of(Blocks, chance), (input, chance) =>
    {
        var decoder = new HpackDecoder();
        var first = Decode(decoder, input);

        Assert.Equal(first, Decode(new HpackDecoder(), input));
        // Whatever is in its table by now, the next block is an error of compression at worst.
        _ = Decode(decoder, Mutations.Of([input], chance));
    });

    [Fact]
    public void Request_is_refused_or_the_same_in_http_1() => Trials.Run(chance => Mutations.Of(Blocks, chance), (input, chance) =>
    {
        var (reader, head) = (new RequestReader(), new RequestHead());
        reader.Begin(head);
        try
        {
            new HpackDecoder().Decode(input, reader);
            reader.Finish(endsStream: chance.Next(2) == 0);
        }
        catch (Exception e) when (e is Http2Exception or MalformedRequestException)
        {
            return;
        }

        IsTheSame(head, reader.Bytes.ToArray());
    });

    [Fact]
    public void Field_that_is_written_is_read_back_in_lower_case() => Trials.Run(chance => Field(chance), (input, _) =>
    {
        var colon = Math.Max(0, Array.IndexOf(input, (byte)':'));
        var (name, value) = (input[..colon], input[colon..]);
        var block = new byte[HpackEncoder.MaxLength(name.Length, value.Length)];

        var length = HpackEncoder.WriteField(name, value, block);

        Assert.Equal($"{Encoding.Latin1.GetString(name).ToLowerInvariant()}: {Encoding.Latin1.GetString(value)}\n", Decode(new HpackDecoder(), block[..length]));
    });

    private static byte[] Field(Random chance)
    {
        string[] names = ["Content-Type", "X-A", "location", "Set-Cookie", new('N', chance.Next(1, 400))];
        return Encoding.Latin1.GetBytes(names[chance.Next(names.Length)] + ":" + new string('v', chance.Next(chance.Next(100) == 0 ? 20_000 : 300)));
    }

    private static string Decode(HpackDecoder decoder, byte[] block)
    {
        var fields = new FieldText();
        try
        {
            decoder.Decode(block, fields);
            return fields.Text.ToString();
        }
        catch (Http2Exception e)
        {
            Assert.Equal(ErrorCode.Compression, e.Code);
            return $"{fields.Text}{e.Message}";
        }
    }

    private static readonly Origin Visitor = new Client(IPAddress.Parse("192.0.2.1"), isHttps: true, isTrusted: false);

    private static void IsTheSame(RequestHead head, byte[] bytes)
    {
        var written = new byte[RequestHeadWriter.MaxLength(head, bytes, Visitor)];
        var length = RequestHeadWriter.Write(head, bytes, Visitor, upgrade: false, written);
        var again = new RequestHead();

        Assert.True(RequestHeadParser.TryParse(written.AsSpan(0, length), again));
        Assert.Equal((length, head.ContentLength, head.IsChunked, head.IsHead), (again.Length, again.ContentLength, again.IsChunked, again.IsHead));
        Assert.Equal(Encoding.Latin1.GetString(bytes[head.Target]), Encoding.Latin1.GetString(written[again.Target]));
        Assert.Equal(Encoding.Latin1.GetString(bytes[head.Host]), Encoding.Latin1.GetString(written[again.Host]));
        Assert.False(again.Close || again.NamesFields || again.AsksUpgrade);
    }

    private sealed class FieldText : IFieldSink
    {
        public StringBuilder Text { get; } = new();

        public void OnField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
            Text.Append(Encoding.Latin1.GetString(name)).Append(": ").Append(Encoding.Latin1.GetString(value)).Append('\n');
    }
}
