using System.Diagnostics;
using Haloy.Docker;
using Haloy.Docker.Containers;
using Haloy.Docker.Images;

namespace Haloy.EndToEnd.Tests.Lab;

/// <summary>Removes what haloyd made for an app of a test: it labels by app, and the names of a test's apps say whose they are.</summary>
public static class Leftovers
{
    /// <summary>Tells in a program's environment which process of tests started it.</summary>
    public const string OwnerVariable = "HALOY_TEST_OWNER";

    private const string AppLabel = Contracts.Labels.AppName;
    private const string Prefix = "e2e-";

    /// <summary>A name that no other test and no other run uses.</summary>
    public static string NewName(string word) => $"{Prefix}{Environment.ProcessId}-{word}-{Guid.NewGuid().ToString("N")[..4]}";

    /// <summary>Removes what belongs to runs whose process is gone: programs first, or they would start containers again.</summary>
    public static Task RemoveAsync(DockerClient docker)
    {
        foreach (var program in Process.GetProcesses())
            using (program)
                if (OwnerOf(program.Id) is { } owner && IsGone(owner))
                    program.Kill();
        return RemoveAsync(docker, app => app.StartsWith(Prefix, StringComparison.Ordinal) && IsGone(app[Prefix.Length..].Split('-')[0]));
    }

    /// <summary>Removes what belongs to <paramref name="app"/>.</summary>
    public static async Task RemoveAsync(DockerClient docker, string app)
    {
        await RemoveAsync(docker, name => name == app);
        foreach (var image in await docker.Images.ListAsync(new ImageFilter(Reference: $"{app}:*"), CancellationToken.None))
            foreach (var tag in image.RepoTags.Where(t => t.StartsWith($"{app}:", StringComparison.Ordinal)))
                await docker.Images.RemoveAsync(tag, force: true, noPrune: false, CancellationToken.None);
    }

    private static bool IsGone(string process) => !Path.Exists($"/proc/{process}");

    private static string? OwnerOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/environ").Split('\0').FirstOrDefault(v => v.StartsWith($"{OwnerVariable}=", StringComparison.Ordinal))?[(OwnerVariable.Length + 1)..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task RemoveAsync(DockerClient docker, Func<string, bool> isOurs)
    {
        foreach (var container in await docker.Containers.ListAsync(new ContainerFilter(All: true, Labels: [AppLabel]), CancellationToken.None))
            if (isOurs(container.Labels[AppLabel]))
                await docker.Containers.RemoveAsync(container.Id, force: true, volumes: true, CancellationToken.None);
        foreach (var volume in await docker.Volumes.ListAsync(AppLabel, CancellationToken.None))
            if (isOurs(volume.Labels[AppLabel]))
                await docker.Volumes.RemoveAsync(volume.Name, force: true, CancellationToken.None);
    }
}
