using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;
using Haloy.Load;
using Haloy.Testing.Load;

// Constant load from the command line: says `running` on stderr when every worker has had its first answer,
// runs until a signal (or --seconds), then prints its report as JSON. Exit code 2 when a request failed.
var url = new Option<string>("--url") { Required = true, Description = "what to ask for, such as https://hello.localhost:8443" };
var connectTo = new Option<string?>("--connect-to") { Description = "ADDRESS:PORT to connect to instead of resolving the name" };
var ca = new Option<string?>("--ca") { Description = "PEM file of the authority to trust" };
var keepAlive = new Option<int>("--keep-alive") { DefaultValueFactory = _ => 4, Description = "workers that keep their HTTP/1.1 connection" };
var http2 = new Option<int>("--http2") { Description = "workers that keep their HTTP/2 connection" };
var newConnection = new Option<int>("--new") { DefaultValueFactory = _ => 2, Description = "workers with a new connection for each request" };
var pause = new Option<int>("--pause") { DefaultValueFactory = _ => 2, Description = "milliseconds of rest after each request" };
var seconds = new Option<int?>("--seconds") { Description = "end after this time" };

var command = new RootCommand("Constant, verified load against the sample app hello.")
{
    url, connectTo, ca, keepAlive, http2, newConnection, pause, seconds,
};
command.SetAction((arguments, cancellationToken) => RunAsync(
    new LoadOptions
    {
        Url = new Uri(arguments.GetRequiredValue(url)),
        ConnectTo = arguments.GetValue(connectTo) is { } address ? IPEndPoint.Parse(address) : null,
        CaFile = arguments.GetValue(ca),
        KeepAliveWorkers = arguments.GetValue(keepAlive),
        Http2Workers = arguments.GetValue(http2),
        NewConnectionWorkers = arguments.GetValue(newConnection),
        Pause = TimeSpan.FromMilliseconds(arguments.GetValue(pause)),
    },
    arguments.GetValue(seconds) is { } length ? TimeSpan.FromSeconds(length) : Timeout.InfiniteTimeSpan,
    cancellationToken));
command.Add(TunnelsCommand());
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

// Opens idle WebSockets through a proxy, says `open` on stdout and keeps them until stdin ends.
static Command TunnelsCommand()
{
    var proxy = new Option<string>("--proxy") { Required = true, Description = "ADDRESS:PORT of the proxy" };
    var host = new Option<string>("--host") { Required = true, Description = "host to ask for" };
    var tls = new Option<bool>("--tls") { Description = "over TLS" };
    var backendPort = new Option<int>("--backend-port") { Required = true, Description = "where the proxy finds the backend, which is in this process" };
    var count = new Option<int>("--count") { Required = true, Description = "how many" };
    var command = new Command("tunnels", "Idle WebSockets") { proxy, host, tls, backendPort, count };
    command.SetAction(async (arguments, cancellationToken) =>
    {
        using var tunnels = new IdleTunnels(
            IPEndPoint.Parse(arguments.GetRequiredValue(proxy)), arguments.GetRequiredValue(host), arguments.GetValue(tls), arguments.GetRequiredValue(backendPort));
        await tunnels.OpenAsync(arguments.GetRequiredValue(count), cancellationToken);
        Console.WriteLine("open");
        await Console.In.ReadToEndAsync(cancellationToken);
        return 0;
    });
    return command;
}

static async Task<int> RunAsync(LoadOptions options, TimeSpan length, CancellationToken cancellationToken)
{
    using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);

    await using var load = await LoadClient.StartAsync(options, ending.Token);
    Console.Error.WriteLine("running");
    await Task.Delay(length, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    var report = await load.StopAsync();
    Console.WriteLine(report.ToJson());
    return report.Failed == 0 ? 0 : 2;

    void End(PosixSignalContext context)
    {
        context.Cancel = true;
        ending.Cancel();
    }
}
