using Haloy.Config.Problems;
using Haloy.Contracts.Api;

namespace Haloy.Config.Validation;

/// <summary>The rules every target must keep, on the client and again on the server (spec/client §1.4–1.9, spec/server §3.4).</summary>
public static class TargetValidator
{
    /// <summary>All problems of a target that went through <see cref="TargetDefaults.Apply"/>; paths are those of a deploy file, such as <c>image.tag</c>.</summary>
    public static IReadOnlyList<ConfigProblem> Validate(TargetConfig target) => throw new NotImplementedException();
}
