using System.Text;

namespace Haloy.Config.Problems;

/// <summary>A source line fit for a terminal: cut around the column of interest when it is long, every character printable.</summary>
/// <param name="Text">What is shown.</param>
/// <param name="Caret">How many columns of the terminal stand before the column of interest.</param>
internal readonly record struct ExcerptWindow(string Text, int Caret)
{
    // Of a long line more is shown before the caret than after it: that is where the reason usually is.
    private const int CellsBefore = 60;
    private const int CellsAfter = 40;
    private const char Cut = '…';

    /// <summary>The part of <paramref name="line"/> around <paramref name="column"/>, which counts UTF-16 units from 1.</summary>
    public static ExcerptWindow Around(string line, int column)
    {
        line = line.TrimEnd();
        var caret = Math.Clamp(column - 1, 0, line.Length);
        if (caret < line.Length && char.IsLowSurrogate(line[caret]) && caret > 0)
            caret--;
        var (start, before) = Back(line, caret);
        var end = Forward(line, caret, CellsAfter + Math.Max(0, CellsBefore - before));
        var text = new StringBuilder();
        if (start > 0)
            text.Append(Cut);
        foreach (var rune in line.AsSpan(start, end - start).EnumerateRunes())
            text.Append(PrintableText.Of(rune));
        if (end < line.Length)
            text.Append(Cut);
        return new ExcerptWindow(text.ToString(), before + (start > 0 ? 1 : 0));
    }

    /// <summary>Where to begin so that the caret has at most <see cref="CellsBefore"/> columns before it, and how many it has then.</summary>
    private static (int Start, int Cells) Back(string line, int caret)
    {
        var cells = 0;
        var start = caret;
        while (start > 0)
        {
            Rune.DecodeLastFromUtf16(line.AsSpan(0, start), out var rune, out var length);
            if (cells + CellWidth.Of(rune) > CellsBefore)
                break;
            cells += CellWidth.Of(rune);
            start -= length;
        }

        return (start, cells);
    }

    private static int Forward(string line, int from, int room)
    {
        var end = from;
        while (end < line.Length)
        {
            Rune.DecodeFromUtf16(line.AsSpan(end), out var rune, out var length);
            room -= CellWidth.Of(rune);
            if (room < 0)
                break;
            end += length;
        }

        return end;
    }
}
