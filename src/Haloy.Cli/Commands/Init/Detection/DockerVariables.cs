using System.Text;

namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>The variables of a build stage, put into <c>$NAME</c>, <c>${NAME}</c> and <c>${NAME:-otherwise}</c>.</summary>
internal sealed class DockerVariables
{
    private readonly Dictionary<string, string> _values;

    public DockerVariables() => _values = new Dictionary<string, string>(StringComparer.Ordinal);

    public DockerVariables(DockerVariables inherited) => _values = new Dictionary<string, string>(inherited._values, StringComparer.Ordinal);

    public string? Get(string name) => _values.GetValueOrDefault(name);

    /// <summary><c>ENV NAME=value …</c> or <c>ENV NAME value</c>.</summary>
    public void Env(string arguments)
    {
        var words = Words(arguments);
        if (words.Count > 0 && !words[0].Contains('=', StringComparison.Ordinal))
            _values[words[0]] = Expand(Unquoted(arguments[words[0].Length..].Trim()));
        else
            words.ForEach(Set);
    }

    /// <summary><c>ARG NAME=default …</c>; without a default the one given before the first stage counts.</summary>
    public void Arg(string arguments, DockerVariables? global)
    {
        foreach (var word in Words(arguments))
        {
            if (word.Contains('=', StringComparison.Ordinal))
                Set(word);
            else if (global?.Get(word) is { } value)
                _values.TryAdd(word, value);
        }
    }

    public string Expand(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            var (name, otherwise, end) = Reference(text, i + 1);
            result.Append(Get(name) is { Length: > 0 } value ? value : otherwise);
            i = end - 1;
        }

        return result.ToString();
    }

    private static (string Name, string Otherwise, int End) Reference(string text, int at)
    {
        if (text[at] == '{' && text.IndexOf('}', at) is var close and > 0)
        {
            var parts = text[(at + 1)..close].Split(":-", 2);
            return (parts[0], parts.Length > 1 ? parts[1] : "", close + 1);
        }

        var end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        return (text[at..end], "", end);
    }

    private void Set(string assignment)
    {
        if (assignment.Split('=', 2) is [{ Length: > 0 } name, var value])
            _values[name] = Expand(Unquoted(value));
    }

    private static string Unquoted(string value) => value.Trim('"', '\'');

    /// <summary>Words apart by blanks, except inside quotes.</summary>
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quote = '\0';
        foreach (var c in text + " ")
        {
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (word.Length > 0)
                    words.Add(word.ToString());
                word.Clear();
                continue;
            }

            quote = quote == c ? '\0' : quote == '\0' && c is '"' or '\'' ? c : quote;
            word.Append(c);
        }

        return words;
    }
}
