namespace Haloy.Proxy.AccessLogs;

/// <summary>Somebody who follows the access log.</summary>
internal interface IAccessLogReader
{
    /// <summary>Takes whole lines, or loses them: whoever calls does not wait.</summary>
    /// <param name="lines">The lines, which nobody changes any more.</param>
    /// <param name="count">How many there are.</param>
    void Offer(byte[] lines, int count);
}
