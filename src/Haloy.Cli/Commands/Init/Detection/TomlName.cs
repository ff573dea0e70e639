namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>The <c>name</c> of a package file in TOML. Only this one line is wanted, so the rest need not even be valid.</summary>
internal static class TomlName
{
    public static string? In(string text, params string[] tables)
    {
        var inside = false;
        foreach (var line in text.Split('\n').Select(l => l.Trim()))
        {
            if (line.StartsWith('['))
                inside = tables.Contains(line);
            else if (inside && line.Split('=', 2) is [var key, var value] && key.TrimEnd() == "name")
                return value.Split('#')[0].Trim().Trim('"', '\'') is { Length: > 0 } name ? name : null;
        }

        return null;
    }
}
