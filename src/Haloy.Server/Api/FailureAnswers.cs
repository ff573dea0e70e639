using Haloy.Docker;

namespace Haloy.Server.Api;

/// <summary>Answers for what a handler did not expect: a client is told what it can do, and the daemon's log keeps the rest.</summary>
internal sealed partial class FailureAnswers(ILogger<FailureAnswers> logger)
{
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (DockerUnavailableException e) when (!context.Response.HasStarted)
        {
            await Responses.ProblemAsync(context, 503, $"{e.Message}\n{e.Hint}");
        }
        catch (DockerException e) when (!context.Response.HasStarted)
        {
            await Responses.ProblemAsync(context, 500, e.Message);
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            LogUnexpected(context.Request.Method, context.Request.Path, e);
            await Responses.ProblemAsync(context, 500, "haloyd could not do this; its log says why");
        }
    }

    [LoggerMessage(EventId = 1005, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogUnexpected(string method, PathString path, Exception exception);
}
