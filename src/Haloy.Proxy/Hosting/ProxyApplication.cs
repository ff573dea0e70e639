using Haloy.Proxy.Control;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Pages;
using Haloy.Proxy.Routing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Haloy.Proxy.Hosting;

/// <summary>The path of a request: decide, then answer, redirect or forward.</summary>
internal sealed class ProxyApplication(
    Router router, TableHolder tables, Forwarder apps, Forwarder api, AccessLog log, TimeProvider time) : IHttpApplication<Exchange>
{
    public Exchange CreateContext(IFeatureCollection contextFeatures)
    {
        Exchange exchange;
        if (contextFeatures is IHostContextContainer<Exchange> container)
            exchange = container.HostContext ??= new Exchange();
        else
            exchange = new Exchange();

        exchange.Open(contextFeatures, log.IsEnabled ? time.GetTimestamp() : 0);
        return exchange;
    }

    public void DisposeContext(Exchange context, Exception? exception)
    {
        if (log.IsEnabled)
            log.Write(context);
    }

    public Task ProcessRequestAsync(Exchange context)
    {
        var refusal = HttpMethods.IsConnect(context.Request.Method) ? ErrorPage.ConnectRefused
            : context.IsAmbiguous ? ErrorPage.Ambiguous
            : context.IsMalformed ? ErrorPage.Malformed
            : null;
        return refusal is null ? AnswerAsync(context) : refusal.RefuseAsync(context);
    }

    private async Task AnswerAsync(Exchange exchange)
    {
        while (true)
        {
            var facts = new RequestFacts(exchange.IsHttps, exchange.Host, exchange.Target, exchange.Peer);
            var decision = router.Decide(tables.Current, facts);
            if (decision.Action is not (RouteAction.Forward or RouteAction.ForwardToApi))
            {
                await AnswerHereAsync(exchange, decision);
                return;
            }

            var toApi = decision.Action == RouteAction.ForwardToApi;
            var result = decision.Backends is not { } backends ? ForwardResult.NoBackends
                : await (toApi ? api : apps).ForwardAsync(exchange, backends);
            if (result == ForwardResult.TableIsStale)
                continue;
            if (result == ForwardResult.Malformed)
                await ErrorPage.Malformed.RefuseAsync(exchange);
            else if (PageFor(result, toApi) is { } page)
                await page.WriteAsync(exchange);
            return;
        }
    }

    private static ErrorPage? PageFor(ForwardResult result, bool toApi) => result switch
    {
        ForwardResult.Done => null,
        ForwardResult.TimedOut => ErrorPage.TimedOut,
        _ when toApi => ErrorPage.ApiUnavailable,
        ForwardResult.NoBackends => ErrorPage.NoBackends,
        _ => ErrorPage.Unavailable,
    };

    private static ValueTask AnswerHereAsync(Exchange exchange, Decision decision)
    {
        switch (decision.Action)
        {
            case RouteAction.Redirect:
                // 301 lets a client turn any method into GET; 308 does not (RFC 9110 §15.4.9).
                var mayChange = exchange.IsHead || HttpMethods.IsGet(exchange.Request.Method);
                exchange.Response.StatusCode = mayChange ? StatusCodes.Status301MovedPermanently : StatusCodes.Status308PermanentRedirect;
                exchange.Response.Headers.Location = decision.Location;
                exchange.Response.Headers.ContentLength = 0;
                return ValueTask.CompletedTask;
            case RouteAction.Stopped:
                return ErrorPage.Stopped.WriteAsync(exchange);
            case RouteAction.ChallengeNotFound:
                return ErrorPage.ChallengeNotFound.WriteAsync(exchange);
            default:
                return ErrorPage.NotFound.WriteAsync(exchange);
        }
    }
}
