using System.Buffers;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Hosting;

namespace Haloy.Proxy.Http1;

/// <summary>Puts the pieces of a response together.</summary>
internal sealed partial class Http1Connection
{
    private void GatherHead(ResponseHead head, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> connection, ReadOnlySpan<byte> date)
    {
        if (ResponseHeadWriter.MaxLength(head) > Loop.Gathered.Room)
        {
            SendLargeHead(head, bytes, connection, date);
            return;
        }

        var writer = new ByteWriter(Loop.Gathered.RoomOf(this));
        ResponseHeadWriter.Write(head, bytes, connection, date, ref writer);
        Loop.Gathered.Add(writer.Length);
    }

    private void SendLargeHead(ResponseHead head, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> connection, ReadOnlySpan<byte> date)
    {
        Flush();
        var buffer = ArrayPool<byte>.Shared.Rent(ResponseHeadWriter.MaxLength(head));
        var writer = new ByteWriter(buffer);
        ResponseHeadWriter.Write(head, bytes, connection, date, ref writer);
        Write(buffer.AsSpan(0, writer.Length));
        ArrayPool<byte>.Shared.Return(buffer);
    }

    // Small pieces go out together; a large one goes out from where it is.
    private void Gather(ReadOnlySpan<byte> piece)
    {
        if (!Loop.Gathered.TryAdd(this, piece, Front.GatherLimit))
            Write(Loop.Gathered.Take(), piece);
    }
}
