using Haloy.Config.Binding;
using Haloy.Config.Parsing;
using Haloy.Config.Problems;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>
/// <c>health_check</c>. Its <c>path</c> goes where <c>health_check_path</c> goes, so that there is one place for it, which servers that know
/// only the short form understand too; a block with nothing else is that short form.
/// </summary>
internal sealed class HealthCheckKey()
    : Key<TargetConfig>(new KeyShape("health_check", null, "How readiness is found out; instead of `health_check_path`.", null, false, HealthSchema.Block.Shape))
{
    private const string ShortForm = "health_check_path";

    public override TargetConfig Bind(TargetConfig block, ConfigNode node, KeyPath at, BindContext context)
    {
        if (!HealthSchema.Block.TryRead(node, at, context, out var read))
            return block;
        var bound = read.Check == new HealthCheckConfig() ? block : block with { HealthCheck = read.Check };
        if (block.HealthCheckPath is not null)
        {
            context.Problem(ProblemCode.Conflict, at, node, $"'health_check' and '{ShortForm}' exclude each other", $"Write the path as 'path' in 'health_check', and leave out '{ShortForm}'.");
            return bound;
        }

        if (read.Path is null)
            return bound;
        var path = at.Key("path");
        if (context.Places.Find(path.Canonical) is { } place)
            context.Places.Add(new KeyPath(KeyPath.Join(KeyPath.Parent(at.Canonical) ?? "", ShortForm), place.Path), place.Line, place.Column);
        return bound with { HealthCheckPath = read.Path };
    }
}
