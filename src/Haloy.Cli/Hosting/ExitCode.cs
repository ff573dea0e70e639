namespace Haloy.Cli.Hosting;

/// <summary>Exit codes of <c>haloy</c>.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Anything went wrong, wrong usage included.</summary>
    public const int Failure = 1;

    /// <summary>Ended by Ctrl-C, as shells report it.</summary>
    public const int Interrupted = 130;
}
