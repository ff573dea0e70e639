using Haloy.Docker.Transport;

namespace Haloy.Docker.Volumes;

internal sealed class VolumeOperations(EngineTransport engine) : IVolumeOperations
{
    private static readonly DockerJson Json = DockerJson.Default;

    public async Task<VolumeDetails?> InspectAsync(string name, CancellationToken cancellationToken) =>
        (await engine.FindAsync(EngineRequest.Get(Path(name)), Json.VolumeWire, cancellationToken))?.ToDetails();

    public async Task<VolumeDetails> CreateAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Post("/volumes/create").WithJson(new CreateVolumeWire(name, labels), Json.CreateVolumeWire);
        return (await engine.ReadAsync(request, Json.VolumeWire, cancellationToken)).ToDetails();
    }

    public async Task<IReadOnlyList<VolumeDetails>> ListAsync(string? label, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get("/volumes", ("filters", Filters.Write(("label", label is null ? null : [label]))));
        var list = await engine.ReadAsync(request, Json.VolumeListWire, cancellationToken);
        return [.. (list.Volumes ?? []).Select(volume => volume.ToDetails())];
    }

    public Task<bool> RemoveAsync(string name, bool force, CancellationToken cancellationToken) =>
        engine.RunIfFoundAsync(EngineRequest.Delete(Path(name), ("force", force ? "1" : "0")), cancellationToken);

    private static string Path(string name) => $"/volumes/{EnginePath.Segment(name)}";
}
