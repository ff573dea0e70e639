using Haloy.Contracts.Api;

namespace Haloy.Config.Validation;

/// <summary>Web hooks that are told about deployments.</summary>
internal static class NotifyRules
{
    public static void Check(IReadOnlyList<NotifyConfig> hooks, Findings findings)
    {
        for (var i = 0; i < hooks.Count; i++)
        {
            var (hook, at) = (hooks[i], $"notify[{i}]");
            Url(hook.Url, $"{at}.url", findings);
            findings.OneOf($"{at}.format", hook.Format, Choices.NotifyFormats);
            if (hook.Events is { Count: 0 })
                findings.Value($"{at}.events", "'events' is empty, so nothing would be told", $"Choose of {string.Join(", ", Choices.NotifyEvents)}, or leave it out.");
            for (var e = 0; e < (hook.Events?.Count ?? 0); e++)
                findings.OneOf($"{at}.events[{e}]", hook.Events![e], Choices.NotifyEvents);
        }
    }

    // The URL of a web hook is a password: it is never repeated in a message.
    private static void Url(ValueSource? url, string path, Findings findings)
    {
        if (url is null)
        {
            findings.Missing(path, "For example: url: {from: {env: WEBHOOK_URL}}");
            return;
        }

        ValueSourceRules.Check(url, path, findings);
        if (url is { Value: { Length: > 0 } text, From: null } && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            findings.Value(path, "the address of a web hook must begin with https:// or http://");
    }
}
