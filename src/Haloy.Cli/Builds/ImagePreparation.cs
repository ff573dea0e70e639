using Haloy.Cli.Terminal;
using Haloy.Cli.Upload;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Cli.Builds;

/// <summary>Carries out an <see cref="ImagePlan"/>: builds, then uploads, then pushes.</summary>
internal sealed class ImagePreparation(DockerCli docker, ITerminal terminal)
{
    public async Task<Outcome<bool>> RunAsync(ImagePlan plan, CancellationToken cancellationToken)
    {
        if (plan.Builds.Count == 0)
            return true;

        var names = string.Join(", ", plan.Builds.Select(b => b.Reference));
        var check = await docker.CheckAsync($"build {names}", cancellationToken);
        if (!check.Succeeded)
            return check;

        foreach (var build in plan.Builds)
        {
            if (await BuildAsync(build, cancellationToken) is { Succeeded: false } failed)
                return failed;
        }

        foreach (var reference in plan.AlreadyThere)
            terminal.Info($"{reference} is on the server's engine already: it is this machine's");

        foreach (var upload in plan.Uploads)
        {
            if (await new ImageUploader(docker, terminal).UploadAsync(upload, cancellationToken) is { Succeeded: false } failed)
                return failed;
        }

        foreach (var image in plan.Pushes)
        {
            if (await PushAsync(image, cancellationToken) is { Succeeded: false } failed)
                return failed;
        }

        return true;
    }

    private async Task<Outcome<bool>> BuildAsync(ImageBuild build, CancellationToken cancellationToken)
    {
        if (DevDataInContext.LeaveOut(build.Context) is { } exposed)
            return exposed;

        terminal.Info($"Building {build.Reference}");
        var built = await docker.BuildAsync(build, line => terminal.Plain(terminal.Paint(Colour.Grey, line)), cancellationToken);
        if (built.Succeeded)
            terminal.Info($"Built {build.Reference}");
        return built;
    }

    private async Task<Outcome<bool>> PushAsync(ImageConfig image, CancellationToken cancellationToken)
    {
        var reference = image.Reference();
        var registry = image.Registry?.Server is { Length: > 0 } named ? named : ImageReference.Parse(reference).Registry ?? "docker.io";
        if (image.Registry is { Username.Value: { } user, Password.Value: { } password })
        {
            var login = await docker.LoginAsync(registry, user, password, cancellationToken);
            if (!login.Succeeded)
                return login;
        }

        terminal.Info($"Pushing {reference}");
        using var progress = terminal.StartProgress($"Pushing {reference}");
        var pushed = await docker.PushAsync(reference, progress.Update, cancellationToken);
        if (pushed.Succeeded)
            terminal.Info($"Pushed {reference}");
        return pushed;
    }
}
