using YamlDotNet.Core;

namespace Haloy.Config.Parsing.Yaml;

/// <summary>The parser's words, fit for the middle of a sentence.</summary>
internal static class YamlMessage
{
    public static string Of(YamlException exception)
    {
        var text = exception.Message.Trim().TrimEnd('.');
        return text.Length == 0 ? "it cannot be read from here on" : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
