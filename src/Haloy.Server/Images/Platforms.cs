namespace Haloy.Server.Images;

/// <summary>CPU names: what the kernel calls them and what images call them.</summary>
internal static class Platforms
{
    /// <summary>The image's word (GOARCH) for either.</summary>
    public static string Normalize(string architecture) => architecture switch
    {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        "armv7l" or "armv6l" => "arm",
        _ => architecture,
    };
}
