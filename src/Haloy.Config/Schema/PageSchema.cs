using Haloy.Config.Binding;
using Haloy.Contracts.Api;
using Haloy.Contracts.Policies;

namespace Haloy.Config.Schema;

/// <summary><c>error_pages</c>.</summary>
internal static class PageSchema
{
    public static BlockReader<IReadOnlyDictionary<string, ErrorPageConfig>> Block { get; } = new(
        "errorPages", "a block with the pages", new Dictionary<string, ErrorPageConfig>(), [.. ErrorPageRules.Keys.Select(KeyOf)]);

    private static Key<IReadOnlyDictionary<string, ErrorPageConfig>> KeyOf(string key) => new Key<IReadOnlyDictionary<string, ErrorPageConfig>, ErrorPageConfig>(
        key,
        PageFileReader.Instance,
        Meaning(key),
        (pages, page) => new Dictionary<string, ErrorPageConfig>(pages) { [key] = page });

    private static string Meaning(string key) => key switch
    {
        "401" => "Name and password of `basic_auth` are missing or wrong.",
        "403" => "The visitor's address is not in `ip_allow`.",
        "404" => "None of the app's `routes` has the path, and no other app the host.",
        "413" => "The request is larger than `max_body`.",
        "502" => "No replica is there, or none could be reached.",
        "503" => "The app is stopped, down for maintenance or being updated; or too many passwords are being tried.",
        "504" => "The app took too long to answer.",
        ErrorPageRules.Stopped => "The app was stopped.",
        ErrorPageRules.Maintenance => "The app is down for maintenance.",
        _ => $"Any of those that begin with {key[0]} and have no page of their own.",
    };
}
