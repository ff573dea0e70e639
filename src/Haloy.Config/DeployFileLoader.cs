using Haloy.Config.Binding;
using Haloy.Config.Parsing;
using Haloy.Config.Problems;
using Haloy.Config.Schema;
using Haloy.Config.Targets;
using Haloy.Core;

namespace Haloy.Config;

/// <summary>Finds and reads deploy files (spec/client §1.1).</summary>
public static class DeployFileLoader
{
    // Far above any real deploy file; keeps a wrong path such as a database from being read into memory.
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The names looked for in a directory, in this order.</summary>
    public static IReadOnlyList<string> DefaultNames => DeployFileDiscovery.Names;

    /// <summary>Reads the file <paramref name="path"/>, or the one found in that directory or, without a path, in <paramref name="workingDirectory"/>.</summary>
    public static ConfigResult<DeployFile> Load(string? path, string workingDirectory)
    {
        var found = DeployFileDiscovery.Find(path, workingDirectory);
        if (found.Value is not var (file, name))
            return new ConfigResult<DeployFile>(found.Problems);
        return RegularFile.Read(file, MaxBytes, out var content) is { } problem
            ? Fail(name, $"the file {problem}")
            : Parse(file, name, content);
    }

    /// <summary>Reads the content of a file whose extension is known.</summary>
    internal static ConfigResult<DeployFile> Parse(string filePath, string name, ReadOnlySpan<byte> content)
    {
        var source = SourceText.Decode(name, content);
        var problems = new ProblemList(source);
        var format = DeployFileFormat.Of(filePath) ?? throw new ArgumentException($"'{filePath}' is of no known format.", nameof(filePath));
        ConfigNode root;
        try
        {
            Utf8Check.Require(content);
            root = format.Read(source);
        }
        catch (SyntaxException exception)
        {
            problems.Add(ProblemCode.Syntax, "", exception.Place.Line, exception.Place.Column, exception.Message, exception.Hint);
            return new ConfigResult<DeployFile>(problems.InFileOrder());
        }

        return Bind(filePath, source, root, new BindContext(problems, format.Naming, sentence => KeyWords.Spell(sentence, format.Naming), format.ListAdvice));
    }

    private static ConfigResult<DeployFile> Bind(string filePath, SourceText source, ConfigNode root, BindContext context)
    {
        var problems = context.Problems;
        context.Places.Add(KeyPath.Root, root.Line, root.Column);
        if (root.IsNull)
            problems.Add(ProblemCode.Missing, "", 1, 1, "the file is empty", "A deploy file needs at least 'name'.");
        else if (FileSchema.Root.TryRead(root, KeyPath.Root, context, out var config))
            return Complete(new DeployFile(filePath, config, new DeployFileOrigin(source, context.Places, context.Naming, context.Unread)), problems);
        return new ConfigResult<DeployFile>(problems.InFileOrder());
    }

    /// <summary>The file; or the problems of reading it together with those of the values that could be read, so that all are corrected at once.</summary>
    private static ConfigResult<DeployFile> Complete(DeployFile file, ProblemList problems)
    {
        var reading = problems.InFileOrder();
        if (reading.Count == 0)
            return new ConfigResult<DeployFile>(file);
        return problems.IsFull
            ? new ConfigResult<DeployFile>(reading)
            : new ConfigResult<DeployFile>(ProblemOrder.Sort([.. reading, .. FollowUps.Drop(TargetChecks.Problems(file), reading)]));
    }

    private static ConfigResult<DeployFile> Fail(string name, string message) =>
        new([new ConfigProblem(ProblemCode.File, "", name, null, null, message)]);
}
