using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Serialization;
using Haloy.Config.Validation;
using Haloy.Core;

namespace Haloy.Cli.Servers;

/// <summary>What <c>haloyd dev</c> leaves in <c>.haloy/dev.json</c> for the CLI.</summary>
internal sealed record DevDaemon
{
    public string Api { get; init; } = "";

    public string Token { get; init; } = "";

    public int Pid { get; init; }

    public int? HttpPort { get; init; }

    public int? HttpsPort { get; init; }

    /// <summary>Root certificate of the daemon's own authority.</summary>
    public string? Ca { get; init; }

    [JsonIgnore]
    public string FilePath { get; init; } = "";

    /// <summary>
    /// Looks in each directory and its parents, in the order given; no file at all is success with <see langword="null"/>. Going up ends at
    /// <paramref name="home"/>, at the root of a repository and below a directory of another user: what lies there is not about this project.
    /// </summary>
    public static Outcome<DevDaemon?> Find(string home, params IEnumerable<string> directories)
    {
        foreach (var path in directories.SelectMany(d => Candidates(d, home)).Distinct(StringComparer.Ordinal))
        {
            if (File.Exists(path))
                return Read(path);
        }

        return (DevDaemon?)null;
    }

    // The record's own text would show the token.
    public override string ToString() => FilePath;

    private static IEnumerable<string> Candidates(string directory, string home)
    {
        for (var d = new DirectoryInfo(directory); d is not null; d = d.Parent)
        {
            yield return Path.Combine(d.FullName, ".haloy", "dev.json");
            if (IsTop(d, home))
                yield break;
        }
    }

    private static bool IsTop(DirectoryInfo directory, string home) =>
        directory.FullName == Path.TrimEndingDirectorySeparator(home)
        || Path.Exists(Path.Combine(directory.FullName, ".git"))
        || (directory.Parent is { } parent && !FileOwner.IsUs(parent.FullName));

    private static Outcome<DevDaemon?> Read(string path)
    {
        if (RegularFile.Problem(path) is { } problem)
            return Unusable(path, $"it {problem}");
        try
        {
            using var file = File.OpenRead(path);
            if (!OperatingSystem.IsWindows() && !IsPrivate(file))
                return Unusable(path, "it must belong to you and be accessible to nobody else (mode 0600)");

            var daemon = JsonSerializer.Deserialize(file, DevDaemonJson.Default.DevDaemon);
            if (daemon is not { Token.Length: > 0 } || !Uri.TryCreate(daemon.Api, UriKind.Absolute, out var api))
                return Unusable(path, "the api address or the token is missing");
            if (api.Scheme != Uri.UriSchemeHttp || !ServerAddress.IsLoopbackHost(api.IdnHost))
                return Unusable(path, $"its api '{api.Scheme}://{api.Authority}' is not http on this machine");
            return daemon with { FilePath = path };
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return Unusable(path, e is JsonException ? "it is not valid JSON" : e.Message);
        }
    }

    // Asked of the open file: between a look at the path and its opening, another could be put there.
    [UnsupportedOSPlatform("windows")]
    private static bool IsPrivate(FileStream file) =>
        (File.GetUnixFileMode(file.SafeFileHandle) & ~(AtomicFile.OwnerOnly | UnixFileMode.UserExecute)) == 0 && FileOwner.IsUs(file.SafeFileHandle);

    private static Failure Unusable(string path, string reason) =>
        new($"The development daemon's file {path} cannot be used: {reason}.", "Restart the daemon with 'haloyd dev', or delete the file.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DevDaemon))]
internal sealed partial class DevDaemonJson : JsonSerializerContext;
