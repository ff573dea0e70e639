namespace Haloy.Config.Targets;

/// <summary>Paths such as <c>env[2]</c>. Those of <c>env</c> are made once: every target has them, and a file may have hundreds of targets.</summary>
internal static class ItemPaths
{
    private static readonly string[] Env = [.. Enumerable.Range(0, 256).Select(i => $"env[{i}]")];

    public static string Of(string list, int index) => list == "env" && index < Env.Length ? Env[index] : $"{list}[{index}]";
}
