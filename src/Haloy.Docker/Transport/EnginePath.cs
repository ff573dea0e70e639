using System.Net;

namespace Haloy.Docker.Transport;

/// <summary>
/// Writes names into URL paths. Names come from users, and "." or ".." as a part of a path would be resolved before the engine sees it:
/// <c>../images/x</c> as a container name must not become another request.
/// </summary>
internal static class EnginePath
{
    /// <summary>A name that is one part of the path: an id, a container, network or volume name.</summary>
    public static string Segment(string name)
    {
        if (name.Length == 0 || name is "." or ".." || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-'))
            throw Invalid(name);
        return name;
    }

    /// <summary>An image reference, which may have several parts.</summary>
    public static string Image(string reference)
    {
        var parts = reference.Split('/');
        if (parts.Any(part => part is "" or "." or ".."))
            throw Invalid(reference);
        return string.Join('/', parts.Select(part => Uri.EscapeDataString(part).Replace("%3A", ":").Replace("%40", "@")));
    }

    private static DockerApiException Invalid(string name) =>
        new(HttpStatusCode.BadRequest, $"'{name}' is not a valid name or id", "the request");
}
