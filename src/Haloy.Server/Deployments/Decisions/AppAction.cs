using Haloy.Server.Discovery;

namespace Haloy.Server.Deployments.Decisions;

/// <summary>One thing to do in Docker. Idempotent: doing it again when it is already done changes nothing.</summary>
/// <param name="App">App it serves.</param>
internal abstract record AppAction(string App)
{
    /// <summary>Two actions with one key are the same work: the second is not begun while the first is under way.</summary>
    public abstract string Key { get; }
}

/// <summary>Makes image, network and volumes of a deployment available.</summary>
internal sealed record PrepareImage(Deployment Deployment) : AppAction(Deployment.App)
{
    public override string Key => $"prepare {Deployment.Id}";
}

/// <summary>Creates the container of a replica unless it exists, and starts it.</summary>
internal sealed record StartReplica(Deployment Deployment, int Replica) : AppAction(Deployment.App)
{
    public override string Key => $"replica {Deployment.Id} {Replica}";
}

/// <summary>Starts a stopped container again.</summary>
internal sealed record StartContainer(ObservedContainer Container) : AppAction(Container.App)
{
    public override string Key => $"container {Container.Id}";
}

/// <summary>Has Docker start a container again from now on, whenever it ends by itself or the machine restarts.</summary>
internal sealed record KeepUp(ObservedContainer Container) : AppAction(Container.App)
{
    public override string Key => $"keep up {Container.Id}";
}

/// <summary>Stops a container: SIGTERM, then SIGKILL after <paramref name="Grace"/>. <paramref name="For"/> is the deployment that took its place, <paramref name="InFlight"/> the requests that did not end in time.</summary>
internal sealed record StopContainer(ObservedContainer Container, TimeSpan Grace, string? For = null, long InFlight = 0) : AppAction(Container.App)
{
    public override string Key => $"container {Container.Id}";
}

/// <summary>Gives a container another name.</summary>
internal sealed record RenameContainer(ObservedContainer Container, string Name) : AppAction(Container.App)
{
    public override string Key => $"container {Container.Id}";
}

/// <summary>
/// Removes a stopped container; with <paramref name="ShowOutput"/> its last lines go to its deployment's log first, with
/// <paramref name="WithVolumes"/> its anonymous volumes go too: they may hold all the data of an app that names none.
/// </summary>
internal sealed record RemoveContainer(ObservedContainer Container, bool ShowOutput, bool WithVolumes) : AppAction(Container.App)
{
    public override string Key => $"container {Container.Id}";
}

/// <summary>Removes the volumes made for an app.</summary>
internal sealed record RemoveVolumes(string App) : AppAction(App)
{
    public override string Key => $"volumes {App}";
}
