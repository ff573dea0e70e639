using Haloy.Docker.Images;

namespace Haloy.Testing.FakeDocker;

/// <summary>Images of <see cref="FakeEngine"/>: names that stand for ids.</summary>
public sealed class FakeImages(FakeEngine engine) : IImageOperations
{
    private readonly Dictionary<string, ImageDetails> _byName = [];

    /// <summary>Every name.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    /// <summary>References that can be pulled.</summary>
    public HashSet<string> Registry { get; } = [];

    /// <summary>Credentials of the last pull.</summary>
    public RegistryCredentials? LastCredentials { get; private set; }

    /// <summary>What <see cref="LoadAsync"/> got.</summary>
    public byte[]? Loaded { get; private set; }

    public bool Has(string reference) => _byName.ContainsKey(reference);

    /// <summary>Puts an image in place.</summary>
    public void Add(string reference, string architecture = "amd64") =>
        _byName[reference] = new($"sha256:{reference}", [reference], [], architecture, "linux", new Dictionary<string, string>(), false, [], 1);

    public Task<ImageDetails?> InspectAsync(string reference, CancellationToken cancellationToken) =>
        engine.DoAsync("image", reference, () => Find(reference), cancellationToken);

    public Task<IReadOnlyList<ImageSummary>> ListAsync(ImageFilter filter, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task TagAsync(string source, string repository, string tag, CancellationToken cancellationToken) => engine.DoAsync(
        "tag",
        $"{repository}:{tag}",
        () => _byName[$"{repository}:{tag}"] = Find(source) ?? throw FakeEngine.Refusal(404, $"No such image: {source}"),
        cancellationToken);

    public Task<bool> RemoveAsync(string reference, bool force, bool noPrune, CancellationToken cancellationToken) => engine.DoAsync(
        "untag",
        reference,
        () =>
        {
            if (!force && engine.All.FirstOrDefault(c => c.Spec.Image == reference) is { } user)
                throw FakeEngine.Refusal(409, $"conflict: container {user.Id[..12]} is using its referenced image");
            return _byName.Remove(reference);
        },
        cancellationToken);

    public async Task<IReadOnlyList<string>> LoadAsync(Stream tar, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await tar.CopyToAsync(copy, cancellationToken);
        Loaded = copy.ToArray();
        return await engine.DoAsync<IReadOnlyList<string>>("load", "", () => ["shop:1"], cancellationToken);
    }

    public Task PullAsync(string reference, RegistryCredentials? credentials, IProgress<PullProgress>? progress, CancellationToken cancellationToken) => engine.DoAsync(
        "pull",
        reference,
        () =>
        {
            LastCredentials = credentials;
            if (!Registry.Contains(reference))
                throw FakeEngine.Refusal(404, $"manifest for {reference} not found");
            Add(reference);
            return true;
        },
        cancellationToken);

    public Task<string> BuildAsync(BuildSpec spec, Stream contextTar, IProgress<string>? progress, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Stream> SaveAsync(string reference, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PruneResult> PruneDanglingAsync(string? label, CancellationToken cancellationToken) => throw new NotSupportedException();

    private ImageDetails? Find(string reference) => _byName.GetValueOrDefault(reference) ?? _byName.Values.FirstOrDefault(i => i.Id == reference);
}
