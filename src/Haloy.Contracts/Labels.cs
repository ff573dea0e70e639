namespace Haloy.Contracts;

/// <summary>Container labels by which apps are discovered and routes rebuilt (spec/server §5.1). Names are shared with the original.</summary>
public static class Labels
{
    /// <summary>App name; also the filter for "ours".</summary>
    public const string AppName = "dev.haloy.appName";

    /// <summary>Opaque deployment id.</summary>
    public const string DeploymentId = "dev.haloy.deployment-id";

    /// <summary>Always <see cref="RoleApp"/> when written; absence is accepted.</summary>
    public const string Role = "dev.haloy.role";

    /// <summary>The only role that is routed.</summary>
    public const string RoleApp = "app";

    /// <summary>Container port, default 8080.</summary>
    public const string Port = "dev.haloy.port";

    /// <summary>What is spoken on the port (ours): a word of <see cref="BackendProtocol"/>; written only when it is not HTTP/1.1.</summary>
    public const string Protocol = "dev.haloy.protocol";

    /// <summary>Path of the HTTP probe, default <c>/</c>.</summary>
    public const string HealthCheckPath = "dev.haloy.health-check-path";

    /// <summary>Seconds a replica must stay up before it enters rotation; written only when above 0.</summary>
    public const string MinReadySeconds = "dev.haloy.min-ready-seconds";

    /// <summary>1-based replica number (ours; the original does not write it).</summary>
    public const string Replica = "dev.haloy.replica";

    /// <summary>The target's <c>tls</c> setting (ours).</summary>
    public const string Tls = "dev.haloy.tls";

    /// <summary>The target's <c>routes</c> (ours): a JSON list of <see cref="Api.RouteConfig"/>.</summary>
    public const string Routes = "dev.haloy.routes";

    /// <summary>What else holds for the target's requests (ours): a JSON <see cref="Policies.SnapshotPolicy"/>, with hashes in place of passwords.</summary>
    public const string Policy = "dev.haloy.policy";

    /// <summary>
    /// The daemon that owns the container (ours). Several daemons on one engine leave each other's containers alone:
    /// one with an instance name sees only containers that carry it, one without only containers that carry none.
    /// </summary>
    public const string Instance = "dev.haloy.instance";

    /// <summary>Canonical domain <c>i</c>, counted from 0.</summary>
    public static string Domain(int i) => $"dev.haloy.domain.{i}";

    /// <summary>Alias <c>j</c> of domain <c>i</c>, both counted from 0.</summary>
    public static string Alias(int i, int j) => $"dev.haloy.domain.{i}.alias.{j}";

    /// <summary>Common start of all domain labels.</summary>
    public const string DomainPrefix = "dev.haloy.domain.";
}
