using System.Text;
using System.Text.Json;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Pages;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Pages;

public sealed class AcceptedFormTests
{
    public static TheoryData<string, string> Forms => new()
    {
        { "", "Html" },
        { "*/*", "Html" },
        { "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Html" },
        { "application/json", "Json" },
        { "application/json, text/plain, */*", "Json" },
        { "APPLICATION/JSON ; q=0.5 , text/html;q=0.4", "Json" },
        { "application/*", "Json" },
        { "text/plain", "Text" },
        { "text/*;q=0.5, text/plain;q=0.9", "Text" },
        { "text/html;q=0, text/*", "Text" },
        { "text/html;q=x, application/json;q=0.1", "Json" },
        { "text/html;level=1;q=0.2, text/plain;q=0.3", "Text" },
        { "image/png", "Html" },
        { ",;,q=,;q=1", "Html" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Form_is_the_one_the_client_likes_best(string accept, string expected) => Assert.Equal(expected, AcceptedForm.Of(Encoding.Latin1.GetBytes(accept)).ToString());

    [Theory]
    [InlineData("nobody.example.com", 404)]
    [InlineData("none.example.com", 502)]
    [InlineData("dead.example.com", 502)]
    [InlineData("off.example.com", 503)]
    [InlineData("paused.example.com", 503)]
    public async Task Every_page_comes_in_the_form_asked_for(string host, int status)
    {
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Snapshots.Of(
            Snapshots.Route("none.example.com") with { PlainHttp = true },
            Snapshots.Route("dead.example.com", Snapshots.Backend(ScriptedBackend.Nobody())) with { PlainHttp = true },
            Snapshots.Route("off.example.com") with { PlainHttp = true, State = RouteState.Stopped },
            Snapshots.Route("paused.example.com") with { PlainHttp = true, State = RouteState.Paused }));

        foreach (var type in (string[])["text/html", "application/json", "text/plain"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Host = host;
            request.Headers.TryAddWithoutValidation("Accept", type);
            using var response = await proxy.Client.SendAsync(request, TestContext.Current.CancellationToken);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.Equal((status, type), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
            if (type == "application/json")
                Assert.Equal(status, JsonDocument.Parse(body).RootElement.GetProperty("status").GetInt32());
            Assert.InRange(body.Length, 10, 1500);
        }
    }
}
