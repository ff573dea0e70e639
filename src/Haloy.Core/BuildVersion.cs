using System.Reflection;

namespace Haloy.Core;

/// <summary>The version the programs report.</summary>
public static class BuildVersion
{
    /// <summary>Semantic version of this build, such as <c>0.1.0</c>.</summary>
    public static string Current { get; } =
        typeof(BuildVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "dev";
}
