namespace Haloy.Docker.Exec;

/// <summary><c>POST /containers/{id}/exec</c>.</summary>
internal sealed record CreateExecWire(
    IReadOnlyList<string> Cmd,
    string? User,
    string? WorkingDir,
    IReadOnlyList<string>? Env,
    bool AttachStdout = true,
    bool AttachStderr = true);

/// <summary><c>POST /exec/{id}/start</c>.</summary>
internal sealed record StartExecWire(bool Detach, bool Tty);

/// <summary><c>GET /exec/{id}/json</c>.</summary>
internal sealed record ExecWire(bool Running, int? ExitCode);
