using System.Diagnostics;
using Haloy.Cli.Processes;
using Haloy.Cli.Tests.Support;
using Haloy.Testing;

namespace Haloy.Cli.Tests.Secrets;

/// <summary>With age, pass and gpg themselves. <c>scripts/install-deps.sh secrets</c> installs them; `make test` does that.</summary>
public sealed class RealToolsTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose()
    {
        if (_cli.Variables.ContainsKey("GNUPGHOME"))
            Run("gpgconf", "--kill", "gpg-agent");
        _cli.Dispose();
    }

    [Fact]
    public async Task Age_files_are_decrypted_with_any_of_their_identities()
    {
        Needs("age", "age-keygen");
        Run("age-keygen", "-o", "other.txt");
        Run("age-keygen", "-o", "key.txt");
        Encrypt("s.yaml.age", "database:\n  url: postgres://s3cret@db\n");
        Encrypt("cert.pem.age", "-----BEGIN-----\nabc\n-----END-----\n");
        Encrypt(".env.age", "A='d0t $env'\n");

        var sent = await DeployAsync("""
            env:
              - {name: URL, from: {secret: "age:yaml:database.url"}}
              - {name: CERT, from: {secret: "age:pem:cert"}}
              - {name: DOTENV, from: {secret: "age:dotenv:A"}}
            secret_providers:
              age:
                yaml: {file: s.yaml.age, identity: [other.txt, key.txt]}
                pem: {file: cert.pem.age, identity: key.txt, format: text}
                dotenv: {file: .env.age, identity: key.txt}
            """);

        Assert.Equal(["postgres://s3cret@db", "-----BEGIN-----\nabc\n-----END-----", "d0t $env"], sent);
    }

    [Fact]
    public async Task Age_that_has_the_wrong_identity_says_so()
    {
        Needs("age", "age-keygen");
        Run("age-keygen", "-o", "key.txt");
        Encrypt("s.txt.age", "s3cret");
        File.Delete(Path.Combine(_cli.WorkDirectory, "key.txt"));
        Run("age-keygen", "-o", "key.txt");

        var result = await RunAsync("""
            env: [{name: A, from: {secret: "age:app:x"}}]
            secret_providers: {age: {app: {file: s.txt.age, identity: key.txt}}}
            """);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("age source 'app' (decrypt): age ended with exit code 1:\n  age: error: no identity matched", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entry_of_a_password_store_gives_its_password_and_its_lines()
    {
        Needs("pass", "gpg");
        Run("mkdir", "-m", "700", "gnupg");
        _cli.Variables["GNUPGHOME"] = Path.Combine(_cli.WorkDirectory, "gnupg");
        _cli.Variables["PASSWORD_STORE_DIR"] = Path.Combine(_cli.WorkDirectory, "team-store");
        Run("gpg", "--batch", "--passphrase", "", "--quick-generate-key", "test@haloy.example", "future-default", "default", "never");
        Run("pass", "init", "test@haloy.example");
        RunWith("s3cret\nlogin: deployer\n", "pass", "insert", "--multiline", "shop/db");
        // From here on the deploy file says where the store is.
        _cli.Variables.Remove("PASSWORD_STORE_DIR");

        const string File = """
            env:
              - {name: PASSWORD, from: {secret: "pass:db:password"}}
              - {name: LOGIN, from: {secret: "pass:db:login"}}
            secret_providers:
              pass:
                db: {entry: shop/db, store: team-store}
            """;
        Assert.Equal(["s3cret", "deployer"], await DeployAsync(File));

        var missing = await RunAsync(File.Replace("entry: shop/db", "entry: shop/nope", StringComparison.Ordinal));
        Assert.Contains("pass source 'db' (read): pass ended with exit code 1:\n  Error: shop/nope is not in the password store.", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_is_any_program_and_no_shell()
    {
        var sent = await DeployAsync("""
            env:
              - {name: WHOLE, from: {secret: "command:plain:any"}}
              - {name: FIELD, from: {secret: "command:json:data.password"}}
            secret_providers:
              command:
                plain: {command: [printf, '%s\n', "$HOME; rm *"]}
                json: {command: [printf, '{"data": {"password": "s3cret"}}']}
            """);

        Assert.Equal(["$HOME; rm *", "s3cret"], sent);
    }

    /// <summary>The values that reach the server.</summary>
    private async Task<IEnumerable<string?>> DeployAsync(string more)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.WriteDeployFile(daemon.ServerName, more);

        var result = await _cli.RunAsync("deploy");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain("s3cret", result.ToString(), StringComparison.Ordinal);
        return Assert.Single(daemon.Deployments).TargetConfig!.Env!.Select(e => e.Value);
    }

    private Task<CliResult> RunAsync(string more)
    {
        _cli.WriteDeployFile("haloy.example.com", more);
        return _cli.RunAsync("deploy");
    }

    private void Encrypt(string file, string text) => RunWith(text, "age", "--encrypt", "--identity", "key.txt", "--output", file);

    private void Needs(params string[] programs)
    {
        var missing = programs.Where(p => ProgramPath.Find(p, _cli.Variables) is null).ToList();
        Assert.SkipWhen(missing.Count > 0, $"not installed: {string.Join(", ", missing)}; scripts/install-deps.sh secrets installs them");
    }

    private void Run(string program, params string[] arguments) => RunWith("", program, arguments);

    private void RunWith(string input, string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _cli.WorkDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Clear();
        foreach (var (name, value) in _cli.Variables)
            info.Environment[name] = value;
        using var process = Process.Start(info)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
    }
}
