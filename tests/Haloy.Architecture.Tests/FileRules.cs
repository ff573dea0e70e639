using System.Text.RegularExpressions;

namespace Haloy.Architecture.Tests;

/// <summary>What holds for every file by itself, and for the numbers and names they share.</summary>
internal static partial class FileRules
{
    public const int MaxLines = 500;

    public static IEnumerable<string> TooLong(SourceTree tree) =>
        from file in tree.Sources where file.Lines.Count > MaxLines select $"{file.Path}: {file.Lines.Count} lines, at most {MaxLines}";

    /// <summary>Log event ids that two messages share, and messages without one.</summary>
    public static IEnumerable<string> EventIds(SourceTree tree)
    {
        var messages = (from file in tree.Sources
                        from Match message in LoggerMessage().Matches(string.Join('\n', file.Lines))
                        select (file.Path, Id: message.Groups["id"].Value)).ToList();
        var missing = from message in messages where message.Id.Length == 0 select $"{message.Path}: a log message without a literal EventId";
        var shared = from message in messages
                     where message.Id.Length > 0
                     group message.Path by message.Id into users
                     where users.Count() > 1
                     select $"event id {users.Key} is used by {string.Join(" and ", users)}";
        return missing.Concat(shared);
    }

    /// <summary>Paths such as <c>Haloy.Proxy/Routing</c> in the documentation that lead nowhere.</summary>
    public static IEnumerable<string> DeadPaths(SourceTree tree)
    {
        var docs = Path.Combine(tree.Root, "docs");
        return from file in Directory.Exists(docs) ? Directory.EnumerateFiles(docs, "*.md", SearchOption.AllDirectories) : []
               from Match mention in DocumentedPath().Matches(File.ReadAllText(file))
               where !new[] { "src", "tests", "bench" }.Any(top => Path.Exists(Path.Combine(tree.Root, top, mention.Value)))
               select $"{Path.GetRelativePath(tree.Root, file)}: {mention.Value} does not exist";
    }

    // The id may stand first without a name, or anywhere with one; the message text ends the search.
    [GeneratedRegex("""\[LoggerMessage\((?:\s*(?<id>\d+)\b|[^"]*?\bEventId\s*=\s*(?<id>\d+)\b)?""")]
    private static partial Regex LoggerMessage();

    [GeneratedRegex(@"\bHaloy\.[A-Za-z]+(?:\.[A-Za-z]+)*/[\w./-]*\w")]
    private static partial Regex DocumentedPath();
}
