using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Parsing;
using Haloy.Config.Problems;

namespace Haloy.Config.Binding;

/// <summary>Program and arguments: as a list, or as text that is split like a shell's command line (<see cref="CommandWords"/>).</summary>
internal sealed class CommandValue : ValueReader<IReadOnlyList<string>>
{
    private static readonly ListReader<string> List = new(TextValue.Instance, "a command, as text or as a list of program and arguments", "Write each argument on its own line after '- '.");

    // After what its shape is made of.
    public static readonly CommandValue Instance = new();

    public override string Wanted => List.Wanted;

    public override ValueShape Shape { get; } = new EitherShape("command", [TextValue.Instance.Shape, List.Shape]);

    public override bool TryRead(ConfigNode node, KeyPath at, BindContext context, [MaybeNullWhen(false)] out IReadOnlyList<string> value)
    {
        if (node is not ScalarNode scalar)
            return List.TryRead(node, at, context, out value);
        var (words, problem) = CommandWords.Split(scalar.Text);
        value = words;
        if (problem is not null)
            context.Problem(ProblemCode.Value, at, node, $"the command {problem}", "A list is taken as it is; for a shell write [\"sh\", \"-c\", \"…\"].");
        return problem is null;
    }
}
