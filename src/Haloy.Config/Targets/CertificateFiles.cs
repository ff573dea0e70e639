using System.Text;
using Haloy.Config.Problems;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Config.Targets;

/// <summary>
/// Puts the content of the files of <c>tls</c> in their place: they are beside the deploy file, where no server can read them. Only for a deploy
/// file itself: a configuration that a server kept must not choose which files are read here.
/// </summary>
internal static class CertificateFiles
{
    private const string CertificateLabel = "-----BEGIN CERTIFICATE-----";
    private const string KeyLabel = "PRIVATE KEY-----";

    // Far above any chain of certificates.
    private const int MaxBytes = 256 * 1024;

    public static TargetConfig Read(TargetConfig target, string directory, List<ConfigProblem> problems) => target.TlsCertificate is not { } own
        ? target
        : target with
        {
            TlsCertificate = own with
            {
                Certificate = Read(own.Certificate, directory, "tls.certificate.file", CertificateLabel, "certificate", problems),
                Key = Read(own.Key, directory, "tls.key.file", KeyLabel, "private key", problems),
            },
        };

    private static PemSource? Read(PemSource? source, string directory, string path, string label, string noun, List<ConfigProblem> problems)
    {
        if (source is not { File: { Length: > 0 } file, Value: null, From: null })
            return source;
        var problem = Content(file, directory, out var text);
        if (problem is null && !text.Contains(label, StringComparison.Ordinal))
            problem = $"holds no {noun} in PEM format";
        if (problem is not null)
            problems.Add(ConfigProblem.At(ProblemCode.File, path, $"the file '{file}' {problem}"));
        return source with { File = null, Value = text };
    }

    /// <summary>What is wrong with the file, in words that follow its name.</summary>
    private static string? Content(string file, string directory, out string text)
    {
        text = "";
        if (file.Contains('\0', StringComparison.Ordinal))
            return "cannot have this name";
        var problem = RegularFile.Read(Path.GetFullPath(file, directory), MaxBytes, out var content);
        text = Encoding.UTF8.GetString(content);
        return problem;
    }
}
