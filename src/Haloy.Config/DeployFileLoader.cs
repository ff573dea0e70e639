using Haloy.Config.Problems;

namespace Haloy.Config;

/// <summary>Finds and reads deploy files (spec/client §1.1).</summary>
public static class DeployFileLoader
{
    /// <summary>Reads the file <paramref name="path"/>, or the one found in that directory or, without a path, in <paramref name="workingDirectory"/>.</summary>
    public static ConfigResult<DeployFile> Load(string? path, string workingDirectory) => throw new NotImplementedException();
}
