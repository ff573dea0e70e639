using System.Buffers;
using System.Text;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http1;
using Haloy.Proxy.Http2.Hpack;

namespace Haloy.Proxy.Http2;

/// <summary>
/// Makes a <see cref="RequestHead"/> out of the fields of an HTTP/2 request, with their bytes in the form HTTP/1.1 writes them. What HTTP/1.1
/// would read differently is refused here (RFC 9113 §8.2 and §10.3).
/// </summary>
internal sealed class RequestReader : IFieldSink
{
    private const int MaxFields = 200;

    private byte[] _bytes = [];
    private int _length;
    private byte[] _pseudo = new byte[512];
    private int _pseudoLength;
    private Range _method;
    private Range _path;
    private Range _authority;
    private bool _hasMethod;
    private bool _hasPath;
    private bool _hasAuthority;
    private bool _hasScheme;
    private bool _pseudoIsOver;
    private List<byte>? _cookies;
    private int _cookieField = -1;
    private int _count;
    private int _size;
    private string? _problem;
    private RequestHead _head = null!;

    /// <summary>What the head's positions are of.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Begins a request.</summary>
    public void Begin(RequestHead head)
    {
        head.Clear();
        (_head, _length, _pseudoLength, _cookieField, _count, _size, _problem) = (head, 0, 0, -1, 0, 0, null);
        // Of a request that was refused before its end.
        _cookies?.Clear();
        _hasMethod = _hasPath = _hasAuthority = _hasScheme = _pseudoIsOver = false;
        _method = _path = _authority = default;
    }

    public void OnField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        // The rest of the block has to be read all the same: it changes the table.
        if (_problem is not null)
            return;
        _size += name.Length + value.Length;
        if (_size > RequestHeadParser.MaxHead || ++_count > MaxFields)
            _problem = "the head is too large";
        else if (!FieldSyntax.IsValue(value) || (value.Length > 0 && (value[0] is 32 or 9 || value[^1] is 32 or 9)))
            _problem = "a value has characters that are not allowed";
        else if (name.Length > 0 && name[0] == (byte)':')
            Pseudo(name, value);
        else
            Field(name, value);
    }

    /// <summary>Ends the head.</summary>
    /// <param name="endsStream">Whether no body follows.</param>
    /// <exception cref="MalformedRequestException">The request is malformed.</exception>
    public void Finish(bool endsStream)
    {
        CloseCookies();
        if (_problem is null)
            _problem = Missing();
        if (_problem is not null)
            throw new MalformedRequestException(_problem);

        // Behind the fields, where no field is looked for: method, target and host.
        var end = _length;
        Append("\r\n"u8);
        var offset = _length;
        Append(_pseudo.AsSpan(0, _pseudoLength));
        _head.Method = Shift(_method, offset);
        _head.Target = Shift(_path, offset);
        if (_hasAuthority)
            _head.Host = Shift(_authority, offset);
        (_head.Length, _head.IsHttp11) = (end + 2, true);
        RequestHeadParser.Classify(_pseudo.AsSpan(_method), _head);
        Frame(endsStream);
    }

    public void Release()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private static Range Shift(Range range, int by) => (range.Start.Value + by)..(range.End.Value + by);

    private void Frame(bool endsStream)
    {
        if (_head.IsConnect)
            throw new MalformedRequestException("CONNECT is not supported");
        if (Bytes[_head.Target].SequenceEqual("*"u8) && !Bytes[_head.Method].SequenceEqual("OPTIONS"u8))
            throw new MalformedRequestException("only OPTIONS can be about the server as a whole");
        // A length that does not fit the frames would make the backend take the next request for the body.
        if (endsStream && _head.ContentLength > 0)
            throw new MalformedRequestException("it has a length and no body");
        _head.IsChunked = !endsStream && _head.ContentLength is null;
    }

    private string? Missing()
    {
        if (!_hasMethod || !_hasPath || !_hasScheme)
            return "a pseudo-header field is missing";
        if (!_hasAuthority && !_head.HasHost)
            return "it names no host";
        if (_hasAuthority && _head.HasHost && !Ascii.EqualsIgnoreCase(Bytes[_head.Host], _pseudo.AsSpan(_authority)))
            return "its authority and its Host differ";
        return HostSyntax.IsValid(_hasAuthority ? _pseudo.AsSpan(_authority) : Bytes[_head.Host]) ? null : "its host is malformed";
    }

    private void Pseudo(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (_pseudoIsOver)
            _problem = "a pseudo-header field comes late";
        else if (name.SequenceEqual(":method"u8) && !_hasMethod && FieldSyntax.IsToken(value))
            (_hasMethod, _method) = (true, Keep(value));
        else if (name.SequenceEqual(":path"u8) && !_hasPath && IsPath(value))
            (_hasPath, _path) = (true, Keep(value));
        else if (name.SequenceEqual(":authority"u8) && !_hasAuthority)
            (_hasAuthority, _authority) = (true, Keep(value));
        else if (name.SequenceEqual(":scheme"u8) && !_hasScheme && (value.SequenceEqual("https"u8) || value.SequenceEqual("http"u8)))
            _hasScheme = true;
        else
            _problem = "a pseudo-header field is not allowed";
    }

    private static bool IsPath(ReadOnlySpan<byte> path) =>
        (path.Length is > 0 and <= RequestHeadParser.MaxRequestLine && path[0] == (byte)'/' && !path.ContainsAnyExceptInRange((byte)'!', (byte)'~')) || path.SequenceEqual("*"u8);

    private void Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        _pseudoIsOver = true;
        if (!FieldSyntax.IsToken(name) || name.ContainsAnyInRange((byte)'A', (byte)'Z'))
        {
            _problem = "a name has characters that are not allowed";
            return;
        }

        var role = RequestFields.RoleOf(name);
        if (role is FieldRole.Connection or FieldRole.TransferEncoding or FieldRole.Upgrade || IsOfConnection(name))
        {
            _problem = "a field is about the connection";
            return;
        }

        // HTTP/2 may split cookies into several fields, HTTP/1.1 may not (RFC 9113 §8.2.3).
        if (_cookieField >= 0 && name.SequenceEqual("cookie"u8))
        {
            AddCookie(value);
            return;
        }

        Write(name, value, role);
    }

    private static bool IsOfConnection(ReadOnlySpan<byte> name) => name.SequenceEqual("keep-alive"u8) || name.SequenceEqual("proxy-connection"u8);

    private void Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, FieldRole role)
    {
        var start = _length;
        Append(name);
        Append(": "u8);
        var valueStart = _length;
        Append(value);
        Append("\r\n"u8);
        if (name.SequenceEqual("cookie"u8))
            _cookieField = start;
        _head.Add(new HeaderField(start, name.Length, valueStart, value.Length, role));
        _problem ??= Note(role, value, valueStart);
    }

    // Later crumbs go behind the last field and are moved to the first at the end.
    private void AddCookie(ReadOnlySpan<byte> value)
    {
        _cookies ??= [];
        _cookies.AddRange("; "u8);
        _cookies.AddRange(value);
    }

    private void CloseCookies()
    {
        if (_cookies is not { Count: > 0 } cookies)
            return;
        var name = "cookie"u8;
        Span<byte> all = [.. ValueAt(_cookieField, name.Length), .. cookies];
        cookies.Clear();
        // The crumb that was written is taken for one more field of no meaning to anyone but us.
        _head.Drop(_cookieField);
        Write(name, all, FieldRole.EndToEnd);
    }

    private ReadOnlySpan<byte> ValueAt(int field, int nameLength)
    {
        var value = Bytes[(field + nameLength + 2)..];
        return value[..value.IndexOf((byte)'\r')];
    }

    private string? Note(FieldRole role, ReadOnlySpan<byte> value, int position)
    {
        switch (role)
        {
            case FieldRole.Host when _head.HasHost:
                return "it has more than one Host";
            case FieldRole.Host:
                (_head.HasHost, _head.Host) = (true, position..(position + value.Length));
                return null;
            case FieldRole.ContentLength when _head.ContentLength is not null:
                return "it has more than one Content-Length";
            case FieldRole.ContentLength:
                _head.ContentLength = RequestHeadParser.TryLength(value);
                return _head.ContentLength is null ? "its Content-Length is not a number" : null;
            case FieldRole.TransferExtensions:
                _head.TakesTrailers = value.SequenceEqual("trailers"u8);
                return _head.TakesTrailers ? null : "TE says more than trailers";
            case FieldRole.Expect:
                _head.ExpectsContinue = Ascii.EqualsIgnoreCase(value, "100-continue"u8);
                return null;
            default:
                return null;
        }
    }

    private Range Keep(ReadOnlySpan<byte> value)
    {
        if (_pseudo.Length - _pseudoLength < value.Length)
            Array.Resize(ref _pseudo, (_pseudo.Length * 2) + value.Length);
        value.CopyTo(_pseudo.AsSpan(_pseudoLength));
        _pseudoLength += value.Length;
        return (_pseudoLength - value.Length).._pseudoLength;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _length < bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Math.Max(2048, _length + bytes.Length)));
            Bytes.CopyTo(larger);
            Release();
            _bytes = larger;
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }
}
