using System.Security.Cryptography;

namespace Haloy.Core;

/// <summary>Lower-case ULIDs (26 characters of Crockford base 32: 48 bits of Unix milliseconds, 80 random bits), the usual form of a deployment id.</summary>
public static class Ulid
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int TimeCharacters = 10;
    private const int Length = 26;

    // What 48 bits can hold goes beyond what a DateTimeOffset can.
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>A new id for the moment <paramref name="now"/>.</summary>
    public static string Create(DateTimeOffset now)
    {
        Span<char> text = stackalloc char[Length];
        var milliseconds = now.ToUnixTimeMilliseconds();
        for (var i = TimeCharacters - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(milliseconds & 31)];
            milliseconds >>= 5;
        }

        Span<byte> random = stackalloc byte[Length - TimeCharacters];
        RandomNumberGenerator.Fill(random);
        for (var i = 0; i < random.Length; i++)
            text[TimeCharacters + i] = Alphabet[random[i] & 31];

        return new string(text);
    }

    /// <summary>The moment inside an id, or <see langword="null"/> when <paramref name="id"/> is not a ULID.</summary>
    public static DateTimeOffset? Time(string id)
    {
        if (id.Length != Length)
            return null;

        long milliseconds = 0;
        for (var i = 0; i < Length; i++)
        {
            var digit = Alphabet.IndexOf(char.ToLowerInvariant(id[i]), StringComparison.Ordinal);
            if (digit < 0)
                return null;
            if (i < TimeCharacters)
                milliseconds = (milliseconds << 5) | (uint)digit;
        }

        return milliseconds <= Latest ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }
}
