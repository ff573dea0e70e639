using System.CommandLine;
using Haloy.Docker;
using Haloy.Server;
using Haloy.Server.Admin;

// The composition of commands; each lives in Admin/ under its own name.
var root = new RootCommand("haloyd runs your apps on this server: deployments, health, routes and certificates.")
{
    ServeCommand.Create(),
    DevCommand.Create(),
    InitCommand.Create(),
    VersionCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (StartupException e)
{
    return Fail(e.Message, e.Hint);
}
catch (DockerUnavailableException e)
{
    return Fail(e.Message, e.Hint);
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or DockerException)
{
    return Fail(e.Message, null);
}
catch (OperationCanceledException)
{
    return 130;
}

static int Fail(string message, string? hint)
{
    Console.Error.WriteLine($"✖ {message}");
    if (hint is not null)
        Console.Error.WriteLine($"  {hint}");
    return 1;
}
