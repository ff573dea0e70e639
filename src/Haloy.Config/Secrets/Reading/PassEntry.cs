using Haloy.Core;

namespace Haloy.Config.Secrets.Reading;

/// <summary>An entry of a password store: its first line is the <c>password</c>, the others are <c>key: value</c> or notes.</summary>
internal static class PassEntry
{
    private const string Password = "password";

    public static Outcome<SecretData> Read(string text)
    {
        var lines = text.Split('\n').Select(l => l.TrimEnd('\r')).ToList();
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
}
