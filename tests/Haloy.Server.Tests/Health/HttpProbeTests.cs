using Haloy.Server.Discovery;
using Haloy.Server.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Haloy.Server.Tests.Health;

public sealed class HttpProbeTests
{
    [Theory]
    [InlineData(HttpProtocols.Http1, false, 204, true)]
    [InlineData(HttpProtocols.Http1, false, 404, false)]
    [InlineData(HttpProtocols.Http1, false, 415, false)]
    [InlineData(HttpProtocols.Http2, true, 200, true)]
    [InlineData(HttpProtocols.Http2, true, 404, false)]
    [InlineData(HttpProtocols.Http2, true, 405, true)]
    [InlineData(HttpProtocols.Http2, true, 415, true)]
    [InlineData(HttpProtocols.Http1, true, 200, false)]
    [InlineData(HttpProtocols.Http2, false, 200, false)]
    public async Task App_passes_by_its_answer_in_the_protocol_it_is_said_to_speak(HttpProtocols speaks, bool asHttp2, int status, bool passes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.ConfigureEndpointDefaults(e => e.Protocols = speaks));
        await using var app = builder.Build();
        app.Run(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var probe = new HttpProbe();

        var port = new Uri(app.Urls.First()).Port.ToString();
        var result = await probe.AskAsync(new("shop", new RunKey("c1", null), "127.0.0.1", port, "/") { SpeaksHttp2 = asHttp2 }, TestContext.Current.CancellationToken);

        Assert.Equal(passes, result.Passed);
    }
}
