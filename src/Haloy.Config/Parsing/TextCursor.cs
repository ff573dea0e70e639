using System.Buffers;

namespace Haloy.Config.Parsing;

/// <summary>Walks over a text, character by character, and knows at which line and column it is.</summary>
internal sealed class TextCursor(string text)
{
    private int _index;
    private int _line = 1;
    private int _lineStart;

    public bool AtEnd => _index >= text.Length;

    /// <summary>The character here; NUL at the end, so <see cref="AtEnd"/> tells a NUL of the text apart.</summary>
    public char Current => Ahead(0);

    public TextPlace Place => new(_line, _index - _lineStart + 1);

    public char Ahead(int count) => _index + count < text.Length ? text[_index + count] : '\0';

    public bool Sees(string word) => text.AsSpan(_index).StartsWith(word, StringComparison.Ordinal);

    public void Skip()
    {
        if (text[_index++] != '\n')
            return;
        _line++;
        _lineStart = _index;
    }

    public bool TrySkip(char expected)
    {
        if (AtEnd || Current != expected)
            return false;
        Skip();
        return true;
    }

    /// <summary>Skips <paramref name="word"/>, which has no line end in it.</summary>
    public bool TrySkip(string word)
    {
        if (!Sees(word))
            return false;
        _index += word.Length;
        return true;
    }

    /// <summary>Skips LF or CRLF; a CR alone is no line end.</summary>
    public bool TrySkipLineEnd()
    {
        if (Current != '\n' && !Sees("\r\n"))
            return false;
        _ = TrySkip('\r');
        Skip();
        return true;
    }

    /// <summary>Takes the characters up to the first of <paramref name="stops"/>, which must contain the line end.</summary>
    public ReadOnlySpan<char> TakeUntil(SearchValues<char> stops)
    {
        var rest = text.AsSpan(_index);
        var length = rest.IndexOfAny(stops);
        return Take(length < 0 ? rest.Length : length);
    }

    /// <summary>Takes as many of <paramref name="allowed"/> as there are; the line end is never one of them.</summary>
    public ReadOnlySpan<char> TakeWhile(SearchValues<char> allowed)
    {
        var rest = text.AsSpan(_index);
        var length = rest.IndexOfAnyExcept(allowed);
        return Take(length < 0 ? rest.Length : length);
    }

    private ReadOnlySpan<char> Take(int length)
    {
        var taken = text.AsSpan(_index, length);
        _index += length;
        return taken;
    }
}
