namespace Haloy.Proxy.Http1;

/// <summary>A client sent something that is not HTTP or could be read in two ways.</summary>
internal sealed class BadRequestException(int status, string message) : Exception(message)
{
    /// <summary>What it is answered with.</summary>
    public int Status => status;
}
