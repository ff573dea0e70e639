namespace Haloy.Config.Parsing.Toml;

/// <summary>How deep tables and lists may be nested: no document ends the program for want of stack.</summary>
internal static class TomlLimits
{
    public const int MaxDepth = 64;

    public static SyntaxException TooDeep(TextPlace place) => new(place, $"tables and lists are nested deeper than {MaxDepth} levels");
}
