using System.Text;
using Haloy.Core;

namespace Haloy.Cli.Builds;

/// <summary>
/// The data of <c>haloyd dev</c> often lies in the build context, with its keys and its token: <c>COPY . .</c> would put them into the image.
/// </summary>
internal static class DevDataInContext
{
    private const string Directory = ".haloy";
    private const int MaxBytes = 1024 * 1024;

    /// <summary>
    /// Makes sure that docker leaves the data out: writes a <c>.dockerignore</c> where there is none, and asks for the line where there is one.
    /// </summary>
    public static Failure? LeaveOut(string context)
    {
        if (!System.IO.Directory.Exists(Path.Combine(context, Directory)))
            return null;

        var ignore = Path.Combine(context, ".dockerignore");
        if (!File.Exists(ignore))
        {
            File.WriteAllText(ignore, $"# Keys and state of haloyd dev: not for the image.\n{Directory}\n");
            return null;
        }

        if (RegularFile.Read(ignore, MaxBytes, out var content) is { } problem)
            return new Failure($"The file {ignore} {problem}.", "Correct or remove it.");

        return Encoding.UTF8.GetString(content).Split('\n').Any(line => line.Trim().Trim('/') is Directory or "**/" + Directory or ".*" or "*")
            ? null
            : new Failure(
                $"The build context {context} holds {Directory}, the data of `haloyd dev` with its keys, and .dockerignore does not leave it out.",
                $"Add a line '{Directory}' to {ignore}.");
    }
}
