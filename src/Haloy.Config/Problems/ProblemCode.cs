namespace Haloy.Config.Problems;

/// <summary>What kind of mistake a <see cref="ConfigProblem"/> is.</summary>
public enum ProblemCode
{
    /// <summary>The file is not well-formed in its format.</summary>
    Syntax,

    /// <summary>A key that does not exist at this place.</summary>
    UnknownKey,

    /// <summary>A value of the wrong type.</summary>
    Type,

    /// <summary>A value of the right type that is not allowed.</summary>
    Value,

    /// <summary>Something required is not there.</summary>
    Missing,

    /// <summary>Two things that exclude each other.</summary>
    Conflict,

    /// <summary>A name or variable that does not exist.</summary>
    Reference,

    /// <summary>A secret that cannot be looked up.</summary>
    Secret,

    /// <summary>A file or directory that cannot be used.</summary>
    File,
}

/// <summary>The words of <see cref="ProblemCode"/> in machine-readable output.</summary>
public static class ProblemCodeWords
{
    /// <summary>The code as a word: <c>syntax</c>, <c>unknown-key</c>, <c>type</c>, <c>value</c>, <c>missing</c>, <c>conflict</c>, <c>reference</c>, <c>secret</c> or <c>file</c>.</summary>
    public static string Word(this ProblemCode code) => code switch
    {
        ProblemCode.Syntax => "syntax",
        ProblemCode.UnknownKey => "unknown-key",
        ProblemCode.Type => "type",
        ProblemCode.Value => "value",
        ProblemCode.Missing => "missing",
        ProblemCode.Conflict => "conflict",
        ProblemCode.Reference => "reference",
        ProblemCode.Secret => "secret",
        _ => "file",
    };
}
