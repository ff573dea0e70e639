namespace Haloy.Config.Parsing;

/// <summary>A place in a text.</summary>
/// <param name="Line">Line from 1.</param>
/// <param name="Column">Column from 1, in UTF-16 units as strings have them.</param>
internal readonly record struct TextPlace(int Line, int Column);
