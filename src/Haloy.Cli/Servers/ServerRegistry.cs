using Haloy.Cli.Hosting;
using Haloy.Config.Validation;
using Haloy.Core;

namespace Haloy.Cli.Servers;

/// <summary>The servers this machine knows: <c>client.yaml</c> and the tokens beside it.</summary>
internal sealed class ServerRegistry(CliEnvironment environment)
{
    private const UnixFileMode PrivateDirectory = AtomicFile.OwnerOnly | UnixFileMode.UserExecute;

    private readonly string _tokenPath = Path.Combine(environment.ConfigDirectory, ".env");
    private readonly ServerList _servers = new(Path.Combine(environment.ConfigDirectory, "client.yaml"));

    public Outcome<SortedDictionary<string, string>> List() => _servers.Read();

    /// <summary>Keeps a token for a server. Nothing is written unless everything fits: a refused command leaves both files as they were.</summary>
    public Outcome<RegisteredServer> Add(string url, string token, bool replace)
    {
        var address = ServerAddress.Parse(url);
        if (!address.Succeeded)
            return address.Failure;
        if (token.Trim() is not { Length: > 0 } trimmed || trimmed.AsSpan().ContainsAny(" \t\r\n"))
            return new Failure("The API token is empty or holds blanks.", "It is HALOY_API_TOKEN in /etc/haloy/.env on the server.");
        var servers = _servers.Read();
        if (!servers.Succeeded)
            return servers.Failure;

        var server = address.Value.Key;
        if (servers.Value.ContainsKey(server) && !replace)
            return new Failure($"Server '{server}' is registered already.", "Replace its token with --force.");

        var variable = TokenFile.VariableFor(server);
        return Guarded(() =>
        {
            CreateDirectory();
            new TokenFile(_tokenPath).Set(variable, trimmed);
            servers.Value[server] = variable;
            _servers.Write(servers.Value);
            return new RegisteredServer(server, variable, _tokenPath);
        });
    }

    public Outcome<RegisteredServer> Delete(string url)
    {
        var servers = _servers.Read();
        if (!servers.Succeeded)
            return servers.Failure;

        var server = ServerAddress.Parse(url).Value?.Key ?? url;
        if (!servers.Value.Remove(server, out var variable))
            return new Failure($"Server '{server}' is not registered.", "See the registered ones with 'haloy server list'.");

        return Guarded(() =>
        {
            _servers.Write(servers.Value);
            // Two servers may share a variable when their names differ only in punctuation.
            if (!servers.Value.ContainsValue(variable))
                new TokenFile(_tokenPath).Remove(variable);
            return new RegisteredServer(server, variable, _tokenPath);
        });
    }

    private Outcome<RegisteredServer> Guarded(Func<RegisteredServer> change)
    {
        try
        {
            return change();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Failure($"The list of servers in {environment.ConfigDirectory} cannot be written: {e.Message}");
        }
    }

    private void CreateDirectory()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(environment.ConfigDirectory);
        else
            Directory.CreateDirectory(environment.ConfigDirectory, PrivateDirectory);
    }
}

/// <summary>A server with the variable that holds its token.</summary>
internal sealed record RegisteredServer(string Server, string Variable, string TokenFile);
