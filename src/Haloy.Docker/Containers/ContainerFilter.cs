namespace Haloy.Docker.Containers;

/// <summary>Which containers to list.</summary>
/// <param name="All">Also those that do not run.</param>
/// <param name="Labels">Labels that all must be there, as <c>key</c> or <c>key=value</c>.</param>
public sealed record ContainerFilter(bool All = false, IReadOnlyList<string>? Labels = null);
