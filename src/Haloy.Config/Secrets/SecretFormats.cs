namespace Haloy.Config.Secrets;

/// <summary>How what a source holds is written.</summary>
internal static class SecretFormats
{
    public const string Yaml = "yaml";
    public const string Json = "json";
    public const string Dotenv = "dotenv";

    /// <summary>No keys: the whole text is the value.</summary>
    public const string Text = "text";

    public static readonly IReadOnlyList<string> Structured = [Yaml, Json, Dotenv];

    public static readonly IReadOnlyList<string> All = [.. Structured, Text];

    /// <summary>The format as written, else by the file's extension; <see langword="null"/> when neither tells.</summary>
    public static string? Of(string? written, string? file) =>
        string.IsNullOrWhiteSpace(written) ? ByExtension(file) : written.Trim().ToLowerInvariant();

    private static string? ByExtension(string? file) => Path.GetExtension(file)?.ToLowerInvariant() switch
    {
        ".yaml" or ".yml" => Yaml,
        ".json" => Json,
        ".env" or ".dotenv" => Dotenv,
        ".txt" => Text,
        _ => null,
    };
}
