using Haloy.Config.Binding;
using Haloy.Config.Problems;
using Haloy.Contracts.Api;

namespace Haloy.Config.Validation;

/// <summary>The rules every target must keep, on the client and again on the server (spec/client §1.4–1.9, spec/server §3.4).</summary>
public static class TargetValidator
{
    /// <summary>All problems of a target that went through <see cref="TargetDefaults.Apply"/>; paths are those of a deploy file, such as <c>image.tag</c>.</summary>
    public static IReadOnlyList<ConfigProblem> Validate(TargetConfig target)
    {
        var findings = new Findings();
        Name(target.Name, findings);
        Server(target.Server, findings);
        if (target.ApiToken is { } token)
            ValueSourceRules.Check(token, "api_token", findings);
        if (target.Image is not null && !string.IsNullOrEmpty(target.ImageKey))
            findings.Conflict("image_key", "'image' and 'image_key' exclude each other", "Keep one of them.");
        if (target.Image is { } image)
            ImageRules.Check(image, target.Name, findings);
        BuildArgRules.Check(target, findings);
        RolloutRules.Check(target, findings);
        RoutingRules.Check(target, findings);
        AccessRules.Check(target, findings);
        EnvRules.Check(target.Env ?? [], findings);
        Port("port", target.Port, findings);
        findings.OneOf("protocol", target.Protocol, Choices.Protocols);
        findings.Range("replicas", target.Replicas, Limits.Replicas);
        HealthRules.Check(target, findings);
        ContainerRules.Check(target, findings);
        JobRules.Check(target, findings);
        NotifyRules.Check(target.Notify ?? [], findings);
        return findings.Problems;
    }

    /// <summary>A port as text, or absent.</summary>
    internal static void Port(string path, string? port, Findings findings)
    {
        if (port is ['0', _, ..] && int.TryParse(port, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var plain) && plain > 0)
            findings.Value(path, $"'{KeyPath.LastKey(path)}' must be written without leading zeros, not '{port}'", $"Write {plain}.");
        else if (port is { Length: > 0 } && !(int.TryParse(port, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 65535))
            findings.Value(path, $"'port' must be 1 to 65535, not '{port}'");
    }

    /// <summary>Letters, digits, <c>-</c> and <c>_</c>, beginning with a letter or digit: what may become part of a container's name.</summary>
    internal static bool IsName(string name) =>
        name.Length > 0 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private static void Server(string? server, Findings findings)
    {
        if (string.IsNullOrWhiteSpace(server))
            findings.Missing("server");
        else if (ServerAddress.Problem(server) is { } problem)
            findings.Value("server", problem, ServerAddress.Advice);
    }

    private static void Name(string? name, Findings findings)
    {
        if (string.IsNullOrEmpty(name))
            findings.Missing("name", "Give the app a name, such as 'name: my-app'.");
        else if (!IsName(name))
            findings.Value("name", $"'{name}' cannot name an app", "Use letters, digits, '-' and '_', beginning with a letter or digit.");
    }
}
