namespace Haloy.Proxy.Compression;

/// <summary>What an encoder is to do behind the bytes it is given.</summary>
internal enum EncoderStep
{
    /// <summary>Wait for more.</summary>
    Go,

    /// <summary>Let everything be decoded that it was given so far.</summary>
    Flush,

    /// <summary>End.</summary>
    End,
}

/// <summary>Compresses the body of one response, piece by piece. Its memory is bounded, whatever the length of the body.</summary>
/// <param name="memory">Where its memory was taken from.</param>
/// <param name="size">How much.</param>
internal abstract class BodyEncoder(EncoderMemory memory, int size) : IDisposable
{
    private bool _isDisposed;

    /// <summary>Takes a step, as far as there is room for what it brings forth; to be repeated until it is done.</summary>
    /// <param name="source">What is to be encoded; what was taken is cut off.</param>
    /// <param name="destination">Where encoded bytes go.</param>
    /// <param name="step">The step, the same in each repetition.</param>
    /// <param name="isDone">Whether nothing is left to do.</param>
    /// <returns>Bytes written.</returns>
    public abstract int Encode(scoped ref ReadOnlySpan<byte> source, Span<byte> destination, EncoderStep step, out bool isDone);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Release();
        memory.Return(size);
    }

    /// <summary>Lets go of its memory. Called once.</summary>
    protected abstract void Release();
}
