using System.Text;
using Haloy.Core;

namespace Haloy.Cli.Servers;

/// <summary>The file <c>.env</c> beside <c>client.yaml</c>: the tokens themselves, readable by their owner only. Lines of others are kept.</summary>
internal sealed class TokenFile(string path)
{
    public void Set(string variable, string token) =>
        Write([.. Lines().Where(l => !IsOf(variable, l)), $"{variable}=\"{Escape(token)}\""]);

    public void Remove(string variable)
    {
        if (File.Exists(path))
            Write([.. Lines().Where(l => !IsOf(variable, l))]);
    }

    /// <summary><c>HALOY_API_TOKEN_</c> and the server's key in capitals, every run of other characters as one <c>_</c>.</summary>
    public static string VariableFor(string serverKey)
    {
        var name = new StringBuilder("HALOY_API_TOKEN_");
        foreach (var c in serverKey)
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '_')
                name.Append(char.ToUpperInvariant(c));
            else if (name[^1] != '_')
                name.Append('_');
        }

        return name.ToString();
    }

    private string[] Lines()
    {
        if (!File.Exists(path))
            return [];
        return RegularFile.Problem(path) is { } problem ? throw new IOException($"{path} {problem}.") : File.ReadAllLines(path);
    }

    private void Write(IReadOnlyList<string> lines) =>
        AtomicFile.Write(path, string.Concat(lines.Select(l => l + "\n")), AtomicFile.OwnerOnly);

    private static bool IsOf(string variable, string line)
    {
        var text = line.AsSpan().TrimStart();
        if (text.StartsWith("export "))
            text = text[7..].TrimStart();
        return text.StartsWith(variable, StringComparison.Ordinal) && text[variable.Length..].TrimStart() is ['=' or ':', ..];
    }

    private static string Escape(string token)
    {
        var escaped = new StringBuilder();
        foreach (var c in token)
            escaped.Append(c is '"' or '\\' or '$' ? "\\" : "").Append(c);
        return escaped.ToString();
    }
}
