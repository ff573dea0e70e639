using Haloy.Cli.Hosting;
using Haloy.Cli.Secrets;
using Haloy.Cli.Terminal;
using Haloy.Cli.Tests.Support;
using Haloy.Config;
using Haloy.Config.Env;
using Haloy.Config.Problems;
using Haloy.Config.Targets;
using Haloy.Testing;

namespace Haloy.Cli.Tests.Secrets;

/// <summary>Running the providers' programs: at the same time, with an end, and with a word to the person they wait for.</summary>
public sealed class SecretFetcherTests : IDisposable
{
    private readonly CliHarness _cli = new();
    private readonly StringWriter _output = new();
    private readonly FakeClock _clock = new();

    public void Dispose() => _cli.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Sources_are_read_side_by_side()
    {
        // Opening a pipe waits for the other end: neither program could end alone.
        Script("make-pipe", "mkfifo pipe");
        Script("write", "echo from-a > pipe; echo a");
        Script("read", "cat pipe");
        await ResolveAsync("{name: MADE, from: {secret: 'command:make:x'}}", "make: {command: [make-pipe], format: text}");

        var resolved = await ResolveAsync(
            "{name: A, from: {secret: 'command:a:x'}}, {name: B, from: {secret: 'command:b:x'}}, {name: AGAIN, from: {secret: 'command:b:y'}}",
            "a: {command: [write]}, b: {command: [read]}");

        Assert.True(resolved.Succeeded, ConfigProblemFormatter.Format(resolved.Problems));
        Assert.Equal(["a", "from-a", "from-a"], resolved.Value.Single().Config.Env!.Select(e => e.Value));
    }

    [Fact(Timeout = 60_000)]
    public async Task Cancelling_ends_the_program()
    {
        Script("hang", "echo $$ > pid.tmp; mv pid.tmp pid; exec sleep 600");
        using var cancel = new CancellationTokenSource();
        var resolving = ResolveAsync("{name: A, from: {secret: 'command:a:x'}}", "a: {command: [hang]}", cancel.Token);
        var pid = await AppearsAsync("pid");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resolving);
        await EventuallyAsync(() => !IsRunning(pid.Trim()));
    }

    [Fact(Timeout = 60_000)]
    public async Task Program_that_never_stops_printing_is_stopped()
    {
        var resolved = await ResolveAsync("{name: A, from: {secret: 'command:a:x'}}", "a: {command: ['yes']}");

        Assert.Equal("command source 'a' (run): yes prints more than 4 MiB", Assert.Single(resolved.Problems).Message);
    }

    [Fact]
    public async Task Value_that_a_program_repeats_in_its_error_output_is_masked()
    {
        Script("good", "echo hunter2-hunter2");
        Script("bad", "echo partial-secret; echo 'got hunter2-hunter2 and partial-secret' >&2; exit 1");

        var resolved = await ResolveAsync(
            "{name: A, from: {secret: 'command:a:x'}}, {name: B, from: {secret: 'command:b:x'}}", "a: {command: [good]}, b: {command: [bad]}");

        Assert.Equal("command source 'b' (run): bad ended with exit code 1:\ngot •••••• and ••••••", Assert.Single(resolved.Problems).Message);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Person_at_a_terminal_is_told_once_when_1Password_takes_longer_than_a_second(bool interactive)
    {
        new ProgramStandIn(_cli.Docker.Directory, "op").Answer("""until [ -e unlocked ]; do sleep 0.02; done; echo '{"fields": [{"label": "k", "value": "v"}]}'""");
        var resolving = ResolveAsync("{name: A, from: {secret: 'onepassword:a:k'}}, {name: B, from: {secret: 'onepassword:b:k'}}", null, TestContext.Current.CancellationToken, interactive);

        if (interactive)
            await EventuallyAsync(() => _clock.NextDue is not null);
        _clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal("", _output.ToString());
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        if (interactive)
            await EventuallyAsync(() => _output.ToString().Length > 0);
        _cli.Write("unlocked", "");
        var resolved = await resolving;

        Assert.True(resolved.Succeeded, ConfigProblemFormatter.Format(resolved.Problems));
        Assert.Equal(interactive ? "● 1Password takes its time: approve or unlock it if it asks\n" : "", _output.ToString());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("pipe")]
    [InlineData("device")]
    public async Task Source_that_is_no_file_is_not_given_to_a_program(string kind)
    {
        var age = new ProgramStandIn(_cli.Docker.Directory, "age").Print("x");
        var path = Path.Combine(_cli.WorkDirectory, "s.age");
        OddFile.Create(kind, path);
        _cli.Write("key", "");

        var resolved = await ResolveAsync("{name: A, from: {secret: 'age:a:k'}}", "age: {a: {file: s.age, format: text, identity: key}}", allSources: true);

        Assert.Equal($"age source 'a' (validate): {path} is a {kind}, not a regular file", Assert.Single(resolved.Problems).Message);
        Assert.Empty(age.Calls);
    }

    private Task<ConfigResult<IReadOnlyList<ResolvedTarget>>> ResolveAsync(
        string env, string? commands, CancellationToken? cancellationToken = null, bool interactive = false, bool allSources = false)
    {
        var sources = commands is null ? "onepassword: {a: {vault: v, item: a}, b: {vault: v, item: b}}" : allSources ? commands : $"command: {{{commands}}}";
        _cli.Write("haloy.yaml", $"name: app\nimage: {{repository: app, build: false}}\nenv: [{env}]\nsecret_providers: {{{sources}}}\n");
        var file = DeployFileLoader.Load(null, _cli.WorkDirectory).Value!;
        var environment = new CliEnvironment(_cli.WorkDirectory, _cli.Variables);
        var context = new CliContext(environment, _output, TextWriter.Null, TextReader.Null, _clock);
        var terminal = new ConsoleTerminal(_output, TextWriter.Null, new TerminalOptions());
        var variables = EnvFiles.Load(_cli.WorkDirectory, environment.ConfigDirectory, file.Directory, _cli.Variables);
        return new SecretResolver(new SecretFetcher(context, terminal, interactive))
            .ResolveAsync(file, TargetSelection.Default, variables, cancellationToken ?? TestContext.Current.CancellationToken);
    }

    private void Script(string name, string script) => new ProgramStandIn(_cli.Docker.Directory, name).Answer(script);

    private async Task<string> AppearsAsync(string name)
    {
        var path = Path.Combine(_cli.WorkDirectory, name);
        await EventuallyAsync(() => File.Exists(path));
        return await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
    }

    // Killed and not yet waited for is a zombie: it does nothing any more.
    private static bool IsRunning(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(' ')[2] != "Z";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }
}
