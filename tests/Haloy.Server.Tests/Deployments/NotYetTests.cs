using Haloy.Contracts.Api;
using Haloy.Server.Deployments;

namespace Haloy.Server.Tests.Deployments;

/// <summary>No key of a target is ignored: the daemon acts on it, or refuses it.</summary>
public class NotYetTests
{
    // What the daemon acts on, what is the client's alone, and what has no effect by design (preset, protected).
    private static readonly HashSet<string> Known =
    [
        nameof(TargetConfig.Name), nameof(TargetConfig.Preset), nameof(TargetConfig.Image), nameof(TargetConfig.ImageKey), nameof(TargetConfig.Server),
        nameof(TargetConfig.ApiToken), nameof(TargetConfig.DeploymentStrategy), nameof(TargetConfig.NamingStrategy), nameof(TargetConfig.Protected),
        nameof(TargetConfig.Domains), nameof(TargetConfig.Env), nameof(TargetConfig.HealthCheckPath), nameof(TargetConfig.MinReadySeconds),
        nameof(TargetConfig.Port), nameof(TargetConfig.Protocol), nameof(TargetConfig.Replicas), nameof(TargetConfig.Volumes), nameof(TargetConfig.Network),
        nameof(TargetConfig.PreDeploy), nameof(TargetConfig.PostDeploy), nameof(TargetConfig.AcmeEmail), nameof(TargetConfig.Tls),
        nameof(TargetConfig.StartTimeoutSeconds), nameof(TargetConfig.DrainTimeoutSeconds), nameof(TargetConfig.StopTimeoutSeconds),
        nameof(TargetConfig.Resources), nameof(TargetConfig.Command), nameof(TargetConfig.Entrypoint), nameof(TargetConfig.User),
        nameof(TargetConfig.Init), nameof(TargetConfig.ExtraHosts), nameof(TargetConfig.Log),
        nameof(TargetConfig.Routes), nameof(TargetConfig.Headers), nameof(TargetConfig.BasicAuth), nameof(TargetConfig.IpAllow),
        nameof(TargetConfig.MaxBodyBytes), nameof(TargetConfig.Timeouts), nameof(TargetConfig.LoadBalancing), nameof(TargetConfig.Compression), nameof(TargetConfig.ErrorPages),
    ];

    public static TheoryData<string> Others => [.. typeof(TargetConfig).GetProperties().Select(p => p.Name).Where(n => !Known.Contains(n))];

    [Theory]
    [MemberData(nameof(Others))]
    public void Key_that_the_daemon_does_not_act_on_is_refused(string property)
    {
        var target = new TargetConfig();
        var member = typeof(TargetConfig).GetProperty(property)!;

        member.SetValue(target, Some(member.PropertyType));

        Assert.Single(NotYet.In(target));
    }

    [Fact]
    public void Nothing_given_and_what_changes_nothing_is_not_refused()
    {
        Assert.Empty(NotYet.In(new TargetConfig()));
        Assert.Empty(NotYet.In(new TargetConfig { RollingBatch = 1, Compression = false, Routes = [], Headers = new Dictionary<string, string>(), Schedules = [], Notify = [] }));
    }

    /// <summary>A value that is not the default.</summary>
    internal static object Some(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return value == typeof(bool) ? true : Convert.ChangeType(2, value);
        if (type == typeof(string))
            return "a";
        if (!type.IsGenericType)
            return Activator.CreateInstance(type)!;
        if (type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            var entries = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(type.GetGenericArguments()))!;
            entries["a"] = Some(type.GetGenericArguments()[1]);
            return entries;
        }

        var item = type.GetGenericArguments()[0];
        var list = Array.CreateInstance(item, 1);
        list.SetValue(item == typeof(string) ? "a" : Activator.CreateInstance(item), 0);
        return list;
    }
}
