using System.Text;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Forwarding;

/// <summary>Copies the fields of a head that are meant for the other end, as they were written.</summary>
internal static class FieldRelay
{
    /// <param name="fields">The head's fields, in order and without gaps.</param>
    /// <param name="bytes">What they were parsed from.</param>
    /// <param name="headLength">Length of the head; the empty line is its last two bytes.</param>
    /// <param name="namesFields">Whether Connection names fields that are not to be copied either.</param>
    /// <param name="writer">Where they go.</param>
    public static void Copy(ReadOnlySpan<HeaderField> fields, ReadOnlySpan<byte> bytes, int headLength, bool namesFields, ref ByteWriter writer)
    {
        var run = 0;
        for (var i = 0; i <= fields.Length; i++)
        {
            if (i < fields.Length && fields[i].Role == FieldRole.EndToEnd && !(namesFields && IsNamed(fields, bytes, fields[i].Name(bytes))))
                continue;
            if (i > run)
                writer.Write(bytes[fields[run].NameStart..(i < fields.Length ? fields[i].NameStart : headLength - 2)]);
            run = i + 1;
        }
    }

    /// <summary>Whether a Connection field names <paramref name="name"/>.</summary>
    public static bool IsNamed(ReadOnlySpan<HeaderField> fields, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        foreach (var field in fields)
        {
            if (field.Role == FieldRole.Connection && RequestFields.ListContains(field.Value(bytes), name))
                return true;
        }

        return false;
    }
}
