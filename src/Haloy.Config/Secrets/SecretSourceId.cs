using Haloy.Config.Binding;
using Haloy.Core;

namespace Haloy.Config.Secrets;

/// <summary>A source of <c>secret_providers</c> by its provider and name.</summary>
public sealed record SecretSourceId(string Provider, string Source)
{
    /// <summary>The key of the source in a deploy file.</summary>
    public string Path => $"secret_providers.{KeyPath.Quoted(Provider)}.{KeyPath.Quoted(Source)}";

    /// <summary>A failure of this source in one of the stages <c>validate</c>, <c>decrypt</c> (or <c>read</c>, <c>run</c>) and <c>parse</c>.</summary>
    public Failure Failed(string stage, string what, string? hint = null) => new($"{this} ({stage}): {what}", hint);

    /// <summary>The source in messages.</summary>
    public override string ToString() => $"{Provider} source '{Source}'";
}
