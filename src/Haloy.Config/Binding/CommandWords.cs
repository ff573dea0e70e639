using System.Text;

namespace Haloy.Config.Binding;

/// <summary>
/// Splits a command into program and arguments by the quoting rules of POSIX shells (XCU §2.2), and does nothing else that a shell does.
/// What a shell would act on is refused instead of being handed to the program as an argument.
/// </summary>
internal sealed class CommandWords
{
    private const string NoShell = "there is no shell that would act on";

    private readonly string _text;
    private readonly List<string> _words = [];
    private readonly StringBuilder _word = new();
    private bool _inWord;
    private int _at;
    private string? _problem;

    private CommandWords(string text) => _text = text;

    /// <summary>The words, or what is wrong in words that follow "the command".</summary>
    public static (IReadOnlyList<string> Words, string? Problem) Split(string text)
    {
        var split = new CommandWords(text);
        split.Run();
        return (split._words, split._problem);
    }

    private void Run()
    {
        for (; _at < _text.Length && _problem is null; _at++)
            Take(_text[_at]);
        EndWord();
        if (_problem is null && _words.Count == 0)
            _problem = "is empty";
    }

    private void Take(char c)
    {
        if (c is ' ' or '\t' or '\n' or '\r')
            EndWord();
        else if (c == '\'')
            SingleQuoted();
        else if (c == '"')
            DoubleQuoted();
        else if (c == '\\')
            Escaped();
        else if (c is '|' or '&' or ';' or '<' or '>' or '(' or ')' or '`' || StartsExpansion())
            _problem = $"has an unquoted '{c}', but {NoShell} it";
        else
            Append(c);
    }

    private void SingleQuoted()
    {
        var end = _text.IndexOf('\'', _at + 1);
        if (end < 0)
        {
            _problem = "has a ' that is not closed";
            return;
        }

        _word.Append(_text, _at + 1, end - _at - 1);
        _inWord = true;
        _at = end;
    }

    private void DoubleQuoted()
    {
        _inWord = true;
        for (_at++; _at < _text.Length && _text[_at] != '"' && _problem is null; _at++)
        {
            if (_text[_at] == '`' || StartsExpansion())
                _problem = $"has a '{_text[_at]}' in double quotes, but {NoShell} it";
            else if (_text[_at] == '\\' && _at + 1 < _text.Length && _text[_at + 1] is '$' or '`' or '"' or '\\')
                _word.Append(_text[++_at]);
            else
                _word.Append(_text[_at]);
        }

        if (_at >= _text.Length)
            _problem ??= "has a \" that is not closed";
    }

    private void Escaped()
    {
        if (_at + 1 == _text.Length)
            _problem = "ends with a '\\' that quotes nothing";
        else if (_text[++_at] != '\n')
            Append(_text[_at]);
    }

    private bool StartsExpansion() =>
        _text[_at] == '$' && _at + 1 < _text.Length && (char.IsAsciiLetter(_text[_at + 1]) || _text[_at + 1] is '_' or '{' or '(');

    private void Append(char c)
    {
        _word.Append(c);
        _inWord = true;
    }

    private void EndWord()
    {
        if (_inWord)
            _words.Add(_word.ToString());
        _word.Clear();
        _inWord = false;
    }
}
