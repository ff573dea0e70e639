using System.Text.Json;
using System.Text.Json.Serialization;
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

    /// <summary>Looks in each directory and its parents, in the order given; no file at all is success with <see langword="null"/>.</summary>
    public static Outcome<DevDaemon?> Find(params IEnumerable<string> directories)
    {
        foreach (var path in directories.SelectMany(Candidates).Distinct(StringComparer.Ordinal))
        {
            if (File.Exists(path))
                return Read(path);
        }

        return (DevDaemon?)null;
    }

    // The record's own text would show the token.
    public override string ToString() => FilePath;

    private static IEnumerable<string> Candidates(string directory)
    {
        for (var d = new DirectoryInfo(directory); d is not null; d = d.Parent)
            yield return Path.Combine(d.FullName, ".haloy", "dev.json");
    }

    private static Outcome<DevDaemon?> Read(string path)
    {
        try
        {
            var daemon = JsonSerializer.Deserialize(File.ReadAllBytes(path), DevDaemonJson.Default.DevDaemon);
            return daemon is { Token.Length: > 0 } && Uri.TryCreate(daemon.Api, UriKind.Absolute, out _)
                ? daemon with { FilePath = path }
                : Unusable(path, "the api address or the token is missing");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return Unusable(path, e is JsonException ? "it is not valid JSON" : e.Message);
        }
    }

    private static Failure Unusable(string path, string reason) =>
        new($"The development daemon's file {path} cannot be used: {reason}.", "Restart the daemon with 'haloyd dev', or delete the file.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DevDaemon))]
internal sealed partial class DevDaemonJson : JsonSerializerContext;
