using Haloy.Core;

namespace Haloy.Cli.Api;

/// <summary>One request of the API, and what its failures mean to the user; the purpose follows "could not".</summary>
internal sealed record ApiCall(HttpMethod Method, string Path, string Purpose)
{
    /// <summary>Makes the body anew for each attempt.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>The body can be sent only once and may be long: no retry, and the server is asked before it is sent.</summary>
    public bool SendsStream { get; init; }

    /// <summary>How long the answer's header may take; 30 seconds when unset.</summary>
    public TimeSpan? AnswerLimit { get; init; }

    /// <summary>What status 404 means here.</summary>
    public Failure? NotFound { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}
