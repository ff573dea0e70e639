using Haloy.Config.Env;
using Haloy.Config.Parsing;
using Haloy.Config.Parsing.Json;
using Haloy.Config.Parsing.Yaml;
using Haloy.Core;

namespace Haloy.Config.Secrets.Reading;

/// <summary>Reads decrypted text in one of the <see cref="SecretFormats"/>. Failures tell the line, never what stands there.</summary>
internal static class SecretText
{
    public static Outcome<SecretData> Read(string text, string format) => format switch
    {
        SecretFormats.Text => SecretData.Whole(text.Trim()),
        SecretFormats.Dotenv => Dotenv(text),
        SecretFormats.Json => Tree(text, "JSON", JsonReader.Read),
        _ => Tree(text, "YAML", YamlReader.Read),
    };

    private static Outcome<SecretData> Dotenv(string text)
    {
        var file = EnvFileParser.ParseLiteral(text);
        return file.BadLines.Count == 0 ? SecretData.Of(file.Variables) : new Failure($"line {file.BadLines[0]} of the output is not NAME=value");
    }

    private static Outcome<SecretData> Tree(string text, string format, Func<SourceText, ConfigNode> read)
    {
        try
        {
            return SecretTree.Flatten(read(new SourceText("", text)));
        }
        catch (SyntaxException exception)
        {
            // The reader's own words may quote the text: only their place is taken.
            return new Failure($"the output is not valid {format}: see its line {exception.Place.Line}");
        }
    }
}
