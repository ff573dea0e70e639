using Haloy.Contracts.Api;

namespace Haloy.Server.Deployments;

/// <summary>How far a deployment has come. The order of the members is the order of the steps.</summary>
internal enum DeploymentPhase
{
    /// <summary>Accepted; another deployment of the app is still moving.</summary>
    Pending,

    /// <summary>Image, volumes and network are being made available.</summary>
    Preparing,

    /// <summary>Replicas start and take over.</summary>
    Rolling,

    /// <summary>Something failed; the previous deployment is being restored.</summary>
    Undoing,

    /// <summary>Serving; every earlier container is stopped.</summary>
    Succeeded,

    /// <summary>Refused; what it started is gone and the previous deployment is as it was.</summary>
    Failed,

    /// <summary>A newer request came before this one began.</summary>
    Superseded,
}

/// <summary>One accepted request to run a version of an app: a row of the database.</summary>
/// <param name="Sequence">Order of acceptance on this server; ids and clocks say nothing about order.</param>
/// <param name="Id">Opaque id chosen by the client.</param>
/// <param name="App">App name.</param>
/// <param name="Phase">How far it has come.</param>
/// <param name="PhaseSince">When it entered <paramref name="Phase"/>.</param>
/// <param name="Target">What to run, defaults applied. Values of secrets are in it only until a terminal phase.</param>
/// <param name="History">The same with references instead of values, for rollback.</param>
/// <param name="ImageRef">The reference containers are created from; set when the image is ready.</param>
/// <param name="Reason">Why it failed, is undoing, or was superseded.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="RolledBackFrom">The deployment whose image it reuses, for a rollback.</param>
internal sealed record Deployment(
    long Sequence,
    string Id,
    string App,
    DeploymentPhase Phase,
    DateTimeOffset PhaseSince,
    TargetConfig Target,
    DeployConfig? History,
    string? ImageRef,
    string? Reason,
    DateTimeOffset AcceptedAt,
    string? RolledBackFrom)
{
    /// <summary>The values it needs were stored and cannot be read any more: starting containers without them would be worse than failing.</summary>
    public bool SecretsLost { get; init; }

    /// <summary>Whether nothing will happen to it any more.</summary>
    public bool IsTerminal => Phase >= DeploymentPhase.Succeeded;

    /// <summary>Whether it is the one that may act for its app now.</summary>
    public bool IsMoving => Phase is DeploymentPhase.Preparing or DeploymentPhase.Rolling or DeploymentPhase.Undoing;

    /// <summary>Number of replicas asked for.</summary>
    public int Replicas => Target.Replicas ?? 1;

    /// <summary>Time a replica may take until it is ready.</summary>
    public TimeSpan StartTimeout => TimeSpan.FromSeconds(Target.StartTimeoutSeconds ?? TargetDefaults.StartTimeoutSeconds);

    /// <summary>Time requests in flight on a retired replica may take.</summary>
    public TimeSpan DrainTimeout => TimeSpan.FromSeconds(Target.DrainTimeoutSeconds ?? TargetDefaults.DrainTimeoutSeconds);

    /// <summary>Time between SIGTERM and SIGKILL.</summary>
    public TimeSpan StopTimeout => TimeSpan.FromSeconds(Target.StopTimeoutSeconds ?? TargetDefaults.StopTimeoutSeconds);

    /// <summary>Whether all old replicas stop before the new ones start.</summary>
    public bool Replaces => Target.DeploymentStrategy == "replace";

    /// <summary>Whether containers carry the app's bare name.</summary>
    public bool NamesAreStatic => Target.NamingStrategy == "static";

    /// <summary>The same with what may be kept in clear: names and settings, no value that came from an environment or a secret.</summary>
    public Deployment WithoutSecrets() => this with
    {
        Target = Target with
        {
            ApiToken = null,
            Env = null,
            Image = Target.Image is null ? null : Target.Image with { Registry = null, BuildConfig = null },
            TlsCertificate = null,
            BasicAuth = null,
            Notify = null,
        },
    };

    /// <summary>The name of the container of <paramref name="replica"/> (1-based; spec/server §4.3).</summary>
    public string ContainerName(int replica)
    {
        var name = NamesAreStatic ? App : $"{App}-{Id}";
        return Replicas > 1 ? $"{name}-r{replica}" : name;
    }
}
