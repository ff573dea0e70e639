using System.Buffers;
using System.Net;
using Haloy.Cli.Processes;

namespace Haloy.Cli.Upload;

/// <summary>The output of <c>docker save</c> as a request body. It ends well only if docker does: otherwise the request is broken off.</summary>
internal sealed class ImageArchive(ChildProcess save, Action<long> onProgress) : HttpContent
{
    private const int BlockSize = 128 * 1024;

    /// <summary>How docker ended, once all it wrote was sent.</summary>
    public ProcessEnd? End { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var errors = save.EndAsync(_ => { }, cancellationToken);
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            long sent = 0;
            for (int read; (read = await save.Output.ReadAsync(block, cancellationToken)) > 0;)
            {
                await stream.WriteAsync(block.AsMemory(0, read), cancellationToken);
                onProgress(sent += read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        End = await errors;
        if (End.ExitCode != 0)
            throw new IOException("docker save failed");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
