namespace Haloy.Docker.Volumes;

/// <summary><c>GET /volumes/{name}</c>.</summary>
internal sealed record VolumeWire(string Name, string? Driver, string? Mountpoint, Dictionary<string, string>? Labels)
{
    public VolumeDetails ToDetails() => new(Name, Driver ?? "", Mountpoint ?? "", Labels ?? []);
}

/// <summary><c>GET /volumes</c>.</summary>
internal sealed record VolumeListWire(List<VolumeWire>? Volumes);

/// <summary><c>POST /volumes/create</c>.</summary>
internal sealed record CreateVolumeWire(string Name, IReadOnlyDictionary<string, string> Labels);
