using System.Text;
using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.Tests.Forwarding;

public sealed class TrailersTests
{
    [Theory]
    [InlineData("X-Checksum")]
    [InlineData("Grpc-Status")]
    [InlineData("grpc-message")]
    [InlineData("Server-Timing")]
    [InlineData("ETag")]
    [InlineData("Digest")]
    [InlineData("X-A-Very-Long-Name-That-Nobody-Would-Ever-Think-Of")]
    public void What_belongs_behind_a_body_passes(string name)
    {
        Assert.True(TrailerRules.MayPass(Encoding.Latin1.GetBytes(name), ofRequest: true));
        Assert.True(TrailerRules.MayPass(Encoding.Latin1.GetBytes(name), ofRequest: false));
    }

    [Theory]
    [InlineData("Content-Length")]
    [InlineData("content_length")]
    [InlineData("Transfer-Encoding")]
    [InlineData("TRANSFER_ENCODING")]
    [InlineData("Host")]
    [InlineData("Connection")]
    [InlineData("Keep-Alive")]
    [InlineData("Upgrade")]
    [InlineData("TE")]
    [InlineData("Trailer")]
    [InlineData("Authorization")]
    [InlineData("Proxy-Authorization")]
    [InlineData("proxy_authorization")]
    [InlineData("Cookie")]
    [InlineData("Set-Cookie")]
    [InlineData("WWW-Authenticate")]
    [InlineData("X-Forwarded-For")]
    [InlineData("X_Forwarded_For")]
    [InlineData("X-Forwarded-Whatever")]
    [InlineData("Forwarded")]
    [InlineData("X-Real-IP")]
    [InlineData("X-Request-Id")]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("X-Original-URL")]
    [InlineData("If-Match")]
    [InlineData("if_none_match")]
    [InlineData("Range")]
    [InlineData("Expect")]
    [InlineData("Cache-Control")]
    [InlineData("Vary")]
    [InlineData("Location")]
    [InlineData("Content-Type")]
    [InlineData("Content-Encoding")]
    [InlineData("Content-Range")]
    [InlineData("Date")]
    public void What_was_decided_by_the_head_does_not(string name)
    {
        Assert.False(TrailerRules.MayPass(Encoding.Latin1.GetBytes(name), ofRequest: true));
        Assert.False(TrailerRules.MayPass(Encoding.Latin1.GetBytes(name), ofRequest: false));
    }

    [Theory]
    [InlineData("X-A, Grpc-Status", true)]
    [InlineData("", true)]
    [InlineData("X-A,", true)]
    [InlineData("X-A, Content-Length", false)]
    [InlineData("X A", false)]
    public void Announcement_passes_when_all_it_names_does(string names, bool passes) =>
        Assert.Equal(passes, TrailerRules.MayBeAnnounced(Encoding.Latin1.GetBytes(names), ofRequest: true));

    [Fact]
    public void Filter_leaves_what_passes_in_order()
    {
        var trailers = new Trailers();
        foreach (var (name, value) in new[] { ("Cookie", "a"), ("X-A", "1"), ("Set-Cookie", "b"), ("Server", "s"), ("X-B", ""), ("Host", "c") })
            trailers.Add(Encoding.Latin1.GetBytes(name), Encoding.Latin1.GetBytes(value));

        var left = trailers.Filter(ofRequest: false, new ResponseFields(new Dictionary<string, string> { ["server"] = "" }));

        Assert.Equal("X-A: 1\r\nX-B: \r\n", Encoding.Latin1.GetString(left!.Lines));
    }

    [Fact]
    public void Nothing_is_left_of_what_may_not_pass()
    {
        var trailers = new Trailers();
        trailers.Add("Cookie"u8, "a"u8);

        Assert.Null(trailers.Filter(ofRequest: true));
    }
}
