using Haloy.Core;

namespace Haloy.Config.Secrets.Reading;

/// <summary>An entry of a password store: its first line is the <c>password</c>, the others are <c>key: value</c> or notes.</summary>
internal static class PassEntry
{
    private const string Password = "password";

    // How tree(1) begins the first line below a folder, by the character set.
    private static readonly string[] Branches = ["├── ", "└── ", "|-- ", "`-- "];

    public static Outcome<SecretData> Read(string entry, string text)
    {
        var lines = text.Split('\n').Select(l => l.TrimEnd('\r')).ToList();
        if (IsFolder(entry, lines))
            return new Failure("the entry is a folder", "Name one entry in it; 'pass ls' shows them.");

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Skip(1))
        {
            // A blank must follow, or a web address would be a key.
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0)
                values[line[..colon].Trim()] = line[(colon + 2)..].Trim();
        }

        values[Password] = lines[0];
        return SecretData.Of(values);
    }

    /// <summary>For a folder pass succeeds as well: it prints the name and the tree of its entries.</summary>
    private static bool IsFolder(string entry, List<string> lines) =>
        lines.Count > 1 && lines[0] == entry.TrimEnd('/') && Array.Exists(Branches, b => lines[1].Replace('\u00a0', ' ').StartsWith(b, StringComparison.Ordinal));
}
