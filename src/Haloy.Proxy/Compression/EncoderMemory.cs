namespace Haloy.Proxy.Compression;

/// <summary>
/// How much all encoders together may take. Whoever reads slowly keeps the encoder of their answer: without an end to that, many of them
/// would take all memory. What finds none left goes out as it is.
/// </summary>
/// <param name="limit">Bytes.</param>
internal sealed class EncoderMemory(long limit)
{
    private long _taken;

    /// <summary>Bytes taken now.</summary>
    public long Taken => Volatile.Read(ref _taken);

    public bool TryTake(int size)
    {
        if (Interlocked.Add(ref _taken, size) <= limit)
            return true;
        Return(size);
        return false;
    }

    public void Return(int size) => Interlocked.Add(ref _taken, -size);
}
