namespace Haloy.Config.Problems;

/// <summary>A part of a problem as shown, so that a terminal may colour it.</summary>
public enum ProblemPart
{
    /// <summary><c>file:line:column:</c>.</summary>
    Place,

    /// <summary>The line number and the bar left of the source line.</summary>
    Gutter,

    /// <summary>The mark under the column.</summary>
    Caret,

    /// <summary><c>key:</c> and <c>hint:</c>.</summary>
    Label,
}
