using System.Runtime.CompilerServices;
using System.Text;
using Haloy.Docker.Containers;

namespace Haloy.Testing.FakeDocker;

/// <summary>Containers of <see cref="FakeEngine"/>.</summary>
public sealed class FakeContainers(FakeEngine engine) : IContainerOperations
{
    private readonly Dictionary<string, FakeContainer> _byId = [];
    private int _created;

    public IReadOnlyCollection<FakeContainer> All => _byId.Values;

    /// <summary>Called when a container has started.</summary>
    public Action<FakeContainer> OnStarted { get; set; } = _ => { };

    /// <summary>Called when a running container is told to stop, or is killed by a forced removal.</summary>
    public Action<FakeContainer> OnStopping { get; set; } = _ => { };

    /// <summary>Called when a container was removed.</summary>
    public Action<FakeContainer> OnRemoved { get; set; } = _ => { };

    /// <summary>Puts a container in place as if it had always been there.</summary>
    public FakeContainer Add(string name, IReadOnlyDictionary<string, string> labels, bool running)
    {
        var container = new FakeContainer { Id = NextId(), Name = name, Labels = labels, Created = engine.Time.GetUtcNow() };
        _byId[container.Id] = container;
        if (running)
            Run(container);
        return container;
    }

    /// <summary>Its process ended by itself; with <paramref name="restarts"/> the engine starts it again if it is told to keep it up.</summary>
    public void Crash(FakeContainer container, int exitCode, bool restarts)
    {
        End(container, exitCode);
        if (!restarts || container.RestartPolicy == RestartPolicy.No)
            return;
        container.RestartCount++;
        container.ExitCode = 0;
        Run(container);
    }

    public Task<IReadOnlyList<ContainerSummary>> ListAsync(ContainerFilter filter, CancellationToken cancellationToken) => engine.DoAsync<IReadOnlyList<ContainerSummary>>(
        "list",
        string.Join(',', filter.Labels ?? []),
        () => [.. _byId.Values.Where(c => (filter.All || c.IsRunning) && (filter.Labels ?? []).All(label => Carries(c, label))).Select(c => c.Summary())],
        cancellationToken);

    public Task<ContainerDetails?> InspectAsync(string id, CancellationToken cancellationToken) =>
        engine.DoAsync("inspect", id, () => Find(id)?.Details(), cancellationToken);

    public Task<string> CreateAsync(string name, ContainerSpec spec, CancellationToken cancellationToken) => engine.DoAsync(
        "create",
        name,
        () =>
        {
            if (Find(name) is not null)
                throw FakeEngine.Refusal(409, $"The container name \"/{name}\" is already in use");
            if (!engine.Store.Has(spec.Image))
                throw FakeEngine.Refusal(404, $"No such image: {spec.Image}");
            var container = new FakeContainer { Id = NextId(), Name = name, Labels = spec.Labels, Spec = spec, RestartPolicy = spec.RestartPolicy, Created = engine.Time.GetUtcNow() };
            _byId[container.Id] = container;
            engine.Stream.Publish("create", container);
            return container.Id;
        },
        cancellationToken);

    public Task StartAsync(string id, CancellationToken cancellationToken) => engine.DoAsync(
        "start",
        id,
        () =>
        {
            var container = Existing(id);
            if (!container.IsRunning)
            {
                container.RestartCount = 0;
                Run(container);
            }

            return true;
        },
        cancellationToken);

    public async Task<bool> StopAsync(string id, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (Find(id) is not { } container)
            return false;
        if (container.IsRunning && !container.Stopping)
        {
            container.Stopping = true;
            engine.Box.OnStopping(container);
        }

        return await engine.DoAsync(
            "stop",
            id,
            () =>
            {
                if (container.IsRunning)
                    End(container, 0);
                return true;
            },
            cancellationToken);
    }

    public Task<bool> KillAsync(string id, string signal, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RestartAsync(string id, TimeSpan grace, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RenameAsync(string id, string name, CancellationToken cancellationToken) => engine.DoAsync(
        "rename",
        $"{Find(id)?.Name} {name}",
        () =>
        {
            if (Find(name) is { } holder && holder.Id != id)
                throw FakeEngine.Refusal(409, $"The container name \"/{name}\" is already in use");
            var container = Existing(id);
            container.Name = name;
            engine.Stream.Publish("rename", container);
            return true;
        },
        cancellationToken);

    public Task SetRestartPolicyAsync(string id, RestartPolicy policy, CancellationToken cancellationToken) => engine.DoAsync(
        "update",
        id,
        () =>
        {
            Existing(id).RestartPolicy = policy;
            return true;
        },
        cancellationToken);

    public Task<bool> RemoveAsync(string id, bool force, bool volumes, CancellationToken cancellationToken) => engine.DoAsync(
        "remove",
        id,
        () =>
        {
            if (Find(id) is not { } container)
                return false;
            if (container.IsRunning)
                engine.Box.OnStopping(container);
            _byId.Remove(container.Id);
            OnRemoved(container);
            engine.Stream.Publish("destroy", container);
            return true;
        },
        cancellationToken);

    public Task<int> WaitAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async IAsyncEnumerable<LogFrame> LogsAsync(string id, LogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var container = await engine.DoAsync("logs", id, () => Existing(id), cancellationToken);
        foreach (var line in container.Output.TakeLast(options.Tail ?? int.MaxValue))
            yield return new(LogStream.Stdout, Encoding.UTF8.GetBytes(line + "\n"));
    }

    private static bool Carries(FakeContainer container, string label) =>
        label.Split('=', 2) is [var key, var value] ? container.Labels.GetValueOrDefault(key) == value : container.Labels.ContainsKey(label);

    private void Run(FakeContainer container)
    {
        container.State = "running";
        container.Stopping = false;
        container.StartedAt = engine.Time.GetUtcNow();
        container.Address = FreeAddress();
        OnStarted(container);
        engine.Stream.Publish("start", container);
    }

    private void End(FakeContainer container, int exitCode)
    {
        container.State = "exited";
        container.ExitCode = exitCode;
        container.Stopping = false;
        container.FinishedAt = engine.Time.GetUtcNow();
        container.Address = "";
        engine.Stream.Publish("die", container);
    }

    // The lowest free one, as the engine's own allocator comes back to it: addresses pass from container to container.
    private string FreeAddress()
    {
        var taken = _byId.Values.Select(c => c.Address).ToHashSet();
        return Enumerable.Range(2, 250).Select(i => $"172.30.0.{i}").First(address => !taken.Contains(address));
    }

    private string NextId() => $"{++_created:x4}".PadLeft(64, 'c');

    private FakeContainer? Find(string idOrName) => _byId.GetValueOrDefault(idOrName) ?? _byId.Values.FirstOrDefault(c => c.Name == idOrName);

    private FakeContainer Existing(string id) => Find(id) ?? throw FakeEngine.Refusal(404, $"No such container: {id}");
}
