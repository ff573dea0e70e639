namespace Haloy.Config.Problems;

/// <summary>One mistake in a configuration, with the place to correct it.</summary>
/// <param name="Code">What kind of mistake.</param>
/// <param name="Path">The key as written in the file, such as <c>targets.prod.env[2].name</c>; empty for the file as a whole.</param>
/// <param name="File">The file as shown to a person; empty when the configuration did not come from a file.</param>
/// <param name="Line">Line from 1, when known.</param>
/// <param name="Column">Column from 1, when known.</param>
/// <param name="Message">A sentence: what was found and what is wanted. Never holds a secret.</param>
/// <param name="Hint">What to do next, when the message does not already say it.</param>
/// <param name="SourceLine">The text of <paramref name="Line"/>.</param>
public sealed record ConfigProblem(
    ProblemCode Code,
    string Path,
    string File,
    int? Line,
    int? Column,
    string Message,
    string? Hint = null,
    string? SourceLine = null)
{
    /// <summary>How many problems of one file are reported: a file of a million mistakes must not fill the memory with them. One more says that there are more.</summary>
    public const int MostReported = 20_000;

    /// <summary>A problem of something that has no file, such as a target received over the wire.</summary>
    public static ConfigProblem At(ProblemCode code, string path, string message, string? hint = null) =>
        new(code, path, "", null, null, message, hint);
}
