namespace Haloy.Contracts.Api;

/// <summary>A web hook that is told about deployments.</summary>
public sealed record NotifyConfig
{
    /// <summary>Where to post to.</summary>
    public ValueSource? Url { get; init; }

    /// <summary><c>started</c>, <c>succeeded</c>, <c>failed</c>; default the last two.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary><c>json</c> (default) or <c>slack</c>.</summary>
    public string? Format { get; init; }
}
