using Haloy.Docker.Volumes;

namespace Haloy.Testing.FakeDocker;

/// <summary>Volumes of <see cref="FakeEngine"/>.</summary>
public sealed class FakeVolumes(FakeEngine engine) : IVolumeOperations
{
    private readonly Dictionary<string, VolumeDetails> _byName = [];

    public IEnumerable<string> Names => _byName.Keys;

    public Task<VolumeDetails?> InspectAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<VolumeDetails> CreateAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken) => engine.DoAsync(
        "volume",
        name,
        () => _byName.TryGetValue(name, out var existing) ? existing : _byName[name] = new(name, "local", "/", labels),
        cancellationToken);

    public Task<IReadOnlyList<VolumeDetails>> ListAsync(string? label, CancellationToken cancellationToken) => engine.DoAsync<IReadOnlyList<VolumeDetails>>(
        "volumes",
        label ?? "",
        () => [.. _byName.Values.Where(v => label is null || v.Labels.Any(l => $"{l.Key}={l.Value}" == label))],
        cancellationToken);

    public Task<bool> RemoveAsync(string name, bool force, CancellationToken cancellationToken) => engine.DoAsync("unvolume", name, () => _byName.Remove(name), cancellationToken);
}
