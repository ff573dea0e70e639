using System.Net;
using System.Text;
using Haloy.Server.Tests.Support;
using Haloy.Testing.FakeDocker;

namespace Haloy.Server.Tests.Api;

public class ImagesHandlerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("form-data; name=image; filename=shop.tar")]
    [InlineData("form-data; name=\"image\"; filename=\"shop.tar\"")]
    public async Task Archive_goes_to_the_engine_as_it_is(string disposition)
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await SendAsync(host, Multipart(disposition, "tar bytes"), "multipart/form-data; boundary=b");

        Assert.Equal((HttpStatusCode.Accepted, """{"success":true,"message":"loaded shop:1"}"""), (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal("tar bytes", Encoding.UTF8.GetString(host.Engine.Store.Loaded!));
    }

    [Theory]
    [InlineData("form-data; name=picture; filename=shop.tar", "multipart/form-data; boundary=b", "the body has no part 'image'")]
    [InlineData("form-data; name=image; filename=shop.zip", "multipart/form-data; boundary=b", "the body has no part 'image'")]
    [InlineData("form-data; name=image; filename=shop.tar", "application/octet-stream", "the body is not multipart/form-data")]
    [InlineData("form-data; name=image; filename=shop.tar", "multipart/form-data", "the body is not multipart/form-data")]
    [InlineData("form-data; name=image; filename=shop.tar", "multipart/form-data; boundary=other", "the upload broke off or is not well formed")]
    public async Task Upload_that_makes_no_sense_is_refused(string disposition, string type, string reason)
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await SendAsync(host, Multipart(disposition, "x"), type);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith(reason, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Null(host.Engine.Store.Loaded);
    }

    [Fact]
    public async Task Engine_that_refuses_or_is_away_is_told()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var (fault, text) in new (Haloy.Docker.DockerException, string)[]
        {
            (FakeEngine.Refusal(500, "no space left on device"), "the image could not be loaded: no space left on device\n"),
            (FakeEngine.Unavailable(), "the image could not be loaded: Docker does not answer (test)\n"),
        })
        {
            host.Engine.Fault = (verb, _) => verb == "load" ? fault : null;
            using var response = await SendAsync(host, Multipart("form-data; name=image; filename=shop.tar", "x"), "multipart/form-data; boundary=b");

            Assert.Equal((HttpStatusCode.InternalServerError, text), (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation)));
        }
    }

    private static string Multipart(string disposition, string content) => $"--b\r\nContent-Disposition: {disposition}\r\n\r\n{content}\r\n--b--\r\n";

    private static async Task<HttpResponseMessage> SendAsync(ApiHost host, string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await host.Client.PostAsync("/v1/images/upload", content, Cancellation);
    }
}
