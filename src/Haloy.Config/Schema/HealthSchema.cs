using Haloy.Config.Binding;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>How a replica shows that it is ready, and how long things may take.</summary>
internal static class HealthSchema
{
    /// <summary>The block as written: its <c>path</c> is the target's <c>health_check_path</c>.</summary>
    public static BlockReader<HealthCheckBlock> Block { get; } = new("healthCheck", "a block with the check's keys", new HealthCheckBlock(new HealthCheckConfig(), null),
    [
        Of("type", TextValue.OneOf(Choices.HealthCheckTypes), "`http`: a request is answered; `tcp`: the port accepts connections; `command`: a command in the container succeeds.", (c, v) => c with { Type = v }, "http"),
        new Key<HealthCheckBlock, string>("path", TextValue.Instance, "For `http`: path to ask for; the same as `health_check_path`.", (b, v) => b with { Path = v }, "/"),
        Of("port", PortValue.Instance, "For `http` and `tcp`: port in the container.", (c, v) => c with { Port = v }, "the target's port"),
        Of("status", new OneOrMoreReader<string>(TextValue.Like("^ *[1-5][0-9]{2} *(- *[1-5][0-9]{2} *)?$", Limits.StatusCodes), "a status code, a range such as 200-399, or a list of them", "Write each as '- 200' or '- 200-399'."), "For `http`: status codes that mean ready, such as `200`, `200-399` or a list.", (c, v) => c with { Status = v }, "200-299"),
        Of("interval", AmountValue.Seconds(Limits.ProbeInterval), "Time between two probes.", (c, v) => c with { IntervalSeconds = v }, "the server's"),
        Of("timeout", AmountValue.Seconds(Limits.ProbeTimeout), "Time one probe may take.", (c, v) => c with { TimeoutSeconds = v }, "the server's"),
        Of("command", CommandValue.Instance, "For `command`: program and arguments.", (c, v) => c with { Command = v }),
    ]);

    public static IReadOnlyList<Key<TargetConfig>> Keys { get; } =
    [
        new Key<TargetConfig, string>("health_check_path", TextValue.Instance, "Path that answers 2xx when the app is ready; begins with `/`.", (t, v) => t with { HealthCheckPath = v }, "/"),
        new HealthCheckKey(),
        new Key<TargetConfig, int>("min_ready_seconds", new IntegerValue(Limits.MinReady), "Seconds a replica must stay ready before it gets traffic.", (t, v) => t with { MinReadySeconds = v }, "0"),
        new Key<TargetConfig, int>("start_timeout", AmountValue.Seconds(Limits.StartTimeout), "How long a replica may take until it is ready.", (t, v) => t with { StartTimeoutSeconds = v }, "60s"),
        new Key<TargetConfig, int>("drain_timeout", AmountValue.Seconds(Limits.DrainTimeout), "How long requests in flight may take to finish on a retired replica.", (t, v) => t with { DrainTimeoutSeconds = v }, "30s"),
        new Key<TargetConfig, int>("stop_timeout", AmountValue.Seconds(Limits.StopTimeout), "Time between SIGTERM and SIGKILL.", (t, v) => t with { StopTimeoutSeconds = v }, "20s"),
    ];

    private static Key<HealthCheckBlock, T> Of<T>(string name, ValueReader<T> reader, string meaning, Func<HealthCheckConfig, T, HealthCheckConfig> set, string? @default = null) =>
        new(name, reader, meaning, (b, v) => b with { Check = set(b.Check, v) }, @default);
}

/// <summary>A <c>health_check</c> block as written.</summary>
internal sealed record HealthCheckBlock(HealthCheckConfig Check, string? Path);
