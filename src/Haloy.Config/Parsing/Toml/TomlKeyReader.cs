using System.Buffers;

namespace Haloy.Config.Parsing.Toml;

/// <summary>One part of a dotted key.</summary>
internal sealed record TomlKey(string Name, TextPlace Place);

/// <summary>Reads keys: bare, quoted, and dotted.</summary>
internal static class TomlKeyReader
{
    private static readonly SearchValues<char> Bare = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>The parts of a key; stops behind the last one and the blanks that follow it.</summary>
    public static IReadOnlyList<TomlKey> Read(TextCursor cursor)
    {
        var parts = new List<TomlKey>();
        do
        {
            TomlTrivia.SkipBlanks(cursor);
            parts.Add(ReadPart(cursor));
            if (parts.Count > TomlLimits.MaxDepth)
                throw TomlLimits.TooDeep(parts[0].Place);
            TomlTrivia.SkipBlanks(cursor);
        }
        while (cursor.TrySkip('.'));

        return parts;
    }

    /// <summary>The parts as a person would write them.</summary>
    public static string Show(IEnumerable<TomlKey> parts) =>
        string.Join('.', parts.Select(p => p.Name.Length > 0 && !p.Name.AsSpan().ContainsAnyExcept(Bare) ? p.Name : $"\"{p.Name}\""));

    private static TomlKey ReadPart(TextCursor cursor)
    {
        var place = cursor.Place;
        if (cursor.Sees("\"\"\"") || cursor.Sees("'''"))
            throw new SyntaxException(place, "a key cannot be text of several lines", "Use one pair of quotes.");
        if (cursor.Current is '"' or '\'')
            return new TomlKey(TomlStringReader.Read(cursor), place);
        var name = cursor.TakeWhile(Bare).ToString();
        return name.Length > 0 ? new TomlKey(name, place) : throw Missing(cursor);
    }

    private static SyntaxException Missing(TextCursor cursor) => cursor.Current switch
    {
        _ when cursor.AtEnd || cursor.Current is '\n' or '\r' => new(cursor.Place, "a key is missing here"),
        '=' or ']' or '.' or '}' or ',' => new(cursor.Place, $"a key is missing before '{cursor.Current}'", cursor.Current is '=' ? "An empty key is written \"\"." : null),
        var other => new(
            cursor.Place, $"a key cannot contain {CharacterName.Of(other)}", "Put the key in quotes, or use letters, digits, '_' and '-'."),
    };
}
