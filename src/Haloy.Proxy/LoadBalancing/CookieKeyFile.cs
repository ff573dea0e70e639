using System.Security.Cryptography;
using Haloy.Core;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.LoadBalancing;

/// <summary><c>DIR/proxy/cookie.key</c>: what cookies are named with. Without it, after a restart, visitors would not find back.</summary>
internal sealed partial class CookieKeyFile(string directory, ILogger<CookieKeyFile> logger)
{
    private const int Length = 32;

    private readonly string _path = Path.Combine(directory, "cookie.key");

    /// <summary>The key; made when there is none. One that cannot be kept is good until the proxy ends.</summary>
    public byte[] ReadOrMake()
    {
        try
        {
            if (File.Exists(_path) && File.ReadAllBytes(_path) is { Length: Length } kept)
                return kept;
            var made = RandomNumberGenerator.GetBytes(Length);
            AtomicFile.Write(_path, made);
            return made;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(_path, e.Message);
            return RandomNumberGenerator.GetBytes(Length);
        }
    }

    [LoggerMessage(EventId = 4010, Level = LogLevel.Warning, Message = "Sticky visitors will be sent elsewhere after a restart: {Path} cannot be used: {Reason}")]
    private partial void LogNotKept(string path, string reason);
}
