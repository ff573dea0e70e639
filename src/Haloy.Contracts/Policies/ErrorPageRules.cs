using System.Security.Cryptography;

namespace Haloy.Contracts.Policies;

/// <summary>Which pages of the proxy an app may have its own of, and how large these may be.</summary>
public static class ErrorPageRules
{
    /// <summary>Of an app that was stopped.</summary>
    public const string Stopped = "stopped";

    /// <summary>Of an app that comes back in a moment.</summary>
    public const string Maintenance = "maintenance";

    /// <summary>Largest page in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Largest sum of an app's pages in bytes.</summary>
    public const int MaxBytesOfApp = 256 * 1024;

    /// <summary>
    /// Largest sum of a server's pages in bytes. A snapshot has the pages of two versions of each app at most, in base64, and a proxy
    /// takes none above 16 MiB.
    /// </summary>
    public const int MaxBytesOfServer = 4 * 1024 * 1024;

    /// <summary>The keys: a status, a group of them, or a state.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["401", "403", "404", "413", "502", "503", "504", "4xx", "5xx", Stopped, Maintenance];

    /// <summary>The name of a content: SHA-256 in 64 lower-case hex digits, so that one name never stands for two.</summary>
    public static string NameOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>What keeps the pages of a policy from being put in force; one line each.</summary>
    /// <param name="named">Names by key.</param>
    /// <param name="contents">Contents by name.</param>
    public static IEnumerable<string> Problems(IReadOnlyDictionary<string, string>? named, IReadOnlyDictionary<string, byte[]>? contents) =>
        from page in named ?? new Dictionary<string, string>()
        let problem = !Keys.Contains(page.Key) ? "is for nothing that has a page"
            : page.Value is null || contents?.ContainsKey(page.Value) != true ? "has no content"
            : null
        where problem is not null
        select $"the error page '{page.Key}' {problem}";

    /// <summary>What keeps contents from being used; one line each.</summary>
    public static IEnumerable<string> Problems(IReadOnlyDictionary<string, byte[]>? contents) =>
        from content in contents ?? new Dictionary<string, byte[]>()
        let problem = content.Value is null || content.Key != NameOf(content.Value) ? "is not what its name says"
            : content.Value.Length > MaxBytes ? $"is larger than {MaxBytes / 1024} KiB"
            : null
        where problem is not null
        select $"the page '{content.Key}' {problem}";
}
