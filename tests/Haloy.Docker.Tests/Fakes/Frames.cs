using System.Buffers.Binary;
using System.Text;

namespace Haloy.Docker.Tests.Fakes;

internal static class Frames
{
    public static byte[] Frame(byte stream, string text) => [.. Header(stream, (uint)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    public static byte[] Header(byte stream, uint length)
    {
        var header = new byte[8];
        header[0] = stream;
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), length);
        return header;
    }
}
