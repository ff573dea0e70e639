using Haloy.Server.Deployments.Decisions;

namespace Haloy.Server.Deployments;

/// <summary>Where deployments outlive the process.</summary>
internal interface IDeploymentStore
{
    /// <summary>Every deployment and app that is recorded.</summary>
    StoredDeployments Load();

    /// <summary>The app that a deployment id was used for; null when it was not used, or its row is gone.</summary>
    string? AppOf(string id);

    /// <summary>Records an accepted request and returns it with its place in the order; null when the id was used before.</summary>
    Deployment? Add(Deployment deployment);

    /// <summary>Records a step. Entering a terminal phase erases the secrets; succeeding makes it the app's current one.</summary>
    void Change(Deployment deployment);

    /// <summary>Records what was asked for an app as a whole.</summary>
    void SetIntent(string app, AppIntent intent);

    /// <summary>Forgets which deployment of the app is current; its history stays.</summary>
    void Forget(string app);

    /// <summary>Keeps the newest <paramref name="keep"/> succeeded deployments of an app and those that are still needed; returns the removed ids.</summary>
    IReadOnlyList<string> Prune(string app, int keep);
}

/// <summary>What was recorded.</summary>
/// <param name="Deployments">Oldest first.</param>
/// <param name="Apps">By name.</param>
internal sealed record StoredDeployments(IReadOnlyList<Deployment> Deployments, IReadOnlyDictionary<string, StoredApp> Apps);

/// <summary>An app's row.</summary>
internal sealed record StoredApp(string? CurrentDeployment, AppIntent Intent);
