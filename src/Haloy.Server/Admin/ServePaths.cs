namespace Haloy.Server.Admin;

/// <summary>The directories of an installed daemon: flag, then environment, then default (spec/server §1.5).</summary>
internal sealed record ServePaths(string Data, string Config)
{
    public string ConfigFile => Path.Combine(Config, "haloyd.yaml");

    public string EnvFile => Path.Combine(Config, ".env");

    public static ServePaths From(string? dataFlag, string? configFlag) => new(
        Choose(dataFlag, "HALOY_DATA_DIR", "/var/lib/haloy"),
        Choose(configFlag, "HALOY_CONFIG_DIR", "/etc/haloy"));

    private static string Choose(string? flag, string variable, string fallback)
    {
        var path = new[] { flag, Environment.GetEnvironmentVariable(variable), fallback }.First(p => !string.IsNullOrEmpty(p))!;
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
            : path));
    }
}
