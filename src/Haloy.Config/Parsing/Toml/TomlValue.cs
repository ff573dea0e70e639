namespace Haloy.Config.Parsing.Toml;

/// <summary>A value of a TOML document with the place where it begins.</summary>
internal abstract class TomlValue(TextPlace place)
{
    public TextPlace Place { get; } = place;
}

/// <summary>TOML's types of single values.</summary>
internal enum TomlType
{
    String,
    Integer,
    Float,
    Boolean,
    OffsetDateTime,
    LocalDateTime,
    LocalDate,
    LocalTime,
}

/// <summary>A single value.</summary>
/// <param name="type">Its type.</param>
/// <param name="text">
/// Text without its quotes and escapes; an integer in decimal; a float as written without underscores, so that <c>1.10</c> stays <c>1.10</c>;
/// dates and times by RFC 3339 with <c>T</c> and <c>Z</c>.
/// </param>
/// <param name="place">Where it begins.</param>
internal sealed class TomlScalar(TomlType type, string text, TextPlace place) : TomlValue(place)
{
    public TomlType Type { get; } = type;

    public string Text { get; } = text;
}

/// <summary>A list in brackets; nothing can be added to it later.</summary>
internal sealed class TomlArray(IReadOnlyList<TomlValue> items, TextPlace place) : TomlValue(place)
{
    public IReadOnlyList<TomlValue> Items { get; } = items;
}
