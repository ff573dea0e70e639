using Haloy.Cli.Builds;
using Haloy.Cli.Terminal;
using Haloy.Core;

namespace Haloy.Cli.Upload;

/// <summary>Pipes <c>docker save</c> into a server; nothing touches this machine's disk.</summary>
internal sealed class ImageUploader(DockerCli docker, ITerminal terminal)
{
    public async Task<Outcome<bool>> UploadAsync(ImageUpload upload, CancellationToken cancellationToken)
    {
        var server = upload.Api.Server.Name;
        var saving = docker.StartSave(upload.Reference);
        if (!saving.Succeeded)
            return saving.Failure;

        using var save = saving.Value;
        using var progress = terminal.StartProgress($"Uploading {upload.Reference} to {server}");
        long total = 0;
        using var archive = new ImageArchive(save, sent => progress.Update(Amounts.Bytes(total = sent)));
        var uploaded = await upload.Api.UploadImageAsync(FileName(upload.Reference), () => archive, cancellationToken);

        if (archive.End is { ExitCode: not 0 } end)
            return new Failure($"Reading {upload.Reference} from the local engine failed.\n{end.Tail.Trim()}", DockerCli.DiskHint(end.Tail));
        if (!uploaded.Succeeded)
            return uploaded;
        terminal.Info($"Uploaded {upload.Reference} to {server} ({Amounts.Bytes(total)})");
        return true;
    }

    private static string FileName(string reference) => $"{reference.Replace('/', '-').Replace(':', '-')}.tar";
}
