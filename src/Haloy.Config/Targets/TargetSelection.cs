namespace Haloy.Config.Targets;

/// <summary>Which targets of a deploy file a command is about.</summary>
public abstract record TargetSelection
{
    private TargetSelection()
    {
    }

    /// <summary>No flag: the only deployment of a file without targets; an error for a file with targets.</summary>
    public static TargetSelection Default { get; } = new DefaultSelection();

    /// <summary><c>--all</c>: every target.</summary>
    public static TargetSelection All { get; } = new AllSelection();

    /// <summary><c>--target a,b</c>: these, each once, in this order.</summary>
    public static TargetSelection Named(IReadOnlyList<string> names) => new NamedSelection(names);

    internal sealed record DefaultSelection : TargetSelection;

    internal sealed record AllSelection : TargetSelection;

    internal sealed record NamedSelection(IReadOnlyList<string> Names) : TargetSelection;
}
