using System.Net;
using Haloy.EndToEnd.Tests.Lab;
using Haloy.Testing;

namespace Haloy.EndToEnd.Tests;

/// <summary>An app that nobody here wrote: nginx from the system's packages, with its own configuration, a volume, a variable and three replicas.</summary>
public sealed class ForeignAppTests
{
    private const int Replicas = 3;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nginx_serves_from_three_replicas_and_its_volume_outlives_deployments()
    {
        await using var server = await DevServer.StartAsync(Ending);
        await using var project = new Project(server, "site");
        await project.WriteAsync("Dockerfile", $"FROM {Images.Nginx}\n", Ending);
        var yaml = await YamlOfSampleAsync(project);

        (await project.DeployAsync(yaml, Ending)).Succeeded();
        await project.Visitor.ArriveAsync(Ending);
        var first = await project.SettledAsync(Replicas, Ending);
        Assert.Equal(["1", "2", "3"], await ReplicasAsync(project, "A site on nginx"));
        using (var put = await project.Visitor.Client.PutAsync("/data/note.txt", new StringContent("written before"), Ending))
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);

        await using var load = await Testing.Load.LoadClient.StartAsync(LoadOf(project, server), Ending);
        (await project.DeployAsync(yaml.Replace("A site on nginx", "Another site", StringComparison.Ordinal), Ending)).Succeeded();
        var second = await project.SettledAsync(Replicas, Ending);
        var report = await load.StopAsync();

        Assert.True(report.Failed == 0, report.ToJson());
        Assert.Empty(first.Select(c => c.Id).Intersect(second.Select(c => c.Id)));
        Assert.Equal(["1", "2", "3"], await ReplicasAsync(project, "Another site"));
        Assert.Equal("written before", await project.Visitor.Client.GetStringAsync("/data/note.txt", Ending));

        (await project.HaloyAsync(["stop", "--remove-containers", "--remove-volumes"], Ending)).Succeeded();
        await Patience.UntilAsync(
            "the volume is removed", async () => await project.Docker.Volumes.InspectAsync(VolumeOf(project), Ending) is null, Ending);
    }

    private static string VolumeOf(Project project) => $"{project.App}-data";

    // The sample's own file, under names that only this test uses.
    private static async Task<string> YamlOfSampleAsync(Project project) =>
        (await File.ReadAllTextAsync(Path.Combine(Repository.Sample("nginx"), "haloy.yaml"), Ending))
            .Replace("name: site\n", $"name: {project.App}\n", StringComparison.Ordinal)
            .Replace("site.localhost", project.Domain, StringComparison.Ordinal)
            .Replace("site-data", VolumeOf(project), StringComparison.Ordinal);

    private static Testing.Load.LoadOptions LoadOf(Project project, DevServer server) => new()
    {
        Url = project.Visitor.Https,
        ConnectTo = new(IPAddress.Loopback, server.HttpsPort),
        CaFile = server.CaFile,
        Requests = [new(HttpMethod.Get, "/", null, "</html>"), new(HttpMethod.Get, "/data/note.txt", null, "written before")],
        Pause = TimeSpan.FromMilliseconds(10),
    };

    private static async Task<string[]> ReplicasAsync(Project project, string site)
    {
        var replicas = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Replicas * 3; i++)
        {
            using var response = await project.Visitor.Client.GetAsync("/", Ending);
            Assert.Equal(site, response.Headers.GetValues("X-Site").Single());
            replicas.Add(response.Headers.GetValues("X-Replica").Single());
        }

        return [.. replicas];
    }
}
