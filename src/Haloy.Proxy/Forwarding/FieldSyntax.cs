using System.Buffers;

namespace Haloy.Proxy.Forwarding;

/// <summary>Which characters HTTP/1.1 lets stand in a head (RFC 9110 §5.1, §5.5 and §5.6.2); anything else could be read as another head.</summary>
internal static class FieldSyntax
{
    private const string TokenCharacters = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // Control characters but HTAB; CR and LF are among them, so a bare CR inside a line is caught too.
    private static readonly byte[] Controls =
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127];

    private static readonly SearchValues<char> TokenChars = SearchValues.Create(TokenCharacters);
    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create([.. TokenCharacters.Select(c => (byte)c)]);
    private static readonly SearchValues<char> ControlChars = SearchValues.Create([.. Controls.Select(b => (char)b)]);
    private static readonly SearchValues<byte> ControlBytes = SearchValues.Create(Controls);

    /// <summary>Whether this can be a method or a field name.</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenChars);

    /// <inheritdoc cref="IsToken(ReadOnlySpan{char})"/>
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenBytes);

    /// <summary>Whether a field value is free of control characters.</summary>
    public static bool IsValue(ReadOnlySpan<char> text) => !text.ContainsAny(ControlChars);

    /// <inheritdoc cref="IsValue(ReadOnlySpan{char})"/>
    public static bool IsValue(ReadOnlySpan<byte> text) => !text.ContainsAny(ControlBytes);

    /// <summary>Whether a request target is made of visible ASCII only (RFC 9112 §3.2).</summary>
    public static bool IsTarget(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('!', '~');
}
