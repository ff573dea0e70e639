using System.Diagnostics;
using System.Formats.Tar;
using System.Text;
using Haloy.Docker;
using Haloy.Docker.Images;
using Haloy.Testing;

namespace Haloy.EndToEnd.Tests.Lab;

/// <summary>
/// The images of the suite, made once: the sample apps, many versions of hello, and one that gives up. All carry the run's label, which
/// containers inherit, so that whatever a killed run leaves is found.
/// </summary>
public sealed class Images : IAsyncLifetime
{
    /// <summary>Versions of hello that exist: <c>1</c> to this.</summary>
    public const int Versions = 24;

    /// <summary>Writes to both streams, runs a second, and exits with code 7; listens nowhere.</summary>
    public const string Quitter = "quitter";

    private const string FixtureLabel = "haloy.test.fixture";
    private static readonly string Id = $"{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}";

    /// <summary>Repository of all of them; the tag says which.</summary>
    public static string Repository { get; } = $"haloy-e2e-{Id}";

    /// <summary>The sample app hello without a version; what a Dockerfile of a test starts from.</summary>
    public static string Hello => $"{Repository}:hello";

    /// <summary>The sample app nginx.</summary>
    public static string Nginx => $"{Repository}:nginx";

    private static Dictionary<string, string> Labels => new() { [TestRun.Label] = TestRun.Id, [FixtureLabel] = Id };

    public async ValueTask InitializeAsync()
    {
        // What runs left that were killed: named after a process that is gone.
        using (var sweep = Process.Start(Path.Combine(Haloy.Testing.Repository.Root, "scripts", "sweep.sh"), ["tests"]))
            await sweep.WaitForExitAsync();
        using var docker = new DockerClient(DockerEndpoint.FromEnvironment(Environment.GetEnvironmentVariable));
        await Leftovers.RemoveAsync(docker);
        await BuildSampleAsync("hello", Hello);
        await BuildSampleAsync("nginx", Nginx);
        await BuildAsync(docker, Quitter, $"FROM {Nginx}\nSTOPSIGNAL SIGTERM\nENTRYPOINT [\"/bin/busybox\", \"sh\", \"-c\", \"echo quitter: starting; echo quitter: no database >&2; /bin/busybox sleep 1; exit 7\"]\n");
        await Parallel.ForEachAsync(
            Enumerable.Range(1, Versions),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (version, _) => await BuildAsync(docker, $"{version}", $"FROM {Hello}\nENV VERSION={version}\n"));
    }

    public async ValueTask DisposeAsync()
    {
        using var docker = new DockerClient(DockerEndpoint.FromEnvironment(Environment.GetEnvironmentVariable));
        foreach (var image in await docker.Images.ListAsync(new ImageFilter(Labels: [$"{FixtureLabel}={Id}"]), CancellationToken.None))
            await TryRemoveAsync(docker, image.Id);
    }

    // One that another stands on goes with the last of these; whatever is left then, scripts/sweep.sh finds by its label at the end of the run.
    private static async Task TryRemoveAsync(DockerClient docker, string id)
    {
        try
        {
            await docker.Images.RemoveAsync(id, force: true, noPrune: false, CancellationToken.None);
        }
        catch (DockerApiException e) when (e.StatusCode == System.Net.HttpStatusCode.Conflict)
        {
            TestContext.Current.SendDiagnosticMessage(e.Message);
        }
    }

    // As a person builds it; the directory is ready once scripts/images.sh has run.
    private static async Task BuildSampleAsync(string sample, string tag)
    {
        var directory = Haloy.Testing.Repository.Sample(sample);
        if (!Directory.Exists(Path.Combine(directory, "rootfs")))
            throw new InvalidOperationException($"{directory} is not prepared; run: scripts/images.sh");
        var start = new ProcessStartInfo("docker", ["build", "--quiet", "--tag", tag, .. Labels.SelectMany(l => new[] { "--label", $"{l.Key}={l.Value}" }), directory]);
        (await Programs.RunAsync(start, "", CancellationToken.None)).Succeeded();
    }

    private static async Task BuildAsync(DockerClient docker, string tag, string dockerfile)
    {
        using var context = new MemoryStream();
        await using (var tar = new TarWriter(context, TarEntryFormat.Pax, leaveOpen: true))
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "Dockerfile") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(dockerfile)) });
        context.Position = 0;
        await docker.Images.BuildAsync(new BuildSpec { Tags = [$"{Repository}:{tag}"], Labels = Labels }, context, progress: null, CancellationToken.None);
    }
}
