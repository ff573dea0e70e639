namespace Haloy.Proxy.EventLoops;

/// <summary>
/// Small pieces that one connection sends go out together from here. All connections of a loop share it, one after the other: it is empty
/// whenever the loop turns to another, or the next one would send somebody else's bytes. The loop checks that.
/// </summary>
internal sealed unsafe class GatherBuffer(byte* buffer, int size)
{
    private Watched? _owner;

    public int Length { get; private set; }

    public int Room => size - Length;

    /// <summary>Lets <paramref name="owner"/> write behind what it has gathered; <see cref="Add"/> tells how much it was.</summary>
    /// <exception cref="InvalidOperationException">Bytes of another connection are in it.</exception>
    public Span<byte> RoomOf(Watched owner)
    {
        if (Length > 0 && _owner != owner)
            throw new InvalidOperationException("The bytes of another connection have not been sent.");
        _owner = owner;
        return new Span<byte>(buffer + Length, Room);
    }

    public void Add(int count) => Length += count;

    /// <summary>Adds a piece of <paramref name="owner"/>'s, if it leaves no more than <paramref name="limit"/> bytes gathered.</summary>
    public bool TryAdd(Watched owner, ReadOnlySpan<byte> piece, int limit)
    {
        if (Length + piece.Length > limit)
            return false;
        piece.CopyTo(RoomOf(owner));
        Length += piece.Length;
        return true;
    }

    /// <summary>What was gathered; it is empty from now on.</summary>
    public ReadOnlySpan<byte> Take()
    {
        var gathered = new ReadOnlySpan<byte>(buffer, Length);
        Length = 0;
        return gathered;
    }

    /// <summary>Throws away what a defect has left, and tells whose it was.</summary>
    public Watched? Abandon()
    {
        Length = 0;
        return _owner;
    }
}
