using System.Text.Json;
using Haloy.Cli.Api;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Tests.Api;

/// <summary>What an old server cannot do is neither sent to it nor silently left out.</summary>
public sealed class NewKeysTests
{
    private static readonly VersionResponse Old = new() { Capabilities = ["layer-upload"] };

    private static readonly VersionResponse New = new() { Capabilities = [Capabilities.ExtendedTarget] };

    // The original knows the first; the others are left out for it, because an app runs well enough without.
    private static readonly HashSet<string> SentOrLeftOut =
    [
        "name", "preset", "image", "imageKey", "server", "apiToken", "deploymentStrategy", "namingStrategy", "protected", "domains", "env",
        "healthCheckPath", "minReadySeconds", "port", "replicas", "volumes", "network", "preDeploy", "postDeploy",
        "acmeEmail", "tls", "startTimeoutSeconds", "drainTimeoutSeconds", "stopTimeoutSeconds",
    ];

    public static TheoryData<string> Others =>
        [.. ApiJson.Default.TargetConfig.Properties.Select(p => p.Name).Where(n => !SentOrLeftOut.Contains(n))];

    [Theory]
    [MemberData(nameof(Others))]
    public void Key_that_an_old_server_does_not_know_is_refused_for_it(string member)
    {
        var target = With(member);

        Assert.NotNull(NewKeys.Refusal(target, Old, "a.com"));
        Assert.Null(NewKeys.Refusal(target, New, "a.com"));
    }

    [Fact]
    public void Refusal_names_server_app_and_keys()
    {
        var target = new TargetConfig { Name = "shop", IpAllow = ["10.0.0.0/8"], BakeSeconds = 5 };

        Assert.Equal("Server 'a.com' is too old for 'ip_allow', 'bake' of 'shop'.", NewKeys.Refusal(target, Old, "a.com")!.Message);
    }

    private static TargetConfig With(string member)
    {
        string[] values = ["true", "7", "\"text\"", "[]", "{}"];
        foreach (var value in values)
        {
            try
            {
                return JsonSerializer.Deserialize($"{{\"{member}\":{value}}}", ApiJson.Default.TargetConfig)!;
            }
            catch (JsonException)
            {
                // Of another type.
            }
        }

        throw new InvalidOperationException($"no value fits {member}");
    }
}
