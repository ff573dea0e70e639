using System.IO.Pipelines;
using System.Net.Security;

namespace Haloy.Proxy.Tls;

/// <summary>The decrypted side of a connection, as the pipes Kestrel reads and writes. An idle connection holds no read buffer.</summary>
internal sealed class TlsPipe(SslStream tls) : IDuplexPipe
{
    public PipeReader Input { get; } = PipeReader.Create(tls, new StreamPipeReaderOptions(leaveOpen: true, useZeroByteReads: true));

    public PipeWriter Output { get; } = PipeWriter.Create(tls, new StreamPipeWriterOptions(leaveOpen: true));

    public async ValueTask CompleteAsync()
    {
        await Input.CompleteAsync();
        await Output.CompleteAsync();
    }
}
