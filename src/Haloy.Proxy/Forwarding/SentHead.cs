using System.Buffers;

namespace Haloy.Proxy.Forwarding;

/// <summary>The head that a backend is sent, kept until it has answered: it may have to be sent to another one.</summary>
internal struct SentHead()
{
    private byte[] _bytes = [];

    /// <summary>Bytes of the head.</summary>
    public int Length { get; set; }

    public readonly ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>The target in its first line.</summary>
    public readonly ReadOnlySpan<byte> Target
    {
        get
        {
            var target = Bytes[(Bytes.IndexOf((byte)' ') + 1)..];
            return target[..target.IndexOf((byte)' ')];
        }
    }

    /// <summary>A buffer to write a head into.</summary>
    public byte[] Rent(int atLeast)
    {
        if (_bytes.Length < atLeast)
        {
            Release();
            _bytes = ArrayPool<byte>.Shared.Rent(atLeast);
        }

        return _bytes;
    }

    public void Release()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, Length) = ([], 0);
    }
}
