namespace Haloy.Config.Env;

/// <summary>Reads <c>.env</c> files in their order (spec/client §1.11 with §10 row 24).</summary>
public static class EnvFiles
{
    /// <summary>Reads what exists; <paramref name="configDirectory"/> is the deploy file's directory, <paramref name="process"/> the exported variables.</summary>
    public static EnvLookup Load(string workingDirectory, string clientDirectory, string? configDirectory, IReadOnlyDictionary<string, string> process) =>
        throw new NotImplementedException();
}
