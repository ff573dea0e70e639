namespace Hello;

/// <summary>What the environment asks of this app.</summary>
internal sealed record AppSettings(string Version, string Greeting, string Replica, int Port, bool Unhealthy, bool CrashOnStart)
{
    public string Hostname { get; } = Environment.MachineName;

    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    public static AppSettings FromEnvironment() => new(
        Text("VERSION", "dev"),
        Text("GREETING", "Hello"),
        Text("HALOY_REPLICA_ID", "1"),
        int.Parse(Text("PORT", "8080")),
        Flag("UNHEALTHY"),
        Flag("CRASH_ON_START"));

    private static string Text(string name, string fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : fallback;

    private static bool Flag(string name) => Text(name, "0") is "1" or "true";
}
