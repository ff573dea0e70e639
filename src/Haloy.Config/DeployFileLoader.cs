using Haloy.Config.Binding;
using Haloy.Config.Parsing;
using Haloy.Config.Parsing.Yaml;
using Haloy.Config.Problems;
using Haloy.Config.Schema;

namespace Haloy.Config;

/// <summary>Finds and reads deploy files (spec/client §1.1).</summary>
public static class DeployFileLoader
{
    // Far above any real deploy file; keeps a wrong path such as a database from being read into memory.
    private const long MaxBytes = 4 * 1024 * 1024;

    /// <summary>The names looked for in a directory, in this order.</summary>
    public static IReadOnlyList<string> DefaultNames => DeployFileDiscovery.Names;

    /// <summary>Reads the file <paramref name="path"/>, or the one found in that directory or, without a path, in <paramref name="workingDirectory"/>.</summary>
    public static ConfigResult<DeployFile> Load(string? path, string workingDirectory)
    {
        var found = DeployFileDiscovery.Find(path, workingDirectory);
        if (found.Value is not { } file)
            return new ConfigResult<DeployFile>(found.Problems);
        var name = DeployFileDiscovery.DisplayName(file, workingDirectory);
        if (Path.GetExtension(file) is ".json" or ".toml")
            return Fail(name, $"this version reads only YAML, not {Path.GetExtension(file)[1..].ToUpperInvariant()}", "Write the same keys in snake_case as haloy.yaml.");

        try
        {
            if (new FileInfo(file).Length > MaxBytes)
                return Fail(name, $"the file is larger than {MaxBytes / 1024 / 1024} MiB and cannot be a deploy file", null);
            return Parse(file, new SourceText(name, File.ReadAllText(file)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail(name, $"the file cannot be read: {exception.Message}", null);
        }
    }

    internal static ConfigResult<DeployFile> Parse(string filePath, SourceText source)
    {
        var problems = new ProblemList(source);
        var context = new BindContext(problems);
        if (YamlReader.Read(source, problems) is { } root)
        {
            context.Places.Add(KeyPath.Root, root.Line, root.Column);
            if (root.IsNull)
                problems.Add(ProblemCode.Missing, "", 1, 1, "the file is empty", "A deploy file needs at least 'name'.");
            else if (FileSchema.Root.TryRead(root, KeyPath.Root, context, out var config) && !problems.Any)
                return new ConfigResult<DeployFile>(new DeployFile(filePath, config, source, context.Places));
        }

        return new ConfigResult<DeployFile>(problems.InFileOrder());
    }

    private static ConfigResult<DeployFile> Fail(string name, string message, string? hint) =>
        new([new ConfigProblem(ProblemCode.File, "", name, null, null, message, hint)]);
}
