using System.Text.Json;
using Haloy.Docker.Transport;

namespace Haloy.Docker.Images;

internal sealed class ImageOperations(EngineTransport engine) : IImageOperations
{
    private const string LoadedName = "Loaded image: ";
    private const string LoadedId = "Loaded image ID: ";
    private const string Built = "Successfully built ";
    private static readonly DockerJson Json = DockerJson.Default;

    public async Task<ImageDetails?> InspectAsync(string reference, CancellationToken cancellationToken) =>
        (await engine.FindAsync(EngineRequest.Get(Path(reference, "json")), Json.ImageWire, cancellationToken))?.ToDetails();

    public async Task<IReadOnlyList<ImageSummary>> ListAsync(ImageFilter filter, CancellationToken cancellationToken)
    {
        var filters = Filters.Write(("reference", filter.Reference is { } reference ? [reference] : null), ("label", filter.Labels));
        var images = await engine.ReadAsync(EngineRequest.Get("/images/json", ("filters", filters)), Json.ListImageSummaryWire, cancellationToken);
        return [.. images.Select(image => image.ToSummary())];
    }

    public Task TagAsync(string source, string repository, string tag, CancellationToken cancellationToken) =>
        engine.RunAsync(EngineRequest.Post(Path(source, "tag"), ("repo", repository), ("tag", tag)), cancellationToken);

    public Task<bool> RemoveAsync(string reference, bool force, bool noPrune, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Delete(Path(reference), ("force", force ? "1" : "0"), ("noprune", noPrune ? "1" : "0"));
        return engine.RunIfFoundAsync(request, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> LoadAsync(Stream tar, CancellationToken cancellationToken)
    {
        var loaded = new List<string>();
        await foreach (var message in engine.ProgressAsync(EngineRequest.Post("/images/load", ("quiet", "1")).WithTar(tar), cancellationToken))
            foreach (var line in (message.Stream ?? "").Split('\n'))
                if ((After(line, LoadedName) ?? After(line, LoadedId)) is { } image)
                    loaded.Add(image);
        return loaded;
    }

    public async Task PullAsync(
        string reference,
        RegistryCredentials? credentials,
        IProgress<PullProgress>? progress,
        CancellationToken cancellationToken)
    {
        var target = PullTarget.Parse(reference);
        var request = EngineRequest.Post("/images/create", ("fromImage", target.Name), ("tag", target.Tag)) with
        {
            RegistryAuth = RegistryAuth.Encode(credentials),
        };
        await foreach (var step in engine.ProgressAsync(request, cancellationToken))
            if (step.Status is { } status)
                progress?.Report(new(status, step.Id, step.ProgressDetail?.Current, step.ProgressDetail?.Total));
    }

    public async Task<string> BuildAsync(BuildSpec spec, Stream contextTar, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        string? id = null;
        await foreach (var message in engine.ProgressAsync(BuildRequest(spec).WithTar(contextTar), cancellationToken))
        {
            id = message.Aux?.Id ?? After(message.Stream ?? "", Built) ?? id;
            if (message.Stream is { } text)
                progress?.Report(text);
        }

        // The short id of the last line is all that an engine without the structured one gives.
        if (id is not null && !id.StartsWith("sha256:", StringComparison.Ordinal))
            id = (await InspectAsync(id, cancellationToken))?.Id;
        return id ?? throw new DockerProtocolException("Docker ended a build without an image and without an error.", null);
    }

    public async Task<Stream> SaveAsync(string reference, CancellationToken cancellationToken) =>
        await engine.OpenAsync(EngineRequest.Get(Path(reference, "get")), cancellationToken);

    public async Task<PruneResult> PruneDanglingAsync(string? label, CancellationToken cancellationToken)
    {
        var filters = Filters.Write(("dangling", ["true"]), ("label", label is null ? null : [label]));
        var pruned = await engine.ReadAsync(EngineRequest.Post("/images/prune", ("filters", filters)), Json.ImagePruneWire, cancellationToken);
        return new([.. (pruned.ImagesDeleted ?? []).Select(image => image.Deleted ?? image.Untagged).OfType<string>()], pruned.SpaceReclaimed);
    }

    private static EngineRequest BuildRequest(BuildSpec spec)
    {
        var query = new List<(string, string?)>
        {
            ("dockerfile", spec.Dockerfile),
            ("buildargs", JsonSerializer.Serialize(spec.BuildArgs, Json.IReadOnlyDictionaryStringString)),
            ("labels", JsonSerializer.Serialize(spec.Labels, Json.IReadOnlyDictionaryStringString)),
            ("target", spec.Target),
            ("platform", spec.Platform),
            ("nocache", spec.NoCache ? "1" : "0"),
            // Steps of a failed build are of no use to anyone.
            ("rm", "1"),
            ("forcerm", "1"),
        };
        query.AddRange(spec.Tags.Select(tag => ("t", (string?)tag)));
        return EngineRequest.Post("/build", [.. query]);
    }

    private static string? After(string line, string prefix) =>
        line.StartsWith(prefix, StringComparison.Ordinal) ? line[prefix.Length..].Trim() : null;

    private static string Path(string reference) => $"/images/{EnginePath.Image(reference)}";

    private static string Path(string reference, string verb) => $"{Path(reference)}/{verb}";
}
