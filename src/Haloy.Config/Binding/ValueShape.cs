namespace Haloy.Config.Binding;

/// <summary>What a value looks like, for the reference and the JSON Schema: the describing half of a <see cref="ValueReader{T}"/>.</summary>
/// <param name="Words">The type in a few words, such as <c>text</c> or <c>list of blocks</c>.</param>
internal abstract record ValueShape(string Words);

/// <summary>What a scalar may be written as.</summary>
[Flags]
internal enum ScalarForms
{
    Text = 1,
    Integer = 2,
    Number = 4,
    Boolean = 8,

    /// <summary>Text, for which unquoted numbers and booleans are taken as they are written.</summary>
    AnyScalar = Text | Number | Boolean,
}

/// <summary>A single value.</summary>
internal sealed record ScalarShape(string Words, ScalarForms Forms) : ValueShape(Words)
{
    /// <summary>The only words allowed.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>Regular expression (ECMA-262) of the text form.</summary>
    public string? Pattern { get; init; }

    /// <summary>Bounds of the number form.</summary>
    public Bounds? Bounds { get; init; }
}

/// <summary>A list.</summary>
internal sealed record ListShape(string Words, ValueShape Item) : ValueShape(Words);

/// <summary>Values under names the file chooses.</summary>
/// <param name="Words">See <see cref="ValueShape"/>.</param>
/// <param name="Item">The values.</param>
/// <param name="NamePattern">Regular expression of the names, when not every name is allowed.</param>
internal sealed record MapShape(string Words, ValueShape Item, string? NamePattern) : ValueShape(Words);

/// <summary>A block with known keys.</summary>
/// <param name="Name">A name for the kind of block.</param>
/// <param name="Keys">Its keys, in the order of the reference.</param>
internal sealed record BlockShape(string Name, IReadOnlyList<KeyShape> Keys) : ValueShape("block");

/// <summary>One of several ways to write the same.</summary>
internal sealed record EitherShape(string Words, IReadOnlyList<ValueShape> Options) : ValueShape(Words);

/// <summary>A key of a block.</summary>
/// <param name="Name">Its name in snake_case.</param>
/// <param name="Alias">A second name.</param>
/// <param name="Meaning">One or two sentences for a person.</param>
/// <param name="Default">What holds without it, in the words of a file; <see langword="null"/> when nothing does.</param>
/// <param name="Required">Whether the block makes no sense without it.</param>
/// <param name="Value">What it holds.</param>
internal sealed record KeyShape(string Name, string? Alias, string Meaning, string? Default, bool Required, ValueShape Value);
