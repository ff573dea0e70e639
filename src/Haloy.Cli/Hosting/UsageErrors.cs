using System.CommandLine;
using System.CommandLine.Help;
using Haloy.Core;

namespace Haloy.Cli.Hosting;

/// <summary>What is wrong with a command line, with the near misses of a word that is not known.</summary>
internal static class UsageErrors
{
    private const int NearEnough = 2;

    public static IReadOnlyList<Failure> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.Action is HelpAction)
            return [];
        if (parsed.UnmatchedTokens is [var word, ..])
            return [Unknown(word, command, parsed)];
        return [.. parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal).Select(m => new Failure(m, HelpFor(parsed)))];
    }

    private static Failure Unknown(string word, Command command, ParseResult parsed)
    {
        var isFlag = word.StartsWith('-');
        var known = isFlag ? command.Options.SelectMany(o => o.Aliases.Append(o.Name)) : command.Subcommands.Select(c => c.Name);
        var near = known.Where(k => Distance(word, k) <= NearEnough || (word.Length > 2 && k.StartsWith(word, StringComparison.Ordinal))).Order(StringComparer.Ordinal).ToList();
        var what = isFlag ? "flag" : command.Subcommands.Count > 0 ? "command" : "argument";
        return new Failure($"Unknown {what} '{word}'.", near.Count > 0 ? $"Did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}?" : HelpFor(parsed));
    }

    private static string HelpFor(ParseResult parsed) => $"See '{PathOf(parsed)} --help'.";

    private static string PathOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(result.Parent is null ? "haloy" : result.Command.Name);
        return string.Join(' ', names);
    }

    /// <summary>How many letters must be inserted, removed or replaced to make one word of the other (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[b.Length];
    }
}
