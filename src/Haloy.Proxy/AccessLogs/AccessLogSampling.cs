using System.Globalization;

namespace Haloy.Proxy.AccessLogs;

/// <summary>Which requests the access log of a proxy has a line for, not counting those who follow it over the control socket: they get every one.</summary>
/// <param name="Every">Each so manieth request; 0 for none.</param>
public readonly record struct AccessLogSampling(int Every)
{
    /// <summary>No request.</summary>
    public static AccessLogSampling Off => default;

    /// <summary>Every request.</summary>
    public static AccessLogSampling On => new(1);

    /// <summary>What can be written, for messages.</summary>
    public static string Grammar => "'off', 'on' or a share such as '1/100'";

    /// <summary>Reads <c>off</c>, <c>on</c> or <c>1/n</c>; <c>false</c> and <c>true</c>, which YAML takes for the same, as well.</summary>
    public static bool TryParse(string text, out AccessLogSampling sampling)
    {
        sampling = text is "on" or "true" ? On : Off;
        if (text is "on" or "off" or "true" or "false")
            return true;
        if (!text.StartsWith("1/", StringComparison.Ordinal) || !int.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var every) || every < 1)
            return false;
        sampling = new(every);
        return true;
    }
}
