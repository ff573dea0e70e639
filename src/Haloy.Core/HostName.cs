namespace Haloy.Core;

/// <summary>Rules for the host names that may be routed (RFC 1123 §2.1 labels; see spec/server §2.2).</summary>
public static class HostName
{
    /// <summary>Lower-case form used everywhere inside: host names compare without case (RFC 9110 §4.2.3).</summary>
    public static string Normalize(string host) => host.Trim().TrimEnd('.').ToLowerInvariant();

    /// <summary>Whether <paramref name="host"/> is <c>*.</c> and a domain: any one label stands for the <c>*</c>.</summary>
    public static bool IsWildcard(string host) => host.StartsWith("*.", StringComparison.Ordinal);

    /// <summary>As <see cref="Problem"/>, for names that may also be wildcards of one label (RFC 9525 §6.3).</summary>
    public static string? PatternProblem(string host)
    {
        if (!IsWildcard(host))
            return Problem(host);
        if (string.Equals(host, "*.localhost", StringComparison.OrdinalIgnoreCase))
            return null;
        return host[2..].Contains('.', StringComparison.Ordinal) ? Problem(host[2..]) : "a wildcard needs a domain of at least two parts, such as '*.example.com'";
    }

    /// <summary>Says why <paramref name="host"/> cannot be routed, or <see langword="null"/> when it can.</summary>
    public static string? Problem(string host)
    {
        if (host.Length == 0)
            return "it is empty";
        if (host.Length > 253)
            return "it is longer than 253 characters";
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
            return null;

        var labels = host.Split('.');
        if (labels.Length < 2)
            return "it needs at least two parts, such as 'example.com'";

        for (var i = 0; i < labels.Length; i++)
        {
            if (LabelProblem(labels[i]) is { } problem)
                return problem;
        }

        var last = labels[^1];
        // Top-level domains of other scripts are written in ASCII as xn--… (RFC 5890 §2.3.2.1).
        return last.Length < 2 || HasOther(last, dash: last.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
            ? $"its last part '{last}' is not a top-level domain"
            : null;
    }

    private static string? LabelProblem(string label)
    {
        if (label.Length == 0)
            return "it has an empty part between dots";
        if (label.Length > 63)
            return $"its part '{label}' is longer than 63 characters";
        if (HasOther(label, dash: true))
            return $"its part '{label}' has a character other than letters, digits and '-'";
        return label[0] == '-' || label[^1] == '-' ? $"its part '{label}' begins or ends with '-'" : null;
    }

    // Labels are short: a loop is over before a vectorised search has begun, and needs no compiling at the start of a program.
    private static bool HasOther(string label, bool dash)
    {
        foreach (var c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !(dash && c == '-'))
                return true;
        }

        return false;
    }
}
