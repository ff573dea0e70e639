using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Cli.Builds;

/// <summary>One image to build, with absolute paths that exist.</summary>
internal sealed record ImageBuild(string Reference, string Context, string Dockerfile, string Platform, IReadOnlyList<BuildArg> Args)
{
    private const string DefaultPlatform = "linux/amd64";

    /// <summary>
    /// Finds context and Dockerfile. The Dockerfile is looked for in the context and, when it is not there, beside the deploy file:
    /// both places are documented (spec/client §10 row 18).
    /// </summary>
    public static Outcome<ImageBuild> Create(ImageConfig image, string deployFileDirectory)
    {
        var build = image.BuildConfig ?? new BuildConfig();
        var context = Path.GetFullPath(Path.Combine(deployFileDirectory, Given(build.Context, ".")));
        if (!Directory.Exists(context))
            return Missing("build context", Given(build.Context, "."), File.Exists(context) ? "is not a directory" : "does not exist", context);

        var name = Given(build.Dockerfile, "Dockerfile");
        string[] places = [Path.GetFullPath(Path.Combine(context, name)), Path.GetFullPath(Path.Combine(deployFileDirectory, name))];
        if (places.FirstOrDefault(p => RegularFile.Problem(p) is null) is not { } dockerfile)
        {
            var reason = places.Any(Path.Exists) ? "is not a file" : "does not exist";
            return Missing("Dockerfile", name, reason, string.Join(" or ", places.Distinct(StringComparer.Ordinal)));
        }

        return new ImageBuild(image.Reference(), context, dockerfile, Given(build.Platform, DefaultPlatform), build.Args ?? []);
    }

    /// <summary>
    /// The arguments of <c>docker</c>. Build arguments are named only, without exception: docker takes their values from its environment, which
    /// other users of this machine cannot read. Names that would steer docker are refused by validation.
    /// </summary>
    public IReadOnlyList<string> Arguments() =>
    [
        "build", "-f", Dockerfile, "--platform", Platform,
        .. Args.SelectMany(a => new[] { "--build-arg", a.Name! }),
        "-t", Reference, Context,
    ];

    /// <summary>The environment <c>docker</c> needs: what is there already, and the build arguments that have a value.</summary>
    public IReadOnlyDictionary<string, string> Environment(IReadOnlyDictionary<string, string> inherited)
    {
        var all = new Dictionary<string, string>(inherited, StringComparer.Ordinal);
        foreach (var arg in Args)
        {
            if (arg.Value is not null)
                all[arg.Name!] = arg.Value;
        }

        return all;
    }

    private static string Given(string? value, string otherwise) => string.IsNullOrEmpty(value) ? otherwise : value;

    private static Failure Missing(string what, string given, string reason, string resolved) =>
        new($"The {what} '{given}' {reason}: looked for {resolved}.", $"Correct it under image.build_config in the deploy file, or set 'build: false' to use an image that exists.");
}
