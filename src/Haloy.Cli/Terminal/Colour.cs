namespace Haloy.Cli.Terminal;

/// <summary>The colours in use, as 24-bit escape sequences.</summary>
internal readonly record struct Colour(string Escape)
{
    public static readonly Colour Bold = new("\e[1m");
    public static readonly Colour Amber = new("\e[38;2;245;158;11m");
    public static readonly Colour Blue = new("\e[38;2;59;130;246m");
    public static readonly Colour Grey = new("\e[38;2;107;114;128m");
    public static readonly Colour Green = new("\e[38;2;16;185;129m");
    public static readonly Colour Red = new("\e[38;2;248;113;113m");
    public static readonly Colour Purple = new("\e[38;2;139;92;246m");

    private const string Reset = "\e[0m";

    internal static readonly IReadOnlyList<Colour> All = [Bold, Amber, Blue, Grey, Green, Red, Purple, new(Reset)];

    /// <summary>Whether an escape sequence is one of these, or ends one.</summary>
    public static bool IsOwn(ReadOnlySpan<char> escape)
    {
        foreach (var colour in All)
        {
            if (escape.SequenceEqual(colour.Escape))
                return true;
        }

        return false;
    }

    public string Apply(string text, bool enabled) => enabled && Escape.Length > 0 && text.Length > 0 ? $"{Escape}{text}{Reset}" : text;
}
