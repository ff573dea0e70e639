using System.Text;
using System.Text.Unicode;
using Haloy.Config.Binding;
using Haloy.Config.Parsing;
using Haloy.Config.Problems;
using Haloy.Contracts.Api;
using Haloy.Contracts.Policies;
using Haloy.Core;

namespace Haloy.Config.Targets;

/// <summary>Reads the files of <c>error_pages</c>, for the same reason and under the same rule as <see cref="CertificateFiles"/>.</summary>
internal static class ErrorPageFiles
{
    public static TargetConfig Read(TargetConfig target, string directory, List<ConfigProblem> problems)
    {
        if (target.ErrorPages is not { Count: > 0 } pages)
            return target;
        var read = pages.ToDictionary(p => p.Key, p => Read(p.Value, directory, $"error_pages.{KeyPath.Quoted(p.Key)}", problems));
        if (read.Values.Sum(p => Encoding.UTF8.GetByteCount(p.Html ?? "")) > ErrorPageRules.MaxBytesOfApp)
            problems.Add(ConfigProblem.At(ProblemCode.File, "error_pages", $"the files are larger than {ErrorPageRules.MaxBytesOfApp / 1024} KiB together"));
        return target with { ErrorPages = read };
    }

    private static ErrorPageConfig Read(ErrorPageConfig page, string directory, string path, List<ConfigProblem> problems)
    {
        if (page.File is not { Length: > 0 } file)
            return page;
        if (Content(file, directory, out var html) is { } problem)
            problems.Add(ConfigProblem.At(ProblemCode.File, path, $"the file '{file}' {problem}"));
        return page with { Html = html };
    }

    /// <summary>What is wrong with the file, in words that follow its name.</summary>
    private static string? Content(string file, string directory, out string html)
    {
        html = "";
        if (file.Contains('\0', StringComparison.Ordinal))
            return "cannot have this name";
        if (RegularFile.Read(Path.GetFullPath(file, directory), ErrorPageRules.MaxBytes, out var bytes) is { } problem)
            return problem;
        var content = Utf8Check.WithoutMark(bytes);
        if (!Utf8.IsValid(content))
            return "is not UTF-8 text";
        html = Encoding.UTF8.GetString(content);
        return html.AsSpan().TrimStart().StartsWith("<") ? null : "holds no HTML";
    }
}
