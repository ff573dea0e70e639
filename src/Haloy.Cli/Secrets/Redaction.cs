using System.Text;

namespace Haloy.Cli.Secrets;

/// <summary>Takes everything that is known to be secret out of the error output of a provider's program, and what a terminal would not show as text.</summary>
internal sealed class Redaction
{
    private const string Mask = "••••••";

    // Shorter ones occur in ordinary words, and masking those would tell them.
    private const int ShortestSecret = 4;

    private const int MaxLines = 12;
    private const int MaxLineLength = 300;

    private static readonly string[] SecretNames = ["TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL", "API_KEY", "PRIVATE_KEY", "AGE_KEY"];
    private static readonly string[] NamesOfPlaces = ["_FILE", "_PATH", "_DIR", "_CMD"];

    private readonly IReadOnlyList<string> _secrets;

    private Redaction(IEnumerable<string> secrets) => _secrets =
    [
        .. secrets.SelectMany(s => s.Split('\n').Append(s)).Select(s => s.Trim()).Where(s => s.Length >= ShortestSecret)
            .Distinct(StringComparer.Ordinal).OrderByDescending(s => s.Length),
    ];

    /// <summary>Knows what was read, what failing programs printed, and the variables whose names say that they hold secrets.</summary>
    public static Redaction Of(IReadOnlyDictionary<string, string> environment, IReadOnlyList<SourceReading> readings) => new(
        environment.Where(v => HoldsSecret(v.Key)).Select(v => v.Value)
            .Concat(readings.SelectMany(r => r.Data.Value?.Values ?? []))
            .Concat(readings.Where(r => !r.Data.Succeeded).Select(r => r.Output)));

    /// <summary>The last lines of a text without secrets and control characters.</summary>
    public string Apply(string text)
    {
        var shown = _secrets.Aggregate(text, (current, secret) => current.Replace(secret, Mask, StringComparison.Ordinal));
        return string.Join('\n', shown.Split('\n').Select(Plain).Where(l => l.Length > 0).TakeLast(MaxLines));
    }

    private static bool HoldsSecret(string name) =>
        SecretNames.Any(s => name.Contains(s, StringComparison.OrdinalIgnoreCase)) && !NamesOfPlaces.Any(p => name.EndsWith(p, StringComparison.OrdinalIgnoreCase));

    private static string Plain(string line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\e')
                i = EndOfEscape(line, i);
            else if (!char.IsControl(line[i]))
                text.Append(line[i]);
        }

        var plain = text.ToString().TrimEnd();
        return plain.Length <= MaxLineLength ? plain : plain[..MaxLineLength] + "…";
    }

    // Colours and cursor movements: ESC [ parameters letter.
    private static int EndOfEscape(string line, int start)
    {
        var i = start + 1;
        if (i >= line.Length || line[i] != '[')
            return start;
        do
            i++;
        while (i < line.Length && !char.IsAsciiLetter(line[i]));
        return i;
    }
}
