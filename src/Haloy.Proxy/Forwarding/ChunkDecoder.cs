namespace Haloy.Proxy.Forwarding;

/// <summary>
/// Strict reader of the framing of a chunked body (RFC 9112 §7.1). It only walks over framing; <see cref="Remaining"/> says how many
/// of the bytes that follow are content. Extensions are checked and dropped, trailers are kept.
/// </summary>
internal struct ChunkDecoder
{
    private const int MaxSizeDigits = 15;
    private const int MaxFramingLine = 1024;

    // Extensions of all chunks together beyond as many bytes as there is content: nobody shall send a hundred times what arrives.
    private const int MaxSurplus = 16 * 1024;

    private State _state;
    private long _size;
    private int _digits;
    private int _lineLength;
    private int _trailerLength;
    private long _surplus;
    private Trailers? _trailers;

    private enum State
    {
        Size,
        Extension,
        SizeLineFeed,
        Content,
        ContentReturn,
        ContentLineFeed,
        TrailerStart,
        TrailerName,
        Trailer,
        TrailerLineFeed,
        LastLineFeed,
        Done,
    }

    /// <summary>Content bytes of the current chunk that have not been taken yet.</summary>
    public readonly long Remaining => _state == State.Content ? _size : 0;

    public readonly bool IsDone => _state == State.Done;

    /// <summary>What came behind the last chunk; <see langword="null"/> for nothing.</summary>
    public readonly Trailers? Trailers => _trailers;

    /// <summary>Tells that <paramref name="count"/> bytes of content were taken.</summary>
    public void Take(long count)
    {
        _size -= count;
        _surplus = Math.Max(0, _surplus - count);
        if (_size == 0)
            _state = State.ContentReturn;
    }

    /// <summary>Walks over framing until content, the end of the body or the end of <paramref name="data"/>.</summary>
    /// <returns>Bytes walked over.</returns>
    /// <exception cref="BadResponseException">The framing is malformed.</exception>
    public int Skip(ReadOnlySpan<byte> data)
    {
        var position = 0;
        while (position < data.Length && _state is not (State.Content or State.Done))
            Step(data[position++]);
        return position;
    }

    private void Step(byte next)
    {
        switch (_state)
        {
            case State.Size:
                StepSize(next);
                break;
            case State.Extension:
                StepExtension(next);
                break;
            case State.SizeLineFeed:
                Expect(next, '\n', _size == 0 ? State.TrailerStart : State.Content);
                break;
            case State.ContentReturn:
                Expect(next, '\r', State.ContentLineFeed);
                break;
            case State.ContentLineFeed:
                Expect(next, '\n', State.Size);
                (_size, _digits, _lineLength) = (0, 0, 0);
                break;
            default:
                StepTrailer(next);
                break;
        }
    }

    private void StepSize(byte next)
    {
        if (char.IsAsciiHexDigit((char)next) && _digits < MaxSizeDigits)
        {
            _size = (_size << 4) | (uint)HexValue(next);
            _digits++;
            return;
        }

        _state = next switch
        {
            (byte)'\r' when _digits > 0 => State.SizeLineFeed,
            (byte)';' when _digits > 0 => State.Extension,
            _ => throw new BadResponseException("a chunk size is malformed"),
        };
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private void StepExtension(byte next)
    {
        if (next == (byte)'\r')
            _state = State.SizeLineFeed;
        else if (++_lineLength > MaxFramingLine || ++_surplus > MaxSurplus || (next < ' ' && next != '\t') || next == 127)
            throw new BadResponseException("a chunk extension is malformed");
    }

    private void StepTrailer(byte next)
    {
        if (++_trailerLength > Trailers.MaxLength)
            throw new BadResponseException($"its trailers are larger than {Trailers.MaxLength} bytes");

        switch (_state)
        {
            case State.TrailerStart:
                _state = next == (byte)'\r' ? State.LastLineFeed : TrailerName(next);
                break;
            case State.TrailerName:
                _state = next == (byte)':' ? EndTrailerName() : TrailerName(next);
                break;
            case State.Trailer:
                _state = next == (byte)'\r' ? EndTrailer() : TrailerByte(next);
                break;
            case State.TrailerLineFeed:
                Expect(next, '\n', State.TrailerStart);
                break;
            default:
                Expect(next, '\n', State.Done);
                break;
        }
    }

    private State TrailerName(byte next)
    {
        if (!FieldSyntax.IsToken([next]))
            throw new BadResponseException("the name of a trailer is malformed");
        _trailers ??= new Trailers();
        _trailers.Append(next);
        return State.TrailerName;
    }

    private readonly State EndTrailerName()
    {
        _trailers!.EndName();
        return State.Trailer;
    }

    private readonly State TrailerByte(byte next)
    {
        if ((next < ' ' && next != '\t') || next == 127)
            throw new BadResponseException("a trailer has a control character");
        _trailers!.Append(next);
        return State.Trailer;
    }

    private readonly State EndTrailer()
    {
        if (_trailers!.Count == Trailers.MaxFields)
            throw new BadResponseException($"it has more than {Trailers.MaxFields} trailers");
        _trailers.EndField();
        return State.TrailerLineFeed;
    }

    private void Expect(byte next, char expected, State then)
    {
        if (next != expected)
            throw new BadResponseException("chunk framing is malformed");
        _state = then;
    }
}
