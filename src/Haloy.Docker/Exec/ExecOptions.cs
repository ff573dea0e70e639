namespace Haloy.Docker.Exec;

/// <summary>How to run a command in a container.</summary>
/// <param name="User">User as <c>name</c>, <c>uid</c> or <c>uid:gid</c>; the container's when <see langword="null"/>.</param>
/// <param name="WorkingDir">Directory inside; the container's when <see langword="null"/>.</param>
/// <param name="Env">Further variables as <c>NAME=value</c>.</param>
/// <param name="MaxOutputBytes">Kept of each of stdout and stderr; the rest is read and dropped, so that the command can end.</param>
public sealed record ExecOptions(
    string? User = null,
    string? WorkingDir = null,
    IReadOnlyList<string>? Env = null,
    int MaxOutputBytes = 1 << 20);

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code; 126 and 127 also when it could not be run.</param>
/// <param name="Stdout">What it wrote, as UTF-8.</param>
/// <param name="Stderr">What it complained, as UTF-8.</param>
/// <param name="Truncated">Whether either was longer than allowed.</param>
public sealed record ExecResult(int ExitCode, string Stdout, string Stderr, bool Truncated);
