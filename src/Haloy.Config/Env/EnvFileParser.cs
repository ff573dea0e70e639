using System.Text;

namespace Haloy.Config.Env;

/// <summary>The content of one env file.</summary>
/// <param name="Variables">The last value of each name.</param>
/// <param name="BadLines">Numbers of the lines that are not understood.</param>
public sealed record EnvFile(IReadOnlyDictionary<string, string> Variables, IReadOnlyList<int> BadLines);

/// <summary>
/// Parses env files: <c>KEY=value</c> or <c>KEY: value</c>, optional <c>export</c>, comments, single quotes literal, double quotes with
/// escapes, quoted values over several lines, <c>$NAME</c> and <c>${NAME}</c> (upper case) outside single quotes.
/// </summary>
public sealed class EnvFileParser
{
    private readonly string _text;
    private readonly Func<string, string?>? _outer;
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly List<int> _badLines = [];
    private int _at;
    private int _line = 1;

    private EnvFileParser(string text, Func<string, string?>? outer)
    {
        _text = text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal);
        _outer = outer;
    }

    /// <summary>Parses a whole file; names that it does not define itself are expanded by <paramref name="outer"/>, unknown ones to nothing.</summary>
    public static EnvFile Parse(string text, Func<string, string?> outer) => new EnvFileParser(text, outer).ReadAll();

    /// <summary>Parses a whole file in which <c>$</c> means itself, as in secrets.</summary>
    public static EnvFile ParseLiteral(string text) => new EnvFileParser(text, outer: null).ReadAll();

    private EnvFile ReadAll()
    {
        while (_at < _text.Length)
            ReadLine();
        return new EnvFile(_variables, _badLines);
    }

    private void ReadLine()
    {
        var line = _line;
        SkipBlanks();
        if (Current is '\n' or '#')
        {
            SkipLine();
            return;
        }

        if (ReadName() is { } name && ReadValue() is { } value)
            _variables[name] = value;
        else
            _badLines.Add(line);
        SkipLine();
    }

    private char Current => _at < _text.Length ? _text[_at] : '\n';

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t')
            _at++;
    }

    private void SkipLine()
    {
        var end = _text.IndexOf('\n', _at);
        _at = end < 0 ? _text.Length : end + 1;
        _line++;
    }

    private string? ReadName()
    {
        var name = ReadWord();
        if (name == "export" && Current is ' ' or '\t')
        {
            SkipBlanks();
            name = ReadWord();
        }

        SkipBlanks();
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || Current is not ('=' or ':'))
            return null;
        _at++;
        SkipBlanks();
        return name;
    }

    private string ReadWord()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '.' or '-')
            _at++;
        return _text[start.._at];
    }

    private string? ReadValue() => Current switch
    {
        '\'' => ReadQuoted('\''),
        '"' => ReadQuoted('"'),
        _ => ReadUnquoted(),
    };

    private string ReadUnquoted()
    {
        var end = _text.IndexOf('\n', _at);
        var raw = end < 0 ? _text[_at..] : _text[_at..end];
        _at += raw.Length;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '#' && (i == 0 || raw[i - 1] is ' ' or '\t'))
                raw = raw[..i];
        }

        return _outer is null ? raw.Trim() : EnvExpansion.Expand(raw.Trim(), escapes: false, Lookup);
    }

    /// <summary>The text up to the closing quote, which only blanks or a comment may follow; <see langword="null"/> otherwise.</summary>
    private string? ReadQuoted(char quote)
    {
        var start = _at + 1;
        var end = start;
        while (end < _text.Length && _text[end] != quote)
            end += quote == '"' && _text[end] == '\\' ? 2 : 1;
        if (end >= _text.Length)
            return null;

        var raw = _text[start..end];
        _line += raw.AsSpan().Count('\n');
        _at = end + 1;
        SkipBlanks();
        if (Current is not ('\n' or '#'))
            return null;
        return quote == '\'' ? raw : EnvExpansion.Expand(raw, escapes: true, Lookup);
    }

    private string? Lookup(string name) => _outer is null ? null : _variables.GetValueOrDefault(name) ?? _outer(name) ?? "";
}

/// <summary>Escapes and <c>$NAME</c> in values of env files.</summary>
internal static class EnvExpansion
{
    /// <summary>The text of a value; a name for which <paramref name="lookup"/> gives <see langword="null"/> stays as it is written.</summary>
    public static string Expand(string raw, bool escapes, Func<string, string?> lookup)
    {
        var result = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\\' && i + 1 < raw.Length && (escapes || raw[i + 1] == '$'))
                result.Append(raw[++i] switch { 'n' => '\n', 'r' => '\r', var other => other });
            else if (raw[i] == '$' && Name(raw, i) is { Length: > 0 } written)
            {
                result.Append(lookup(written.Trim('$', '{', '}')) ?? written);
                i += written.Length - 1;
            }
            else
                result.Append(raw[i]);
        }

        return result.ToString();
    }

    /// <summary><c>$NAME</c> or <c>${NAME}</c> at <paramref name="start"/>, as written; empty when there is none.</summary>
    private static string Name(string raw, int start)
    {
        var braced = start + 1 < raw.Length && raw[start + 1] == '{';
        var from = start + (braced ? 2 : 1);
        var end = from;
        while (end < raw.Length && (char.IsAsciiLetterUpper(raw[end]) || raw[end] == '_' || (end > from && char.IsAsciiDigit(raw[end]))))
            end++;
        if (end == from || (braced && (end >= raw.Length || raw[end] != '}')))
            return "";
        return raw[start..(braced ? end + 1 : end)];
    }
}
