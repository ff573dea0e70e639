using System.Security.Cryptography;
using Haloy.Config.Env;

namespace Haloy.Server.Admin;

/// <summary>The bearer token of the REST API: 256 random bits in hex, in <c>.env</c> of the configuration directory (spec/server §1.2).</summary>
internal static class ApiToken
{
    private const string Variable = "HALOY_API_TOKEN";

    public static string Create() => RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>The line that holds <paramref name="token"/> in an env file.</summary>
    public static string EnvLine(string token) => $"{Variable}=\"{token}\"\n";

    /// <summary>The token from the environment, else from the env file.</summary>
    /// <exception cref="StartupException">There is none.</exception>
    public static string Require(ServePaths paths) =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given
        : FromFile(paths.EnvFile) is { Length: > 0 } stored ? stored
        : throw new StartupException($"No API token: {Variable} is not set and {paths.EnvFile} does not hold it.", "Run `haloyd init` first, or `haloyd dev` to try Haloy on your own machine.");

    private static string? FromFile(string path) =>
        File.Exists(path) ? EnvFileParser.Parse(File.ReadAllText(path), Environment.GetEnvironmentVariable).Variables.GetValueOrDefault(Variable) : null;
}
